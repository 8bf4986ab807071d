package dev.dejima.netstack.netfilter.nftables;

/** What an expression of a rule is bound to, or keeps from packet to packet. */
sealed interface ExprState
    permits Decision,
        ExprState.Bound,
        ExprState.Named,
        ExprState.None,
        ExprState.Offloading,
        ExprState.Sequence,
        ExprState.Updating,
        Stateful {
  /** Of expressions that keep nothing. */
  record None() implements ExprState {
    static final None INSTANCE = new None();
  }

  /** The set that a {@code lookup}, or a map of objects, is bound to. */
  record Bound(ElementSet set) implements ExprState {}

  /** The last number of a {@code numgen inc}. */
  final class Sequence implements ExprState {
    int value;

    Sequence(int value) {
      this.value = value;
    }
  }

  /** The set that a {@code dynset} changes, and what new elements keep copies of. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Updating(ElementSet set, Stateful[] templates) implements ExprState {}

  /** The object that an {@code objref} names. */
  record Named(NamedObject object) implements ExprState {}

  /** The flowtable that a {@code flow_offload} names. */
  record Offloading(Flowtable flowtable) implements ExprState {}
}
