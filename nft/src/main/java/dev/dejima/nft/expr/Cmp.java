package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * Goes on with the rule if the register compares so with the value ({@code
 * net/netfilter/nft_cmp.c}).
 *
 * @param sreg the register to compare
 * @param op how
 * @param data what with
 */
public record Cmp(int sreg, CmpOp op, Bytes data) implements Expr {}
