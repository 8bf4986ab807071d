package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;

/**
 * A value as the kernel compares it ({@code NFTA_DATA_VALUE}).
 *
 * @param bytes its octets, in the byte order of the field they belong to
 */
public record Value(Bytes bytes) implements Data {}
