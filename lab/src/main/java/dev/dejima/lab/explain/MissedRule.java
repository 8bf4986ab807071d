package dev.dejima.lab.explain;

import dev.dejima.kernel.path.EndEvent.Unclaimed;
import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.path.RulesetEvent.HookEntered;
import dev.dejima.kernel.path.RulesetEvent.PolicyApplied;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.explain.Rules.Miss;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.HookNumber;
import java.util.Optional;

/**
 * The rule that was to do what did not happen, and missed by one condition: it was to let the
 * packet pass, or to translate it.
 *
 * @param hop where
 * @param wanted what it was to do: {@code let the packet pass}
 */
record MissedRule(Hop hop, Miss miss, String wanted) {
  /** The nearest one, if there is any. */
  static Optional<MissedRule> of(Case failed) {
    Optional<Step> decider = failed.lost().decider();
    if (decider.isPresent()) {
      return passing(failed, failed.lost().hops().getLast(), decider.get());
    }
    if (NoRoute.stuck(failed).isPresent()) {
      return failed.trace().there().hops().stream()
          .flatMap(
              hop ->
                  Rules.nearest(hop, met -> Rules.translatesSource(met.exprs()))
                      .map(miss -> new MissedRule(hop, miss, "translate the source"))
                      .stream())
          .findFirst();
    }
    return failed
        .trace()
        .there()
        .end()
        .filter(end -> end.event() instanceof Unclaimed)
        .flatMap(_ -> translating(failed.trace().there().hops().getLast()));
  }

  private static Optional<MissedRule> translating(Hop hop) {
    return Rules.nearest(hop, met -> Rules.translatesDestination(met.exprs()))
        .map(miss -> new MissedRule(hop, miss, "translate the destination"));
  }

  /** The nearest rule that would have let a packet pass, of the table and hook that dropped it. */
  static Optional<MissedRule> passing(Case failed, Hop hop, Step decider) {
    ChainName chain = chain(decider);
    return Rules.nearest(
            hop,
            met ->
                met.chain().table().equals(chain.table())
                    && met.chain().family() == chain.family()
                    && Rules.accepts(met.exprs())
                    && !Rules.translatesDestination(met.exprs())
                    && !Rules.translatesSource(met.exprs()))
        .filter(miss -> hook(hop, miss.step()) == hook(hop, decider))
        .map(miss -> new MissedRule(hop, miss, "let %s pass".formatted(failed.packet())));
  }

  /** Why it missed. */
  Optional<Mismatch> mismatch() {
    return Optional.ofNullable(miss.met().mismatch());
  }

  /** The chain of a rule or a policy that decides. */
  static ChainName chain(Step decider) {
    return switch (decider.event()) {
      case PolicyApplied policy -> policy.chain();
      case RuleMet met -> met.chain();
      default -> throw new IllegalArgumentException("decides nothing: " + decider.event());
    };
  }

  /** A chain as nft's commands name it. */
  static String name(ChainName chain) {
    return chain.family().word() + " " + chain.table() + " " + chain.chain();
  }

  /** The hook at which a step was. */
  static HookNumber hook(Hop hop, Step until) {
    HookNumber hook = HookNumber.PREROUTING;
    for (Step step : Case.upTo(hop, until)) {
      if (step.event() instanceof HookEntered entered) {
        hook = entered.hook();
      }
    }
    return hook;
  }
}
