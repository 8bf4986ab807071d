package dev.dejima.netstack.netfilter.nat;

import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.NatRange;

/**
 * Translates a flow that was expected as the flow is that announced it ({@code
 * nf_nat_follow_master}): it comes from where the master sends to, and goes to where the master
 * comes from, at the port that was announced.
 */
public final class FollowMaster implements Expectation.Arrival {
  private final Nat nat;

  FollowMaster(Nat nat) {
    this.nat = nat;
  }

  @Override
  public String name() {
    return "nat-follow-master";
  }

  @Override
  public void arrived(Flow flow, Expectation expectation) {
    Tuple other = expectation.master.tuple(1 - expectation.direction);
    nat.setUp(
        flow,
        new NatBounds(
            other.destinationHigh,
            other.destinationLow,
            other.destinationHigh,
            other.destinationLow,
            0,
            0,
            NatRange.MAP_IPS),
        true);
    nat.setUp(
        flow,
        new NatBounds(
            other.sourceHigh,
            other.sourceLow,
            other.sourceHigh,
            other.sourceLow,
            expectation.savedPort,
            expectation.savedPort,
            NatRange.MAP_IPS | NatRange.PROTO_SPECIFIED),
        false);
  }
}
