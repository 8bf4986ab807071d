package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6View;
import java.util.function.Consumer;

/**
 * Cuts packets into fragments ({@code ip6_fragment}): those that this host made, and those that
 * connection tracking has put together, into pieces no larger than they came in.
 */
final class Fragmentation6 {
  private final Ipv6 ipv6;

  Fragmentation6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  void cut(Packet packet, int mtu) {
    NetDevice device = (NetDevice) packet.out;
    boolean reassembled = packet.fragmentSize != Packet.NOT_FRAGMENTED;
    boolean own = packet.local || packet.ownerless;
    if (device == null || !own && (!reassembled || packet.fragmentSize > mtu)) {
      ipv6.output().tooBig(packet, mtu);
      return;
    }
    int most = reassembled ? Math.min(packet.fragmentSize, mtu) : mtu;
    if (most - unfragmentable(packet) - Ipv6View.FRAGMENT_LENGTH < 8) {
      ipv6.output().tooBig(packet, mtu);
      return;
    }
    ipv6.output().tellTooBig(packet, device, mtu, true);
    cut(packet, most, piece -> ipv6.output().finish(piece, device));
  }

  /**
   * Cuts a packet into fragments. It is released.
   *
   * @param most octets of a fragment at most
   * @param send who takes each of them
   */
  void cut(Packet packet, int most, Consumer<Packet> send) {
    int header = unfragmentable(packet);
    int part = (most - header - Ipv6View.FRAGMENT_LENGTH) & ~7;
    int payload = packet.length() - header;
    int identification = ipv6.random().nextInt();
    for (int offset = 0; offset < payload; offset += part) {
      int length = Math.min(part, payload - offset);
      boolean more = offset + length < payload;
      send.accept(piece(packet, header, offset, length, more, identification));
    }
    packet.release();
  }

  /** Octets of the headers that every fragment repeats ({@code ip6_find_1stfragopt}). */
  private static int unfragmentable(Packet packet) {
    byte[] bytes = packet.bytes;
    int protocol = get8(bytes, packet.network + Ipv6View.NEXT_HEADER);
    int at = packet.network + Ipv6View.LENGTH;
    boolean routed = false;
    while (at + 8 <= packet.end
        && (protocol == IpProtocol.IPV6_HOP_BY_HOP
            || protocol == IpProtocol.IPV6_ROUTING
            || protocol == IpProtocol.IPV6_DESTINATION && !routed)) {
      routed |= protocol == IpProtocol.IPV6_ROUTING;
      protocol = get8(bytes, at);
      at += (get8(bytes, at + 1) + 1) * 8;
    }
    return at - packet.network;
  }

  private Packet piece(
      Packet whole, int header, int offset, int length, boolean more, int identification) {
    int front = header + Ipv6View.FRAGMENT_LENGTH;
    Packet piece = ipv6.packets().allocate(front + length);
    byte[] bytes = piece.bytes;
    int at = piece.network;
    int fragment = at + header;
    System.arraycopy(whole.bytes, whole.network, bytes, at, header);
    System.arraycopy(whole.bytes, whole.network + header + offset, bytes, at + front, length);
    int named = Reassembly6.lastNumber(bytes, at, header);
    put8(bytes, fragment, get8(bytes, named));
    put8(bytes, fragment + 1, 0);
    put16(bytes, fragment + 2, offset | (more ? Ipv6View.MORE_FRAGMENTS : 0));
    put32(bytes, fragment + 4, identification);
    put8(bytes, named, IpProtocol.IPV6_FRAGMENT);
    put16(bytes, at + Ipv6View.PAYLOAD_LENGTH, front - Ipv6View.LENGTH + length);
    piece.transport = at + front;
    piece.etherType = whole.etherType;
    piece.protocol = whole.protocol;
    piece.laterFragment = offset > 0;
    piece.in = whole.in;
    piece.out = whole.out;
    piece.nextHopHigh = whole.nextHopHigh;
    piece.nextHopLow = whole.nextHopLow;
    piece.type = whole.type;
    piece.mark = whole.mark;
    piece.flow = whole.flow;
    piece.ctInfo = whole.ctInfo;
    if (whole.path != null) {
      piece.path = whole.path.derive(DeviceEvent.Origin.FRAGMENT);
      piece.begin();
    }
    return piece;
  }
}
