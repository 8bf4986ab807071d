package dev.dejima.lab.trace;

import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.run.Conversation;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Limit;
import java.util.List;

/** Limits that are used up on a real kernel: no dump has that, but nftrace shows who missed. */
final class SpentLimits {
  private SpentLimits() {}

  /**
   * Whether the twin's probe matched a rule with a limit that the real one missed, or the reverse.
   */
  static boolean allowsMore(Trace trace, Conversation seen) {
    return trace.there().steps().stream()
        .anyMatch(
            step ->
                step.event() instanceof RuleMet met
                    && isLimited(met.exprs())
                    && met.matched() != matched(met.moment().namespace(), step, seen));
  }

  private static boolean matched(String node, Step step, Conversation seen) {
    return seen.decisions().stream()
        .anyMatch(decision -> decision.node().equals(node) && decision.rule().equals(step.rule()));
  }

  private static boolean isLimited(List<Expr> exprs) {
    return exprs.stream()
        .anyMatch(
            expr ->
                expr instanceof Limit
                    || expr instanceof Dynset update && isLimited(update.exprs()));
  }
}
