package dev.dejima.nft.expr;

/**
 * Loads what the kernel knows of a packet beside its octets ({@code nft_meta.c}).
 *
 * @param dreg where to
 * @param key what
 */
public record Meta(int dreg, MetaKey key) implements Expr {}
