package dev.dejima.netstack.netfilter.nftables;

/** What an expression keeps from packet to packet. */
sealed interface ExprState
    permits Decision,
        ExprState.Bound,
        ExprState.Bucket,
        ExprState.Consumed,
        ExprState.None,
        ExprState.Tally {
  /** Forgets what was counted. */
  default void reset() {
    switch (this) {
      case Tally tally -> {
        tally.packets = 0;
        tally.bytes = 0;
      }
      case Consumed consumed -> {
        consumed.bytes = 0;
        consumed.depleted = false;
      }
      default -> {}
    }
  }

  /** Of expressions that keep nothing. */
  record None() implements ExprState {
    static final None INSTANCE = new None();
  }

  /** The set that a {@code lookup} is bound to. */
  record Bound(ElementSet set) implements ExprState {}

  /** What passed a {@code counter}. */
  final class Tally implements ExprState {
    long packets;
    long bytes;

    Tally(long packets, long bytes) {
      this.packets = packets;
      this.bytes = bytes;
    }
  }

  /** The octets that a {@code quota} has let pass. */
  final class Consumed implements ExprState {
    long bytes;
    boolean depleted;

    Consumed(long bytes) {
      this.bytes = bytes;
    }
  }

  /** The tokens of a {@code limit}, each worth a nanosecond ({@code nft_limit_eval}). */
  final class Bucket implements ExprState {
    long tokens;
    long last;

    Bucket(long tokens, long last) {
      this.tokens = tokens;
      this.last = last;
    }
  }
}
