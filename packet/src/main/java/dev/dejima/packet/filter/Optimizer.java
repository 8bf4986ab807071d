package dev.dejima.packet.filter;

import dev.dejima.packet.filter.FlowGraph.Node;
import dev.dejima.packet.filter.Test.Comparison;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out tests whose outcome is known from the way to them.
 *
 * <p>A walk from the entry (descending numbers) keeps, for each node, what is known on every way
 * that leads there. An edge whose target would repeat a known test is led on to where that test
 * leads. The graph is then rebuilt from its end, which joins what has become equal, and walked
 * again until nothing changes. Only tests of values that were loaded on the way are left out, so no
 * load that could reject a short frame is lost.
 */
final class Optimizer {
  private static final int MAX_WALKS = 8;

  /** A graph and where to enter it. */
  record Entered(FlowGraph graph, int entry) {}

  private final FlowGraph graph;
  private final int entry;
  private final int[] ifTrue;
  private final int[] ifFalse;
  private final Facts[] facts;

  private Optimizer(FlowGraph graph, int entry) {
    this.graph = graph;
    this.entry = entry;
    this.ifTrue = new int[graph.limit()];
    this.ifFalse = new int[graph.limit()];
    this.facts = new Facts[graph.limit()];
  }

  static Entered optimize(FlowGraph graph, int entry) {
    Entered current = new Entered(graph, entry);
    for (int walk = 0; walk < MAX_WALKS; walk++) {
      Entered next = new Optimizer(current.graph(), current.entry()).walk();
      boolean same = next.graph().limit() == current.graph().limit();
      current = next;
      if (same) {
        break;
      }
    }
    return current;
  }

  private Entered walk() {
    if (FlowGraph.isVerdict(entry)) {
      return new Entered(graph, entry);
    }
    facts[entry] = new Facts();
    for (int number = entry; number > FlowGraph.ACCEPT; number--) {
      Facts known = facts[number];
      if (known != null) {
        Node node = graph.node(number);
        ifTrue[number] = lead(known, node, true);
        ifFalse[number] = lead(known, node, false);
      }
      if (number != entry && known != null) {
        known.clear();
      }
    }
    return rebuild();
  }

  /** Where an edge ends once known tests are skipped; what is known is noted there. */
  private int lead(Facts known, Node node, boolean outcome) {
    Facts after = known.with(node.test(), outcome);
    int target = outcome ? node.ifTrue() : node.ifFalse();
    while (!FlowGraph.isVerdict(target)) {
      Node next = graph.node(target);
      Boolean decided = after.decide(next.test());
      if (decided == null) {
        Facts there = facts[target];
        if (there == null) {
          facts[target] = after;
        } else {
          there.retain(after);
        }
        return target;
      }
      target = decided ? next.ifTrue() : next.ifFalse();
    }
    return target;
  }

  private Entered rebuild() {
    FlowGraph smaller = new FlowGraph();
    int[] renamed = new int[graph.limit()];
    renamed[FlowGraph.ACCEPT] = FlowGraph.ACCEPT;
    for (int number = FlowGraph.ACCEPT + 1; number <= entry; number++) {
      if (facts[number] != null) {
        renamed[number] =
            smaller.add(
                graph.node(number).test(), renamed[ifTrue[number]], renamed[ifFalse[number]]);
      }
    }
    return new Entered(smaller, renamed[entry]);
  }

  /** What is known at one place: outcomes of tests, and values. */
  private static final class Facts {
    private final Map<Test, Boolean> outcomes;
    private final Map<Value, Integer> values;

    Facts() {
      this(new HashMap<>(), new HashMap<>());
    }

    private Facts(Map<Test, Boolean> outcomes, Map<Value, Integer> values) {
      this.outcomes = outcomes;
      this.values = values;
    }

    Facts with(Test test, boolean outcome) {
      Facts more = new Facts(new HashMap<>(outcomes), new HashMap<>(values));
      more.outcomes.put(test, outcome);
      if (outcome
          && test.comparison() == Comparison.EQUAL
          && test.right() instanceof Value.Constant constant) {
        more.values.put(test.left(), constant.value());
      }
      return more;
    }

    @Nullable Boolean decide(Test test) {
      Integer value = values.get(test.left());
      if (value != null && test.right() instanceof Value.Constant constant) {
        return test.comparison().holds(value, constant.value());
      }
      return outcomes.get(test);
    }

    void retain(Facts others) {
      outcomes.entrySet().retainAll(others.outcomes.entrySet());
      values.entrySet().retainAll(others.values.entrySet());
    }

    void clear() {
      outcomes.clear();
      values.clear();
    }
  }
}
