package dev.dejima.nft.expr;

/**
 * Sets what the kernel knows of a packet ({@code nft_meta.c}).
 *
 * @param key what
 * @param sreg where from
 */
public record MetaSet(MetaKey key, int sreg) implements Expr {}
