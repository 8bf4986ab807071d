package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Quota;

/**
 * An expression that keeps something from packet to packet ({@code NFT_EXPR_STATEFUL}). A rule
 * holds one where the expression stands in it, an element of a set a copy of each of the set's, a
 * named object is one.
 */
sealed interface Stateful extends ExprState, Step
    permits ConnlimitStep, CounterStep, LastStep, LimitStep, QuotaStep {
  /** The expression with what it has kept by now. */
  Expr told(long now);

  /** One of the same kind for a new element ({@code clone}). */
  Stateful copy(long now);

  /** What it must have in common with another that is to take its place. */
  default Object kind() {
    return getClass();
  }

  /** Forgets what was counted. */
  void reset();

  /**
   * Makes one.
   *
   * @param now nanoseconds of the clock
   * @throws Refused for numbers out of their bounds; EOPNOTSUPP for an expression that keeps
   *     nothing
   */
  static Stateful of(Expr expr, long now) throws Refused {
    return switch (expr) {
      case Connlimit connlimit -> new ConnlimitStep(connlimit);
      case Counter counter -> new CounterStep(counter.packets(), counter.bytes());
      case Last last -> LastStep.of(last, now);
      case Limit limit -> new LimitStep(LimitStep.Rate.of(limit), now);
      case Quota quota -> QuotaStep.of(quota);
      default -> throw new Refused(Errno.EOPNOTSUPP);
    };
  }
}
