package dev.dejima.nft.expr;

/**
 * Overwrites an option with padding ({@code nft_exthdr_tcp_strip_eval} of nft_exthdr.c).
 *
 * @param op of what kind the option is
 * @param type the option's number
 */
public record ExthdrReset(Exthdr.Op op, int type) implements Expr {}
