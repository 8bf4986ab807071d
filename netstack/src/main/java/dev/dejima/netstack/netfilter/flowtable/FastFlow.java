package dev.dejima.netstack.netfilter.flowtable;

import dev.dejima.netstack.netfilter.conntrack.Flow;

/** A flow that a flowtable forwards ({@code struct flow_offload}). */
final class FastFlow {
  /** One direction of it. */
  record Way(FastFlow flow, int direction, FlowKey key, Hop hop) {}

  final Flow flow;
  final Way original;
  final Way reply;

  /** The routes that its hops were found by. */
  final int routes;

  /** When it goes back to connection tracking. */
  long expires;

  /**
   * A flow.
   *
   * @param hops where each direction leaves, by direction; where one leaves, the other comes in
   */
  FastFlow(Flow flow, Hop[] hops, int routes) {
    this.flow = flow;
    this.routes = routes;
    this.original = new Way(this, 0, new FlowKey(flow.original, hops[1].device().index()), hops[0]);
    this.reply = new Way(this, 1, new FlowKey(flow.reply, hops[0].device().index()), hops[1]);
  }

  boolean comesBy(int device) {
    return original.hop.device().index() == device || reply.hop.device().index() == device;
  }
}
