package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;

/** Lets a flowtable forward a packet's flow from now on; breaks the rule where it cannot. */
record FlowOffloadStep(Flowtable flowtable) implements Step {
  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    Flow flow = packet.flow;
    if (flow == null || e.in == null) {
      return BREAK;
    }
    Environment environment = e.environment;
    boolean added =
        flowtable.flows.add(
            environment.host(),
            environment.conntrack().bypass(),
            packet,
            flow,
            Conntrack.direction(packet),
            e.in);
    if (added) {
      environment.watch(flowtable);
    }
    return added ? NEXT : BREAK;
  }
}
