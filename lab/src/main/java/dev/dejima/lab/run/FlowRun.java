package dev.dejima.lab.run;

import dev.dejima.lab.Action.Flows;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.FlowRow;
import dev.dejima.lab.FlowRow.Fate;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Node;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.lab.Topology;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes steps of a table of flows: for each row a probe, and listeners wherever one may arrive, so
 * that what nobody drops or rejects connects.
 */
record FlowRun(Step step, Flows flows, Topology topology) {
  /** So many rows at the same time. */
  private static final int BATCH = 16;

  /** The listeners. */
  List<Listener> listeners() {
    Set<Listener> listeners = new LinkedHashSet<>();
    for (FlowRow row : flows.rows()) {
      Endpoint end = row.arrives() == null ? row.to() : row.arrives();
      owner(end)
          .ifPresent(
              node -> listeners.add(Listener.of(node, row.transport(), end.port(), row.place())));
    }
    return List.copyOf(listeners);
  }

  private Optional<String> owner(Endpoint end) {
    return topology.nodes().stream()
        .filter(
            node ->
                node.interfaces().stream()
                    .flatMap(device -> device.addresses().stream())
                    .anyMatch(a -> a.prefix().address().equals(end.address())))
        .map(Node::name)
        .findFirst();
  }

  /**
   * The probes, so many together as do not get into each other's way: a row of the same node and
   * target as another waits for it.
   */
  List<List<Step>> batches() {
    List<List<Step>> batches = new ArrayList<>();
    List<Step> batch = new ArrayList<>();
    Set<List<Object>> there = new LinkedHashSet<>();
    for (FlowRow row : flows.rows()) {
      boolean fresh = there.add(List.of(row.from(), row.to(), row.transport()));
      if (!fresh || batch.size() == BATCH) {
        batches.add(batch);
        batch = new ArrayList<>();
        there.clear();
        there.add(List.of(row.from(), row.to(), row.transport()));
      }
      batch.add(new Step(probe(row), step.within(), expectations(row), row.place()));
    }
    batches.add(batch);
    return batches;
  }

  private static Probe probe(FlowRow row) {
    Endpoint source = row.source() == null ? null : new Endpoint(row.source(), 0);
    return row.transport() == Transport.TCP
        ? new Probe.Connect(row.from(), source, row.to(), "", null, row.place())
        : new Probe.Udp(row.from(), source, row.to(), "dejima", row.place());
  }

  private static List<Expectation> expectations(FlowRow row) {
    List<Expectation> all = new ArrayList<>();
    all.add(new Expectation.OneOf(outcomes(row.fate()), row.place()));
    if (row.arrives() != null || row.masqueraded() != null) {
      all.add(new Expectation.Arrives(row.arrives(), row.masqueraded(), row.place()));
    }
    return all;
  }

  private static Set<Outcome> outcomes(Fate fate) {
    return switch (fate) {
      case ACCEPT -> Set.of(Outcome.CONNECTED);
      case DROP -> Set.of(Outcome.TIMEOUT);
      case REJECT -> Set.of(Outcome.REFUSED, Outcome.UNREACHABLE);
    };
  }
}
