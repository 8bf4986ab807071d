package dev.dejima.nft.expr;

/**
 * Counts what passes ({@code nft_counter.c}).
 *
 * @param packets packets so far
 * @param bytes octets so far, from the network header on
 */
public record Counter(long packets, long bytes) implements Expr, ObjectData {}
