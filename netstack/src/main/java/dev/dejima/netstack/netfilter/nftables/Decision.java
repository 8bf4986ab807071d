package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A verdict with its chain found.
 *
 * @param verdict as it was given; the chain may have another name since
 * @param target the chain to jump or go to; null for other verdicts
 */
record Decision(Verdict verdict, @Nullable Chain target) implements ExprState {
  static final Decision ACCEPT = new Decision(Verdict.ACCEPT, null);
  static final Decision CONTINUE = new Decision(Verdict.CONTINUE, null);
  static final Decision QUEUE = new Decision(new Verdict(Verdict.Code.QUEUE, null), null);
  static final Decision DROP = new Decision(Verdict.DROP, null);

  Verdict.Code code() {
    return verdict.code();
  }

  /** The verdict with its chain's present name. */
  Verdict told() {
    return target == null ? verdict : new Verdict(verdict.code(), target.name);
  }
}
