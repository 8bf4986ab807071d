package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Rt;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.NetworkOrder;

/** Loads what is known of the packet's route ({@code nft_rt.c}); before routing, nothing is. */
final class RtStep implements Step {
  private static final int LARGEST_MTU = 0xffff;

  /** {@code TCP_MSS_DEFAULT}. */
  private static final int DEFAULT_SEGMENT = 536;

  private static final int TCP_HEADER = 20;

  private final Rt.Key key;
  private final int target;

  RtStep(Rt.Key key, int target) {
    this.key = key;
    this.target = target;
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    if (!isRouted(e)) {
      return BREAK;
    }
    boolean v4 = packet.etherType == EtherType.IPV4;
    switch (key) {
      // No route here has a realm, and none leads through a transform.
      case CLASSID -> Registers.setHostInt(e.registers, target, 0);
      case IPSEC -> Registers.setByte(e.registers, target, 0);
      case TCPMSS -> Registers.setHostShort(e.registers, target, segment(e, v4));
      case NEXTHOP4 -> {
        if (!v4) {
          return BREAK;
        }
        Registers.setNetworkInt(e.registers, target, nextHop(e));
      }
      case NEXTHOP6 -> {
        if (v4) {
          return BREAK;
        }
        boolean own = !leaves(e) || (packet.nextHopHigh | packet.nextHopLow) == 0;
        int destination = packet.network + 24;
        Registers.setNetworkLong(
            e.registers,
            target,
            own ? NetworkOrder.get64(packet.bytes, destination) : packet.nextHopHigh);
        Registers.setNetworkLong(
            e.registers,
            target + 8,
            own ? NetworkOrder.get64(packet.bytes, destination + 8) : packet.nextHopLow);
      }
    }
    return NEXT;
  }

  /** What the loopback device brings back keeps the route that it left by. */
  static boolean isRouted(Evaluation e) {
    return switch (e.hook) {
      case INPUT, FORWARD, OUTPUT, POSTROUTING, EGRESS -> true;
      case PREROUTING, INGRESS -> e.in != null && e.in.isLoopback();
    };
  }

  private static boolean leaves(Evaluation e) {
    return e.hook != HookNumber.INPUT && e.hook != HookNumber.PREROUTING;
  }

  private static int nextHop(Evaluation e) {
    Packet packet = e.packet;
    return leaves(e) && packet.nextHop4 != 0
        ? packet.nextHop4
        : NetworkOrder.get32(packet.bytes, packet.network + 16);
  }

  /** The smaller of the mtu ahead and the mtu back, less the headers ({@code get_tcpmss}). */
  private static int segment(Evaluation e, boolean v4) {
    Packet packet = e.packet;
    RouteLookup routes = e.environment.host().routes();
    int network = packet.network;
    int back =
        v4
            ? routes.mtu(4, 0, NetworkOrder.get32(packet.bytes, network + 12) & 0xffff_ffffL)
            : routes.mtu(
                6,
                NetworkOrder.get64(packet.bytes, network + 8),
                NetworkOrder.get64(packet.bytes, network + 16));
    Device out = e.out;
    int ahead = out == null ? LARGEST_MTU + 1 : out.mtu();
    int mtu = back == 0 ? ahead : Math.min(ahead, back);
    int headers = (v4 ? 20 : 40) + TCP_HEADER;
    return mtu <= headers || mtu > LARGEST_MTU ? DEFAULT_SEGMENT : mtu - headers;
  }
}
