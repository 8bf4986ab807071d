package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * Goes on with the rule if the register lies in, or outside, a range ({@code nft_range.c}).
 *
 * @param sreg the register to compare
 * @param op {@code EQ} for inside, {@code NEQ} for outside
 * @param from the lowest value inside
 * @param to the highest value inside
 */
public record Range(int sreg, CmpOp op, Bytes from, Bytes to) implements Expr {}
