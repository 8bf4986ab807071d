package dev.dejima.kernel.conntrack;

import dev.dejima.packet.IpAddress;

/**
 * One direction of a flow ({@code CTA_TUPLE_*}).
 *
 * @param source who sends
 * @param destination who receives
 * @param protocol the IP protocol
 * @param sourcePort the port; of ICMP, the query's id; of GRE, the key; 0 for protocols without
 * @param destinationPort the port; of ICMP, {@code type << 8 | code}; of GRE, the key; 0 for
 *     protocols without
 * @param zone the zone of this direction; 0 if there is none
 */
public record ConntrackTuple(
    IpAddress source,
    IpAddress destination,
    int protocol,
    int sourcePort,
    int destinationPort,
    int zone) {
  /** A tuple of no zone. */
  public ConntrackTuple(
      IpAddress source, IpAddress destination, int protocol, int sourcePort, int destinationPort) {
    this(source, destination, protocol, sourcePort, destinationPort, 0);
  }
}
