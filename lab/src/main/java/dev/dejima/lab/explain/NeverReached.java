package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.EndEvent.Unclaimed;
import dev.dejima.kernel.path.RulesetEvent.ChainEntered;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The rule that was meant would match, but a former rule of its chain took the packet. */
record NeverReached() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Step> decider = failed.lost().decider();
    if (decider.isPresent()) {
      return overtaken(
          failed,
          failed.lost().hops().getLast(),
          decider.get(),
          rule -> Rules.accepts(rule.exprs()));
    }
    if (failed.trace().disposition().isSuccess()) {
      return inAny(failed, "filter", rule -> Rules.drops(rule.exprs()));
    }
    Optional<Step> end = failed.trace().there().end();
    if (end.isEmpty() || !(end.get().event() instanceof Unclaimed)) {
      return Optional.empty();
    }
    return inAny(failed, "nat", rule -> Rules.translatesDestination(rule.exprs()));
  }

  private static Optional<Explanation> inAny(Case failed, String type, Predicate<NewRule> kind)
      throws KernelException {
    for (Hop hop : failed.trace().there().hops()) {
      for (Step step : ending(hop, type)) {
        Optional<Explanation> found = overtaken(failed, hop, step, kind);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Rules that accepted the packet in a base chain of a type. */
  private static List<Step> ending(Hop hop, String type) {
    Set<ChainName> chains = new HashSet<>();
    return hop.steps().stream()
        .filter(
            step -> {
              if (step.event() instanceof ChainEntered entered && entered.type().equals(type)) {
                chains.add(entered.chain());
              }
              return step.event() instanceof RuleMet met
                  && met.verdict() != null
                  && met.verdict().code() == Verdict.Code.ACCEPT
                  && chains.contains(met.chain());
            })
        .toList();
  }

  private static Optional<Explanation> overtaken(
      Case failed, Hop hop, Step former, Predicate<NewRule> kind) throws KernelException {
    RuleText rule = former.rule();
    Optional<RuleFit.Packet> packet = Rules.packet(hop, former);
    if (!(former.event() instanceof RuleMet met) || rule == null || packet.isEmpty()) {
      return Optional.empty();
    }
    for (NewRule later : Rules.behind(failed.network(), hop.node(), met.chain(), rule)) {
      RuleFit fit = RuleFit.of(later.exprs(), later.family(), packet.get());
      if (kind.test(later) && fit.matches() && fit.held() > 0) {
        String cited = Rules.cite(failed.network(), hop.node(), later);
        return Optional.of(
            new Explanation(
                "the rule of %s that is meant for the packet is never reached: a former one takes it"
                    .formatted(hop.node()),
                List.of(
                    "taken by:  " + Case.cite(rule),
                    "not asked: " + cited,
                    "the packet there: " + Words.packet(packet.get().tuple())),
                "put the second before the first in chain %s: the first rule that decides ends it"
                    .formatted(rule.where())));
      }
    }
    return Optional.empty();
  }
}
