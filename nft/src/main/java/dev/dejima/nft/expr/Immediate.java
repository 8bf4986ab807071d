package dev.dejima.nft.expr;

/**
 * Puts a constant into a register; a verdict into {@link Register#VERDICT} ends the rule ({@code
 * nft_immediate.c}).
 *
 * @param dreg where to
 * @param data what
 */
public record Immediate(int dreg, Data data) implements Expr {}
