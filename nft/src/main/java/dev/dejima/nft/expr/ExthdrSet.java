package dev.dejima.nft.expr;

/**
 * Writes octets of an option, if the packet has it, and mends the checksum ({@code
 * nft_exthdr_tcp_set_eval} of nft_exthdr.c).
 *
 * @param sreg where from
 * @param op of what kind the option is
 * @param type the option's number
 * @param offset octets from its start
 * @param length octets to write
 */
public record ExthdrSet(int sreg, Exthdr.Op op, int type, int offset, int length) implements Expr {}
