package dev.dejima.lab.trace;

import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Verdict;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of the rules that did not match, those that came closest: the most of their conditions held. */
record Misses(Set<Step> nearest, int others) {
  private static final int MOST = 5;

  /** Those of a hop. */
  static Misses of(Hop hop) {
    List<Step> missed = hop.steps().stream().filter(Misses::isMiss).toList();
    List<Step> nearest =
        missed.stream()
            .sorted(Comparator.comparingInt(Misses::closeness).reversed())
            .limit(MOST)
            .toList();
    return new Misses(new HashSet<>(nearest), missed.size() - nearest.size());
  }

  private static boolean isMiss(Step step) {
    return step.event() instanceof RuleMet met && !met.matched();
  }

  /**
   * How close a rule came: how many comparisons held; of equals, rather one that fails at a port,
   * and one that would have let the packet pass.
   */
  private static int closeness(Step step) {
    if (!(step.event() instanceof RuleMet met) || met.mismatch() == null) {
      return 0;
    }
    List<Expr> before = met.exprs().subList(0, met.mismatch().index());
    int held = (int) before.stream().filter(Misses::compares).count();
    boolean port =
        before.stream()
            .anyMatch(e -> e instanceof Payload load && load.base() == Payload.Base.TRANSPORT);
    boolean drops =
        met.exprs().getLast() instanceof Immediate last
            && last.data() instanceof Verdict verdict
            && verdict.code() == Verdict.Code.DROP;
    return 4 * held + (port ? 2 : 0) + (drops ? 0 : 1);
  }

  private static boolean compares(Expr expr) {
    return switch (expr) {
      case Cmp _, Range _, Lookup _ -> true;
      default -> false;
    };
  }
}
