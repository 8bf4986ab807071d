package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.FlowEvent.State;
import dev.dejima.kernel.path.FlowEvent.Tracked;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.Notrack;
import java.util.List;
import java.util.Optional;

/** A rule keeps connection tracking from the packet, and what is not tracked is not translated. */
record NotTracked() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    if (failed.trace().disposition().isSuccess()) {
      return Optional.empty();
    }
    for (Hop hop : failed.trace().there().hops()) {
      Optional<Step> by = hop.steps().stream().filter(NotTracked::keepsAway).findFirst();
      if (by.isPresent() && isUntracked(hop)) {
        Optional<NewRule> idle = translating(failed, hop);
        if (idle.isPresent()) {
          return Optional.of(explanation(failed, hop, by.get(), idle.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean keepsAway(Step step) {
    return step.event() instanceof RuleMet met
        && met.matched()
        && met.exprs().stream().anyMatch(Notrack.class::isInstance);
  }

  private static boolean isUntracked(Hop hop) {
    return hop.steps().stream()
        .anyMatch(
            step -> step.event() instanceof Tracked tracked && tracked.state() == State.UNTRACKED);
  }

  /** A rule that would translate the packet as it left the node, or as it came. */
  private static Optional<NewRule> translating(Case failed, Hop hop) throws KernelException {
    Optional<RuleFit.Packet> packet = Rules.packet(hop, hop.steps().getLast());
    if (packet.isEmpty()) {
      return Optional.empty();
    }
    RuleFit.Packet whole = new RuleFit.Packet(packet.get().tuple(), hop.in(), hop.out());
    return Rules.all(failed.network(), hop.node()).stream()
        .filter(
            rule ->
                Rules.translatesSource(rule.exprs()) || Rules.translatesDestination(rule.exprs()))
        .filter(rule -> RuleFit.of(rule.exprs(), rule.family(), whole).failed() == 0)
        .findFirst();
  }

  private static Explanation explanation(Case failed, Hop hop, Step by, NewRule idle) {
    String notrack = Case.cite(by.rule());
    return new Explanation(
        "%s does not translate the packet, as a rule keeps it from connection tracking: %s"
            .formatted(hop.node(), notrack),
        List.of(
            "not asked: " + Rules.cite(failed.network(), hop.node(), idle),
            "what is not tracked (ct state untracked) comes by no chain of type nat"),
        "take that rule away, or let it except what is to be translated: %s".formatted(notrack));
  }
}
