package dev.dejima.netstack.netfilter.flowtable;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.TcpView;

/** What packets of a flow are known by ({@code struct flow_offload_tuple}). */
final class FlowKey {
  private static final int UDP_HEADER = 8;
  private static final int FRAGMENTED = Ipv4View.MORE_FRAGMENTS | Ipv4View.OFFSET_MASK;

  private int device;
  private int version;
  private int protocol;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int ports;

  FlowKey() {}

  /** The key of a tuple's packets that come by a device. */
  FlowKey(Tuple tuple, int device) {
    this.device = device;
    version = tuple.version;
    protocol = tuple.protocol;
    sourceHigh = tuple.sourceHigh;
    sourceLow = tuple.sourceLow;
    destinationHigh = tuple.destinationHigh;
    destinationLow = tuple.destinationLow;
    ports = tuple.sourcePort << 16 | tuple.destinationPort;
  }

  /**
   * Reads a packet's; false if no flowtable forwards packets like it ({@code nf_flow_tuple_ip}).
   */
  boolean read(Packet packet, int by) {
    protocol = packet.protocol;
    int least =
        switch (protocol) {
          case IpProtocol.TCP -> TcpView.LENGTH;
          case IpProtocol.UDP -> UDP_HEADER;
          default -> 0;
        };
    if (least == 0 || packet.laterFragment || packet.transportLength() < least) {
      return false;
    }
    device = by;
    ports = get32(packet.bytes, packet.transport);
    return switch (packet.etherType) {
      case EtherType.IPV4 -> ipv4(packet);
      case EtherType.IPV6 -> ipv6(packet);
      default -> false;
    };
  }

  private boolean ipv4(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    version = 4;
    sourceHigh = 0;
    destinationHigh = 0;
    sourceLow = get32(bytes, at + Ipv4View.SOURCE) & 0xffff_ffffL;
    destinationLow = get32(bytes, at + Ipv4View.DESTINATION) & 0xffff_ffffL;
    return packet.transport - at == Ipv4View.LENGTH
        && (get16(bytes, at + Ipv4View.FRAGMENT) & FRAGMENTED) == 0
        && (bytes[at + Ipv4View.TTL] & 0xff) > 1;
  }

  private boolean ipv6(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    version = 6;
    sourceHigh = get64(bytes, at + Ipv6View.SOURCE);
    sourceLow = get64(bytes, at + Ipv6View.SOURCE + 8);
    destinationHigh = get64(bytes, at + Ipv6View.DESTINATION);
    destinationLow = get64(bytes, at + Ipv6View.DESTINATION + 8);
    return packet.transport - at == Ipv6View.LENGTH && (bytes[at + Ipv6View.HOP_LIMIT] & 0xff) > 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlowKey key
        && key.ports == ports
        && key.sourceLow == sourceLow
        && key.destinationLow == destinationLow
        && key.sourceHigh == sourceHigh
        && key.destinationHigh == destinationHigh
        && key.device == device
        && key.protocol == protocol
        && key.version == version;
  }

  @Override
  public int hashCode() {
    long mixed = (sourceLow * 31 + destinationLow) * 31 + sourceHigh * 17 + destinationHigh;
    return (int) (((mixed * 31 + ports) * 31 + device + protocol) * 0x9e3779b97f4a7c15L >>> 32);
  }
}
