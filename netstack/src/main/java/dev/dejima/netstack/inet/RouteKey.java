package dev.dejima.netstack.inet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import org.jspecify.annotations.Nullable;

/**
 * What a route is looked up by ({@code struct flowi}). A table of routes has one and fills it anew
 * for each lookup, so that a packet's costs no object. Addresses are two halves, of which an IPv4
 * address is the first 32 bits.
 */
public final class RouteKey {
  /** The bits of the type of service that rules see ({@code IPTOS_RT_MASK}). */
  private static final int TOS_MASK = 0x1c;

  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int mark;
  int tos;
  int protocol;
  int sourcePort;
  int destinationPort;
  @Nullable Device in;
  @Nullable Device out;

  /** From one IPv4 address, or 0 for one that is not chosen yet, to another. */
  public RouteKey of(int source, int destination) {
    return of((long) source << 32, 0, (long) destination << 32, 0);
  }

  /** From one IPv6 address, or :: for one that is not chosen yet, to another. */
  public RouteKey of(long sourceHigh, long sourceLow, long high, long low) {
    this.sourceHigh = sourceHigh;
    this.sourceLow = sourceLow;
    destinationHigh = high;
    destinationLow = low;
    in = null;
    out = null;
    return select(Selector.NONE);
  }

  /**
   * For a packet that is there.
   *
   * @param in the device that it came in by; null for one of this host
   */
  public RouteKey of(Packet packet, @Nullable Device in) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (packet.etherType == EtherType.IPV4) {
      of(get32(bytes, at + Ipv4View.SOURCE), get32(bytes, at + Ipv4View.DESTINATION));
      tos = get8(bytes, at + Ipv4View.TOS) & TOS_MASK;
    } else {
      of(
          get64(bytes, at + Ipv6View.SOURCE),
          get64(bytes, at + Ipv6View.SOURCE + 8),
          get64(bytes, at + Ipv6View.DESTINATION),
          get64(bytes, at + Ipv6View.DESTINATION + 8));
      tos = get32(bytes, at) >>> 20 & 0xfc;
    }
    this.in = in;
    mark = packet.mark;
    protocol = packet.protocol;
    boolean hasPorts =
        protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP;
    if (hasPorts && !packet.laterFragment && packet.transportLength() >= 4) {
      sourcePort = get16(bytes, packet.transport);
      destinationPort = get16(bytes, packet.transport + 2);
    }
    return this;
  }

  /** By which device it comes in; null for a packet of this host. */
  public RouteKey in(@Nullable Device device) {
    in = device;
    return this;
  }

  /** By which device alone it may leave; null for any. */
  public RouteKey out(@Nullable Device device) {
    out = device;
    return this;
  }

  /** With this mark. */
  public RouteKey mark(int value) {
    mark = value;
    return this;
  }

  /** The way back: from the destination to the source. */
  public RouteKey swap() {
    long high = sourceHigh;
    long low = sourceLow;
    int port = sourcePort;
    sourceHigh = destinationHigh;
    sourceLow = destinationLow;
    sourcePort = destinationPort;
    destinationHigh = high;
    destinationLow = low;
    destinationPort = port;
    return this;
  }

  /** Whatever its ports are. */
  public RouteKey withoutPorts() {
    sourcePort = 0;
    destinationPort = 0;
    return this;
  }

  /** With what is known of a packet that is yet to be made. */
  public RouteKey select(Selector selector) {
    mark = selector.mark();
    tos = selector.tos();
    protocol = selector.protocol();
    sourcePort = selector.sourcePort();
    destinationPort = selector.destinationPort();
    return this;
  }

  /** The source, of IPv4. */
  public int source4() {
    return (int) (sourceHigh >>> 32);
  }

  /** The destination, of IPv4. */
  public int destination4() {
    return (int) (destinationHigh >>> 32);
  }

  /** The first half of the destination. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** The second half of the destination. */
  public long destinationLow() {
    return destinationLow;
  }

  /** The number of the device that it may leave by alone; 0 for any. */
  public int outIndex() {
    return out == null ? 0 : out.index();
  }
}
