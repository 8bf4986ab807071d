package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;

/**
 * Queries of ICMP and ICMPv6 and their answers ({@code nf_conntrack_proto_icmp.c}, {@code
 * nf_conntrack_proto_icmpv6.c}).
 */
final class IcmpTracker implements Tracker {
  private final Timeouts timeouts;

  IcmpTracker(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    boolean v6 = packet.protocol == Icmp.ICMPV6;
    if (v6 != (version == 6)) {
      return Outcome.INVALID;
    }
    if (!flow.isConfirmed() && !Icmp.opens(version, packet.bytes[packet.transport] & 0xff)) {
      return Outcome.INVALID;
    }
    Tracker.refresh(flow, Timeouts.of(flow, v6 ? timeouts.icmpv6 : timeouts.icmp)[0], now);
    return Outcome.ACCEPT;
  }
}
