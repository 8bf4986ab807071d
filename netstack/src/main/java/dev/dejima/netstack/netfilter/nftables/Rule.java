package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Expr;
import dev.dejima.packet.Bytes;
import java.util.List;

/** A rule, with what its expressions refer to and keep. */
final class Rule {
  private static final Step[] NONE = {};

  final Chain chain;
  final long handle;

  /** As given, but with names of sets resolved and what the kernel fills in filled in. */
  final List<Expr> exprs;

  /** What each expression keeps, by its place in the rule. */
  final List<ExprState> states;

  final Bytes userData;
  final References references;

  /** What packets meet; filled in when the batch commits. */
  Step[] steps = NONE;

  Rule(
      Chain chain,
      long handle,
      List<Expr> exprs,
      List<ExprState> states,
      Bytes userData,
      References references) {
    this.chain = chain;
    this.handle = handle;
    this.exprs = exprs;
    this.states = states;
    this.userData = userData;
    this.references = references;
  }

  /** Makes it ready for packets; does nothing the second time. */
  void compile() {
    if (steps.length == 0) {
      steps = Steps.compile(this);
    }
  }

  /** Forgets what its expressions have counted. */
  void reset() {
    for (ExprState state : states) {
      if (state instanceof Stateful stateful) {
        stateful.reset();
      }
    }
  }
}
