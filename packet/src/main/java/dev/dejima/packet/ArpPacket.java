package dev.dejima.packet;

import java.util.Optional;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * @param operation {@link ArpView#REQUEST}, {@link ArpView#REPLY} or another of 16 bits
 */
public record ArpPacket(
    int operation,
    MacAddress senderHardware,
    Ipv4Address senderProtocol,
    MacAddress targetHardware,
    Ipv4Address targetProtocol) {
  /** Checks the bounds of the operation. */
  public ArpPacket {
    Bounds.check("ARP operation", operation, 0xffff);
  }

  /** Reads the packet at {@code offset}; empty if it is too short or for other addresses. */
  public static Optional<ArpPacket> parse(byte[] bytes, int offset, int end) {
    ArpView view = new ArpView();
    return view.wrap(bytes, offset, end) ? Optional.of(of(view)) : Optional.empty();
  }

  /** The packet that a view shows. */
  public static ArpPacket of(ArpView view) {
    return new ArpPacket(
        view.operation(),
        new MacAddress(view.senderHardware()),
        new Ipv4Address(view.senderProtocol()),
        new MacAddress(view.targetHardware()),
        new Ipv4Address(view.targetProtocol()));
  }

  /** Octets of the packet. */
  public int length() {
    return ArpView.LENGTH;
  }

  /** Writes the packet and returns where it ends. */
  public int emit(byte[] bytes, int offset) {
    NetworkOrder.put16(bytes, offset + ArpView.HARDWARE_TYPE, ArpView.ETHERNET);
    NetworkOrder.put16(bytes, offset + ArpView.PROTOCOL_TYPE, EtherType.IPV4);
    NetworkOrder.put8(bytes, offset + ArpView.HARDWARE_LENGTH, MacAddress.LENGTH);
    NetworkOrder.put8(bytes, offset + ArpView.PROTOCOL_LENGTH, Ipv4Address.LENGTH);
    NetworkOrder.put16(bytes, offset + ArpView.OPERATION, operation);
    NetworkOrder.put48(bytes, offset + ArpView.SENDER_HARDWARE, senderHardware.value());
    NetworkOrder.put32(bytes, offset + ArpView.SENDER_PROTOCOL, senderProtocol.value());
    NetworkOrder.put48(bytes, offset + ArpView.TARGET_HARDWARE, targetHardware.value());
    NetworkOrder.put32(bytes, offset + ArpView.TARGET_PROTOCOL, targetProtocol.value());
    return offset + ArpView.LENGTH;
  }
}
