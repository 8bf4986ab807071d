package dev.dejima.lab.run;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;

/**
 * One direction of a conversation, as a packet's headers have it. Of echo requests and replies, the
 * query's id stands for both ports.
 *
 * @param protocol the IP protocol
 * @param sourcePort the port; 0 for protocols without
 * @param destinationPort the port; 0 for protocols without
 */
public record Flow(
    int protocol, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  /** What a tuple says. */
  public static Flow of(ConntrackTuple tuple) {
    boolean icmp = tuple.protocol() == ICMP || tuple.protocol() == ICMPV6;
    return new Flow(
        tuple.protocol(),
        tuple.source(),
        tuple.sourcePort(),
        tuple.destination(),
        icmp ? tuple.sourcePort() : tuple.destinationPort());
  }

  /** The other direction. */
  public Flow reversed() {
    return new Flow(protocol, destination, destinationPort, source, sourcePort);
  }

  /** As in {@code 192.0.2.1:80}; without ports where the protocol has none. */
  public String sourceText() {
    return text(source, sourcePort);
  }

  /** As {@link #sourceText}. */
  public String destinationText() {
    return text(destination, destinationPort);
  }

  private String text(IpAddress address, int port) {
    return protocol == TCP || protocol == UDP
        ? new Endpoint(address, port).toString()
        : address.toString();
  }

  @Override
  public String toString() {
    return sourceText() + " > " + destinationText();
  }
}
