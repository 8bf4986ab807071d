package dev.dejima.nft.expr;

/**
 * A hash that both directions of a flow have in common ({@code nft_hash.c}).
 *
 * @param modulus unsigned, at least 1
 * @param offset unsigned
 */
public record Symhash(int modulus, int offset) implements Source {}
