package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.Connlimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections whose packets have come by and that are still tracked ({@code
 * nft_connlimit.c}, {@code nf_conncount.c}).
 */
final class ConnlimitStep implements Stateful {
  private final Connlimit connlimit;
  private final List<Tuple> connections = new ArrayList<>();

  ConnlimitStep(Connlimit connlimit) {
    this.connlimit = connlimit;
  }

  @Override
  public int run(Evaluation e) {
    Conntrack conntrack = e.environment.conntrack();
    Flow flow = e.packet.flow;
    Tuple tuple = flow == null ? read(e) : flow.original;
    if (tuple == null) {
      e.verdict = Decision.DROP;
      return VERDICT;
    }
    if (flow == null) {
      flow = conntrack.find(tuple);
    }
    forgetClosed(conntrack, tuple);
    boolean assured = flow != null && flow.has(NewConntrack.CONFIRMED | NewConntrack.ASSURED);
    if (!assured && !connections.contains(tuple)) {
      connections.add(tuple);
    }
    boolean more = Integer.compareUnsigned(connections.size(), connlimit.count()) > 0;
    return more == connlimit.over() ? NEXT : BREAK;
  }

  private static @Nullable Tuple read(Evaluation e) {
    Packet packet = e.packet;
    Tuple tuple = new Tuple();
    boolean whole =
        !packet.laterFragment && e.environment.conntrack().read(e.version(), packet, tuple);
    return whole ? tuple : null;
  }

  /** Whether no connection is left that is still open. */
  boolean isIdle(Conntrack conntrack) {
    forgetClosed(conntrack, null);
    return connections.isEmpty();
  }

  private void forgetClosed(Conntrack conntrack, @Nullable Tuple except) {
    connections.removeIf(
        tuple -> {
          Flow flow = conntrack.find(tuple);
          return flow == null || (!tuple.equals(except) && flow.tcp != null && flow.tcp.isClosed());
        });
  }

  @Override
  public Connlimit told(long now) {
    return connlimit;
  }

  @Override
  public ConnlimitStep copy(long now) {
    return new ConnlimitStep(connlimit);
  }

  @Override
  public void reset() {}
}
