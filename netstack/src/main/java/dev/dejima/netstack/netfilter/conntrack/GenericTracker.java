package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;

/** Protocols that nothing is known of ({@code nf_conntrack_proto_generic.c}). */
final class GenericTracker implements Tracker {
  private final Timeouts timeouts;

  GenericTracker(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    Tracker.refresh(flow, Timeouts.of(flow, timeouts.generic)[0], now);
    return Outcome.ACCEPT;
  }
}
