package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;

/** What connection tracking registers at hooks. */
final class BuiltInStages {
  private static final int FRAGMENT_BITS = 0x3fff;

  /** {@code IP_DEFRAG_CONNTRACK_IN} and {@code IP_DEFRAG_CONNTRACK_OUT}. */
  private static final int DEFRAG_IN = 2;

  private static final int DEFRAG_OUT = 4;

  private BuiltInStages() {}

  static Fate defragment(Evaluation e) {
    Packet packet = e.packet;
    if (!mayBeFragment(e, packet)) {
      return Fate.GOES_ON;
    }
    int user = e.hook == HookNumber.PREROUTING ? DEFRAG_IN : DEFRAG_OUT;
    return e.environment.host().defragment(packet, user) ? Fate.GOES_ON : Fate.KEPT;
  }

  static boolean mayBeFragment(Evaluation e, Packet packet) {
    if (e.version() == 4) {
      return (NetworkOrder.get16(packet.bytes, packet.network + 6) & FRAGMENT_BITS) != 0;
    }
    return IpProtocol.isIpv6Extension(packet.bytes[packet.network + Ipv6View.NEXT_HEADER] & 0xff);
  }

  static Fate track(Evaluation e) {
    boolean passes = e.environment.conntrack().track(e.hook, e.version(), e.packet);
    FlowTelling.tracked(e.packet);
    return passes ? Fate.GOES_ON : Fate.DROPPED;
  }

  /** Connections that a SYN proxy has opened are its to look after. */
  static Fate synproxy(Evaluation e) {
    return switch (e.environment.synProxy().pass(e.packet)) {
      case PASSES, OTHER -> Fate.GOES_ON;
      case DROPPED -> Fate.DROPPED;
      case TAKEN -> Fate.KEPT;
    };
  }

  static Fate confirm(Evaluation e) {
    Packet packet = e.packet;
    boolean opens = packet.flow != null && !packet.flow.isConfirmed();
    boolean passes = e.environment.conntrack().confirm(packet);
    if (opens) {
      FlowTelling.confirmed(packet);
    }
    return passes ? Fate.GOES_ON : Fate.DROPPED;
  }
}
