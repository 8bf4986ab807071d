package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;

/** From one device to another ({@code ip6_forward}). */
final class Forward6 {
  private final Ipv6 ipv6;

  Forward6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  void forward(Packet packet, Interface6 in, Route6 route) {
    if (!ipv6.forwards()) {
      packet.drop(DropReason.IP_INADDRERRORS);
      return;
    }
    if (packet.type != Packet.Type.HOST || packet.socket != null) {
      packet.drop(DropReason.UNICAST_IN_L2_MULTICAST);
      return;
    }
    byte[] bytes = packet.bytes;
    int at = packet.network;
    NetDevice out = route.device();
    Ipv6.aim(packet, out, route.gateway());
    int hopLimit = get8(bytes, at + Ipv6View.HOP_LIMIT);
    if (hopLimit <= 1) {
      int code = Icmpv6Type.HOP_LIMIT_EXCEEDED;
      fail(packet, Icmpv6Type.TIME_EXCEEDED, code, 0, DropReason.IP_INHDR);
      return;
    }
    if (out == in.device()) {
      Ipv6Address destination = Ipv6.destination(packet);
      // Bounded for each destination here, and for each sender when it is sent.
      if (ipv6.icmp().mayRedirect(destination)) {
        ipv6.ndisc().redirect(packet, out, route.gateway() == null ? destination : route.gateway());
      }
    } else if (!mayLeave(packet)) {
      return;
    }
    if (exceeds(packet, out.mtu())) {
      ipv6.output().tellTooBig(packet, out, out.mtu(), false);
      fail(packet, Icmpv6Type.PACKET_TOO_BIG, 0, out.mtu(), DropReason.PKT_TOO_BIG);
      return;
    }
    put8(bytes, at + Ipv6View.HOP_LIMIT, hopLimit - 1);
    packet.forwarded = true;
    if (ipv6.netfilter().hook(HookNumber.FORWARD, Family.IP6, packet, in.device(), out)) {
      ipv6.output().postrouting(packet, in.device());
    }
  }

  /** Whether a packet's source means something on another link too. */
  private boolean mayLeave(Packet packet) {
    long high = get64(packet.bytes, packet.network + Ipv6View.SOURCE);
    long low = get64(packet.bytes, packet.network + Ipv6View.SOURCE + 8);
    if (Scopes.isUnspecified(high, low) || Scopes.isLoopback(high, low)) {
      packet.drop(DropReason.IP_INVALID_SOURCE);
      return false;
    }
    if (Scopes.isLinkLocal(high)) {
      int code = Icmpv6Type.BEYOND_SCOPE;
      fail(packet, Icmpv6Type.DESTINATION_UNREACHABLE, code, 0, DropReason.IP_INADDRERRORS);
      return false;
    }
    return true;
  }

  private void fail(Packet packet, int type, int code, int info, DropReason reason) {
    ipv6.icmp().sendError(packet, type, code, info);
    packet.drop(reason);
  }

  /** Only what came in pieces may leave in pieces, if they were small enough. */
  private static boolean exceeds(Packet packet, int mtu) {
    return packet.length() > mtu
        && (packet.fragmentSize == Packet.NOT_FRAGMENTED || packet.fragmentSize > mtu);
  }
}
