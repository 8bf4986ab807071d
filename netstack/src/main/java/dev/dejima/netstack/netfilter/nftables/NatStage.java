package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.nft.expr.HookNumber;

/**
 * Translation at a hook ({@code nf_nat_inet_fn}). The packet that opens a flow is shown to the nat
 * chains until one decides; if none does, the address is kept. All others are translated as was
 * decided.
 */
final class NatStage implements Stage {
  private final Chain[] chains;
  private final HookNumber hook;
  private final boolean source;

  NatStage(Chain[] chains, HookNumber hook, boolean source) {
    this.chains = chains;
    this.hook = hook;
    this.source = source;
  }

  @Override
  public Fate run(Evaluation e) {
    Packet packet = e.packet;
    Flow flow = packet.flow;
    if (flow == null) {
      return Fate.GOES_ON;
    }
    boolean related = packet.ctInfo % Packet.CT_REPLY == Packet.CT_RELATED;
    ConntrackTuple before = packet.path == null ? null : Delivery.tuple(packet);
    if (related && Icmp.isIcmp(packet.protocol)) {
      boolean passes = e.environment.nat().translateError(hook, e.version(), packet, flow);
      FlowTelling.translated(packet, hook, before);
      return passes ? rerouted(e, flow) : Fate.DROPPED;
    }
    if ((related || packet.ctInfo == Packet.CT_NEW) && !Nat.isDone(flow, source)) {
      Fate fate = decide(e, flow);
      if (fate != Fate.GOES_ON) {
        return fate;
      }
    } else if (Nat.leavesElsewhere(hook, packet, flow, e.out)) {
      e.environment.conntrack().kill(flow);
      return Fate.DROPPED;
    }
    Nat.translate(hook, e.version(), packet, flow);
    FlowTelling.translated(packet, hook, before);
    return rerouted(e, flow);
  }

  private Fate decide(Evaluation e, Flow flow) {
    ConntrackTuple before = e.packet.path == null ? null : FlowTelling.original(flow);
    for (Chain chain : chains) {
      Fate fate = e.run(chain);
      if (Nat.isDone(flow, source)) {
        FlowTelling.chosen(e.packet, source, e.decider, before);
      }
      if (fate != Fate.GOES_ON || Nat.isDone(flow, source)) {
        return fate;
      }
    }
    e.environment.nat().setUpNull(flow, source);
    FlowTelling.chosen(e.packet, source, null, before);
    return Fate.GOES_ON;
  }

  /** What this host sends takes another way once its destination is another. */
  private Fate rerouted(Evaluation e, Flow flow) {
    if (hook != HookNumber.OUTPUT) {
      return Fate.GOES_ON;
    }
    int direction = Conntrack.direction(e.packet);
    Tuple here = flow.tuple(direction);
    Tuple there = flow.tuple(1 - direction);
    if (here.destinationLow == there.sourceLow && here.destinationHigh == there.sourceHigh) {
      return Fate.GOES_ON;
    }
    return e.environment.host().reroute(e.packet) ? Fate.GOES_ON : Fate.DROPPED;
  }
}
