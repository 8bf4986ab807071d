package dev.dejima.nft.expr;

/**
 * Loads something, or breaks off the rule where the packet has none such.
 *
 * @param dreg where to
 * @param source what
 */
public record Load(int dreg, Source source) implements Expr {}
