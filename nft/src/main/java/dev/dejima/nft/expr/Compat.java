package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * A match or target of xtables, as iptables-nft puts into rules ({@code nft_compat.c}).
 *
 * @param target whether a target
 * @param name xtables' name of it
 * @param revision of its data's form
 * @param info the data
 */
public record Compat(boolean target, String name, int revision, Bytes info) implements Expr {}
