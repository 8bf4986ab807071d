package dev.dejima.netstack.netfilter.nftables;

/** What an expression of a rule is bound to, or keeps from packet to packet. */
sealed interface ExprState
    permits Decision, ExprState.Bound, ExprState.None, ExprState.Sequence, Stateful {
  /** Of expressions that keep nothing. */
  record None() implements ExprState {
    static final None INSTANCE = new None();
  }

  /** The set that a {@code lookup} is bound to. */
  record Bound(ElementSet set) implements ExprState {}

  /** The last number of a {@code numgen inc}. */
  final class Sequence implements ExprState {
    int value;

    Sequence(int value) {
      this.value = value;
    }
  }
}
