package dev.dejima.lab.run;

import dev.dejima.lab.Node;
import dev.dejima.nft.expr.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts, over all tests, the packets that matched each rule. */
final class Hits {
  private final Network network;
  private final Map<Place, Long> counts = new HashMap<>();

  private record Place(String node, RuleText rule) {}

  Hits(Network network) {
    this.network = network;
  }

  void count(String node, TraceEvent event) {
    if (event.type() == TraceEvent.Type.RULE) {
      network
          .rules(node)
          .rule(event.family(), event.table(), event.ruleHandle())
          .ifPresent(rule -> counts.merge(new Place(node, rule), 1L, Long::sum));
    }
  }

  Coverage coverage() {
    List<Coverage.RuleHits> rules = new ArrayList<>();
    for (Node node : network.lab().topology().nodes()) {
      for (RuleText rule : network.rules(node.name()).all()) {
        if (TraceTable.covers(rule.family())) {
          long packets = counts.getOrDefault(new Place(node.name(), rule), 0L);
          rules.add(new Coverage.RuleHits(node.name(), rule, packets));
        }
      }
    }
    return new Coverage(rules);
  }
}
