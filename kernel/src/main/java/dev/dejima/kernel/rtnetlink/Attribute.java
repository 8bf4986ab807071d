package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.Bytes;

/**
 * An attribute that no record here has a field for, kept as it came.
 *
 * @param type its number
 * @param value its octets
 */
public record Attribute(int type, Bytes value) {}
