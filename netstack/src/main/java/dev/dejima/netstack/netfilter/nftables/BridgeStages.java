package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;
import java.util.Objects;

/**
 * What connection tracking registers at the hooks of bridges
 * (net/bridge/netfilter/nf_conntrack_bridge.c): packets are put together and tracked before rules
 * see them, and leave as the fragments that they came as.
 */
final class BridgeStages {
  /** {@code IP_DEFRAG_CONNTRACK_BRIDGE_IN}. */
  private static final int DEFRAG_BRIDGE_IN = 6;

  private BridgeStages() {}

  /** Tracks a packet of IP; frames of something else belong to no flow. */
  static Fate track(Evaluation e) {
    Packet packet = e.packet;
    if (packet.flow != null || packet.ctInfo == Packet.CT_UNTRACKED) {
      return Fate.GOES_ON;
    }
    if (!packet.isIp()) {
      packet.ctInfo = Packet.CT_UNTRACKED;
      return Fate.GOES_ON;
    }
    if (!FrameHeaders.isSound(packet)) {
      return Fate.GOES_ON;
    }
    cutPadding(packet);
    if (BuiltInStages.mayBeFragment(e, packet)
        && !e.environment.host().defragment(packet, DEFRAG_BRIDGE_IN)) {
      return Fate.KEPT;
    }
    boolean passes = e.environment.conntrack().track(e.hook, e.version(), packet);
    FlowTelling.tracked(packet);
    return passes ? Fate.GOES_ON : Fate.DROPPED;
  }

  private static void cutPadding(Packet packet) {
    int length =
        packet.etherType == EtherType.IPV4
            ? NetworkOrder.get16(packet.bytes, packet.network + 2)
            : Ipv6View.LENGTH
                + NetworkOrder.get16(packet.bytes, packet.network + Ipv6View.PAYLOAD_LENGTH);
    packet.end = Math.min(packet.end, packet.network + length);
  }

  /** A flow that is new, and whose packet others get as well, is left to IP's own hooks. */
  static Fate input(Evaluation e) {
    Packet packet = e.packet;
    boolean several =
        packet.flow != null && packet.type != Packet.Type.HOST && !packet.flow.isConfirmed();
    if (packet.overheard || several) {
      packet.flow = null;
      packet.ctInfo = Packet.CT_ESTABLISHED;
    }
    return Fate.GOES_ON;
  }

  static Fate confirm(Evaluation e) {
    Packet packet = e.packet;
    if (!e.environment.conntrack().confirm(packet)) {
      return Fate.DROPPED;
    }
    if (packet.fragmentSize == Packet.NOT_FRAGMENTED) {
      return Fate.GOES_ON;
    }
    e.environment.host().sender().transmitFragments(packet, Objects.requireNonNull(e.out));
    return Fate.KEPT;
  }
}
