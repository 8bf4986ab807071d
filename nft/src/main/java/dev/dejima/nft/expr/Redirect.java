package dev.dejima.nft.expr;

/**
 * Translates the destination to the host itself ({@code nft_redir.c}).
 *
 * @param range ports and flags; no addresses
 */
public record Redirect(NatRange range) implements Expr {}
