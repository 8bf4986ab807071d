package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewFlowtable;

/** A flowtable at the ingress of its devices. */
record FlowtableStage(Flowtable flowtable) implements Stage {
  @Override
  public Fate run(Evaluation e) {
    boolean sees =
        switch (flowtable.table.family) {
          case INET -> e.family == Family.IP || e.family == Family.IP6;
          default -> e.family == flowtable.table.family;
        };
    if (!sees || e.in == null) {
      return Fate.GOES_ON;
    }
    boolean count = (flowtable.flags & NewFlowtable.COUNTER) != 0;
    Environment environment = e.environment;
    return flowtable.flows.forward(
            environment.host(), environment.conntrack().bypass(), e.packet, e.in, count)
        ? Fate.KEPT
        : Fate.GOES_ON;
  }
}
