package dev.dejima.netstack.netfilter.nat;

import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flows by the source they had before translation, newest first ({@code nf_nat_bysource}). */
final class SourceMappings {
  private record Source(long high, long low, int port, int protocol, int version, int zone) {
    static Source of(Tuple tuple, int zone) {
      return new Source(
          tuple.sourceHigh, tuple.sourceLow, tuple.sourcePort, tuple.protocol, tuple.version, zone);
    }

    static Source of(Flow flow) {
      return of(flow.original, flow.original.zone);
    }
  }

  private final Map<Source, ArrayDeque<Flow>> flows = new HashMap<>();

  void add(Flow flow) {
    flows.computeIfAbsent(Source.of(flow), source -> new ArrayDeque<>(2)).addFirst(flow);
  }

  void remove(Flow flow) {
    Source source = Source.of(flow);
    ArrayDeque<Flow> same = flows.get(source);
    if (same != null && same.remove(flow) && same.isEmpty()) {
      flows.remove(source);
    }
  }

  /** What the newest flow of the tuple's source was translated to, with the tuple's destination. */
  @Nullable Tuple find(Tuple tuple, int zone, NatBounds bounds) {
    ArrayDeque<Flow> same = flows.get(Source.of(tuple, zone));
    if (same == null) {
      return null;
    }
    Tuple mapped = new Tuple();
    for (Iterator<Flow> iterator = same.iterator(); iterator.hasNext(); ) {
      Flow flow = iterator.next();
      if (!flow.isAlive()) {
        iterator.remove();
        continue;
      }
      mapped.setInverse(flow.reply);
      mapped.destinationHigh = tuple.destinationHigh;
      mapped.destinationLow = tuple.destinationLow;
      mapped.destinationPort = tuple.destinationPort;
      if (TupleChoice.inBounds(mapped, bounds)) {
        return mapped;
      }
    }
    return null;
  }
}
