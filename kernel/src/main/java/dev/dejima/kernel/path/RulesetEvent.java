package dev.dejima.kernel.path;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet meets the ruleset. */
public sealed interface RulesetEvent extends PathEvent {
  /** A chain. */
  record ChainName(Family family, String table, String chain) {}

  /**
   * It came to a hook at which anything is registered.
   *
   * @param family IP, IP6, ARP, BRIDGE, or NETDEV for ingress and egress
   * @param in the device that it came in by; null for this host's own
   * @param out the device that it is to leave by; null where that is not known yet
   * @param tuple what it is at this moment; null for what has no tuple
   */
  record HookEntered(
      Moment moment,
      Family family,
      HookNumber hook,
      @Nullable String in,
      @Nullable String out,
      @Nullable ConntrackTuple tuple)
      implements RulesetEvent {}

  /**
   * A base chain's turn came.
   *
   * @param type {@code filter}, {@code nat} or {@code route}
   */
  record ChainEntered(Moment moment, ChainName chain, String type, HookNumber hook, int priority)
      implements RulesetEvent {}

  /**
   * A rule was evaluated.
   *
   * @param exprs the rule's expressions, as a dump has them
   * @param mismatch what did not match; null where all did
   * @param verdict what it decided: CONTINUE where it only did something; null where it did not
   *     match
   */
  record RuleMet(
      Moment moment,
      ChainName chain,
      long handle,
      List<Expr> exprs,
      @Nullable Mismatch mismatch,
      @Nullable Verdict verdict)
      implements RulesetEvent {
    public boolean matched() {
      return mismatch == null;
    }
  }

  /**
   * A chain that was jumped to came to its end, or a rule of it said so: evaluation goes on behind
   * the jump.
   *
   * @param chain the chain that was left
   * @param to the chain to go on in
   */
  record Returned(Moment moment, ChainName chain, ChainName to) implements RulesetEvent {}

  /** No rule of a base chain decided: its policy did. */
  record PolicyApplied(Moment moment, ChainName chain, Verdict.Code policy)
      implements RulesetEvent {}

  /**
   * A program is asked what is to become of it.
   *
   * @param number of the queue
   */
  record Queued(Moment moment, int number) implements RulesetEvent {}

  /** A program's verdict came: it goes on. */
  record Resumed(Moment moment, HookNumber hook) implements RulesetEvent {}
}
