package dev.dejima.kernel.conntrack;

import dev.dejima.packet.IpAddress;

/**
 * One direction of a flow ({@code CTA_TUPLE_*}).
 *
 * @param source who sends
 * @param destination who receives
 * @param protocol the IP protocol
 * @param sourcePort the port; of ICMP, the query's id; 0 for protocols without
 * @param destinationPort the port; of ICMP, {@code type << 8 | code}; 0 for protocols without
 */
public record ConntrackTuple(
    IpAddress source, IpAddress destination, int protocol, int sourcePort, int destinationPort) {}
