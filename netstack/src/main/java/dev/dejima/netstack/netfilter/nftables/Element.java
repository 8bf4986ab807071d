package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An element of a set, with what a map holds for it. */
sealed class Element permits StatefulElement {
  /** When an element stays for ever. */
  static final long NEVER = Long.MAX_VALUE;

  /** As it was given, but for what it keeps and when it goes. */
  SetElement given;

  /**
   * The first octets of its key, eight at most, as a number: of two unlike ones it tells the order.
   */
  final long head;

  /** What a map of verdicts holds; null for others. */
  final @Nullable Decision decision;

  /** What a map of objects holds; null for others. */
  final @Nullable NamedObject object;

  /** When it goes, in nanoseconds of the monotonic clock. */
  long expires;

  Element(
      SetElement given, @Nullable Decision decision, @Nullable NamedObject object, long expires) {
    this.given = given;
    this.head = head(given.key());
    this.decision = decision;
    this.object = object;
    this.expires = expires;
  }

  private static long head(Bytes key) {
    return key.length() <= Long.BYTES
        ? key.toLongBigEndian()
        : key.slice(0, Long.BYTES).toLongBigEndian();
  }

  /** Orders by keys of one length. */
  static int byKey(Element one, Element other) {
    int heads = Long.compareUnsigned(one.head, other.head);
    boolean told = heads != 0 || one.given.key().length() <= Long.BYTES;
    return told ? heads : one.given.key().compareTo(other.given.key());
  }

  boolean isEnd() {
    return (given.flags() & SetElement.INTERVAL_END) != 0;
  }

  boolean isCatchAll() {
    return (given.flags() & SetElement.CATCH_ALL) != 0;
  }

  /** Puts a map's value into registers. */
  void load(byte[] registers, int offset) {
    if (given.data() instanceof Value(var octets)) {
      octets.copyTo(registers, offset);
    }
  }

  /** What it keeps from packet to packet is shown one; answers as a {@link Step} does. */
  int update(Evaluation e) {
    return Step.NEXT;
  }

  /** Forgets what it has counted. */
  void reset() {}

  /** Whether what it leads to is the same. */
  boolean leadsWhere(Element other) {
    if (decision != null || object != null) {
      return decision == null
          ? object == other.object
          : other.decision != null
              && decision.code() == other.decision.code()
              && decision.target() == other.decision.target();
    }
    return other.decision == null
        && other.object == null
        && Objects.equals(given.data(), other.given.data());
  }

  /** Holds what it leads to. */
  void hold() {
    count(1);
  }

  void release() {
    count(-1);
  }

  private void count(int by) {
    if (decision != null && decision.target() != null) {
      decision.target().use += by;
    }
    if (object != null) {
      object.use += by;
    }
  }
}
