package dev.dejima.lab.explain;

import dev.dejima.kernel.path.RulesetEvent.PolicyApplied;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packet was not to come through, and did: nothing on its way stops it. */
record Passed() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    if (!failed.trace().disposition().isSuccess()) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>();
    for (Hop hop : failed.trace().there().hops()) {
      hop.steps().forEach(step -> passed(hop, step).ifPresent(evidence::add));
    }
    if (evidence.isEmpty()) {
      evidence.add("the packet met no chain that filters on its way");
    }
    evidence.add(failed.trace().reason());
    return Optional.of(
        new Explanation(
            "nothing on the way stops the packet",
            evidence.stream().distinct().toList(),
            "add a rule that drops it where it is to end, before those that accept it"));
  }

  private static Optional<String> passed(Hop hop, Step step) {
    return switch (step.event()) {
      case RuleMet met when met.verdict() != null && met.verdict().code() == Verdict.Code.ACCEPT ->
          Optional.of("%s lets it pass: %s".formatted(hop.node(), Case.cite(step.rule())));
      case PolicyApplied policy when policy.policy() == Verdict.Code.ACCEPT ->
          Optional.of(
              "%s lets it pass: the policy of %s %s %s"
                  .formatted(
                      hop.node(),
                      policy.chain().family().word(),
                      policy.chain().table(),
                      policy.chain().chain()));
      default -> Optional.empty();
    };
  }
}
