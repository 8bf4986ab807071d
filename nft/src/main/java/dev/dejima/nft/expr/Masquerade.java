package dev.dejima.nft.expr;

/**
 * Translates the source to the address of the interface that the packet leaves by ({@code
 * nft_masq.c}).
 *
 * @param range ports and flags; no addresses
 */
public record Masquerade(NatRange range) implements Expr {}
