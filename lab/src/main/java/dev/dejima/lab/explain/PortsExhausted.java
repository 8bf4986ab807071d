package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent.Dropped;
import dev.dejima.kernel.path.FlowEvent.Confirmed;
import dev.dejima.kernel.path.FlowEvent.TranslationChosen;
import dev.dejima.kernel.path.RulesetEvent.Queued;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A translation has no free port left: another connection has the tuple that it would get. */
record PortsExhausted() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Hop> hop = undecided(failed);
    if (hop.isEmpty()
        || hop.get().steps().stream().anyMatch(step -> step.event() instanceof Confirmed)) {
      return Optional.empty();
    }
    for (Step step : hop.get().steps().reversed()) {
      if (step.event() instanceof TranslationChosen chosen && chosen.chain() != null) {
        return Optional.of(explanation(failed, hop.get().node(), step, chosen));
      }
    }
    return Optional.empty();
  }

  /** Where connection tracking dropped it by itself: no rule did, and no policy. */
  static Optional<Hop> undecided(Case failed) {
    boolean dropped =
        Case.last(failed.lost(), Dropped.class)
            .filter(end -> end.reason() == DropReason.NETFILTER_DROP)
            .isPresent();
    return dropped
            && failed.lost().decider().isEmpty()
            && Case.last(failed.lost(), Queued.class).isEmpty()
        ? Optional.of(failed.lost().hops().getLast())
        : Optional.empty();
  }

  private static Explanation explanation(
      Case failed, String node, Step step, TranslationChosen chosen) throws KernelException {
    List<String> evidence = new ArrayList<>();
    evidence.add("the packet: " + Words.packet(chosen.before()));
    holders(failed, node, chosen.after()).stream()
        .map(flow -> "taken by: " + Words.packet(flow.original()))
        .forEach(evidence::add);
    Flow after = Flow.of(chosen.after());
    return new Explanation(
        "%s has no port left to translate the %s to: another connection has %s already"
            .formatted(
                node,
                chosen.source() ? "source" : "destination",
                chosen.source() ? after.sourceText() : after.destinationText()),
        evidence,
        "let the rule choose among more ports or addresses (a port may serve one connection to each"
            + " destination): "
            + Case.cite(step.rule()));
  }

  /** Whose answers would come to the same end from the same. */
  private static List<NewConntrack> holders(Case failed, String node, ConntrackTuple wanted)
      throws KernelException {
    Flow answer = Flow.of(wanted).reversed();
    List<NewConntrack> holders = new ArrayList<>();
    int version = wanted.source().bits() == Integer.SIZE ? 4 : 6;
    for (ConntrackMessage message :
        failed.network().namespace(node).conntrack().dump(new GetConntracks(version))) {
      if (message instanceof NewConntrack flow && Flow.of(flow.reply()).equals(answer)) {
        holders.add(flow);
      }
    }
    return holders;
  }
}
