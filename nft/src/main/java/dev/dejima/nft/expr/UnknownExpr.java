package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * An expression that Dejima has no record for, kept as it came.
 *
 * @param name the kernel's name of it
 * @param attributes {@code NFTA_EXPR_DATA}, undecoded
 */
public record UnknownExpr(String name, Bytes attributes) implements Expr {}
