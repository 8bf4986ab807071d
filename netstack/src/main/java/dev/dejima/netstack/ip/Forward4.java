package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import org.jspecify.annotations.Nullable;

/** From one device to another (net/ipv4/ip_forward.c). */
final class Forward4 {
  /** Octet 1 of the types of service that Linux maps to a priority ({@code ip_tos2prio}). */
  private static final int[] PRIORITY = {0, 0, 0, 0, 2, 2, 2, 2, 6, 6, 6, 6, 4, 4, 4, 4};

  private final Ipv4 ipv4;

  Forward4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
  }

  void forward(Packet packet, NetDevice in, Route4 route) {
    NetDevice out = route.device();
    if (packet.type != Packet.Type.HOST || out == null || packet.socket != null) {
      packet.drop(DropReason.UNICAST_IN_L2_MULTICAST);
      return;
    }
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (get8(bytes, at + Ipv4View.TTL) <= 1) {
      ipv4.icmp().sendError(packet, IcmpType.TIME_EXCEEDED, IcmpType.TTL_EXCEEDED, 0);
      packet.drop(DropReason.IP_INHDR);
      return;
    }
    packet.out = out;
    packet.nextHop4 = route.gateway();
    if (exceeds(packet, out.mtu())) {
      tooBig(packet, out);
      return;
    }
    Ipv4View.decrementTtl(bytes, at);
    if (out == in) {
      redirect(packet, in, route);
    }
    packet.forwarded = true;
    packet.priority = PRIORITY[(get8(bytes, at + Ipv4View.TOS) & 0x1e) >> 1];
    if (ipv4.netfilter().hook(HookNumber.FORWARD, Family.IP, packet, in, out)) {
      finish(packet, in);
    }
  }

  /** Behind the forward hook. */
  void finish(Packet packet, @Nullable NetDevice in) {
    if (packet.transport - packet.network > Ipv4View.LENGTH) {
      NetDevice out = (NetDevice) packet.out;
      Options4.record(packet, ipv4.selectSource(out, 0, Route4.SCOPE_UNIVERSE));
    }
    ipv4.output().postrouting(packet, in);
  }

  private void tooBig(Packet packet, NetDevice out) {
    ipv4.output().tellTooBig(packet, out, false);
    ipv4.icmp()
        .sendError(
            packet, IcmpType.DESTINATION_UNREACHABLE, IcmpType.FRAGMENTATION_NEEDED, out.mtu());
    packet.drop(DropReason.PKT_TOO_BIG);
  }

  private static boolean exceeds(Packet packet, int mtu) {
    if (packet.length() <= mtu) {
      return false;
    }
    return (get16(packet.bytes, packet.network + Ipv4View.FRAGMENT) & Ipv4View.DONT_FRAGMENT) != 0
        || packet.fragmentSize > mtu;
  }

  /** Tells a sender on the same link of a better first hop ({@code ip_rt_send_redirect}). */
  private void redirect(Packet packet, NetDevice device, Route4 route) {
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int better = route.gateway() == 0 ? destination : route.gateway();
    if (ipv4.mayRedirect(device, source)) {
      ipv4.icmp().sendRedirect(packet, better);
    }
  }
}
