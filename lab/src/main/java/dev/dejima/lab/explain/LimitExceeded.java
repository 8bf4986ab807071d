package dev.dejima.lab.explain;

import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Quota;
import java.util.List;
import java.util.Optional;

/** More came than a limit, a quota or a count allows. */
record LimitExceeded() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return allowing(failed).or(() -> dropping(failed));
  }

  /** A rule lets so many pass, and the rest falls to what is behind it. */
  private static Optional<Explanation> allowing(Case failed) {
    return MissedRule.of(failed)
        .filter(
            missed -> missed.mismatch().filter(m -> m.kind() == Mismatch.Kind.EXCEEDED).isPresent())
        .map(
            missed ->
                explanation(
                    failed,
                    missed.hop().node(),
                    missed.miss().step(),
                    "%s of the rule that is to %s: %s"
                        .formatted("the limit", missed.wanted(), missed.miss().condition())));
  }

  /** A rule drops what is over. */
  private static Optional<Explanation> dropping(Case failed) {
    return failed
        .lost()
        .decider()
        .filter(step -> step.event() instanceof RuleMet met && isOver(met.exprs()))
        .map(
            step ->
                explanation(
                    failed,
                    failed.lost().hops().getLast().node(),
                    step,
                    "the rule drops what is over its limit"));
  }

  private static boolean isOver(List<Expr> exprs) {
    return exprs.stream()
        .anyMatch(
            expr ->
                switch (expr) {
                  case Limit limit -> limit.over();
                  case Quota quota -> quota.over();
                  case Connlimit count -> count.over();
                  case Dynset update -> isOver(update.exprs());
                  default -> false;
                });
  }

  private static Explanation explanation(Case failed, String node, Step rule, String what) {
    return new Explanation(
        "%s is one more than %s allows".formatted(failed.packet(), node),
        List.of(what, "the rule: " + Case.cite(rule.rule())),
        "send less often, or raise the limit of that rule");
  }
}
