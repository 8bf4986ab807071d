package dev.dejima.nft.compile;

import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a set of ranges holds while the commands of a batch add to it and take from it. */
final class Intervals {
  /**
   * All values that an element stands for.
   *
   * @param rank the highest bits of the lowest: most pieces are in order by it
   * @param element the element as it was written; absent for one that the kernel told
   * @param held the start of the range as the kernel told it; absent for one that was written
   */
  record Piece(
      long rank,
      BigInteger low,
      BigInteger high,
      @Nullable Element element,
      @Nullable SetElement held) {
    /** By the lowest value only: of two that begin alike the one written first is the first. */
    static final Comparator<Piece> IN_ORDER =
        (a, b) -> {
          int order = Long.compare(a.rank, b.rank);
          return order == 0 ? a.low.compareTo(b.low) : order;
        };

    static Piece of(
        BigInteger low,
        BigInteger high,
        ValueType type,
        @Nullable Element element,
        @Nullable SetElement held) {
      int beyond = Math.max(0, type.bits() - (Long.SIZE - 1));
      return new Piece(low.shiftRight(beyond).longValue(), low, high, element, held);
    }

    private Piece with(BigInteger newLow, BigInteger newHigh, long newRank) {
      return new Piece(newRank, newLow, newHigh, element, held);
    }

    private boolean same(Piece other) {
      return low.equals(other.low) && high.equals(other.high);
    }

    private boolean reaches(Piece later) {
      return later.low.compareTo(high) <= 0;
    }

    private boolean touches(Piece later) {
      return later.low.compareTo(high.add(BigInteger.ONE)) <= 0;
    }

    private Span span() {
      return element == null ? Span.NONE : element.key().span();
    }
  }

  /** What the kernel must lose, and what it must get behind that. */
  record Change(List<Piece> removed, List<Piece> added) {}

  private final NavigableMap<BigInteger, Piece> held = new TreeMap<>();

  /** What one command put into an empty set: most sets get no more, and need no index. */
  private @Nullable Supplier<List<Piece>> unindexed;

  /** Whether all was told with the set itself, and nothing has changed since. */
  private boolean declared;

  /** Whether what was told with the set has changed since. */
  private boolean outdated;

  Intervals(List<Piece> pieces) {
    fill(pieces);
  }

  private void fill(List<Piece> pieces) {
    if (!pieces.isEmpty()) {
      fill(() -> pieces);
    }
  }

  /**
   * Takes note of what an empty set gets.
   *
   * @param pieces asked for once it matters what they are
   */
  void fill(Supplier<List<Piece>> pieces) {
    unindexed = pieces;
  }

  private NavigableMap<BigInteger, Piece> index() {
    if (unindexed != null) {
      unindexed.get().forEach(piece -> held.put(piece.low, piece));
      unindexed = null;
    }
    return held;
  }

  boolean isEmpty() {
    return unindexed == null && held.isEmpty();
  }

  /** Takes note that the set is made with what it holds. */
  void declared() {
    declared = true;
  }

  /** Whether what the set was made with is no longer what it holds. */
  boolean isOutdated() {
    return outdated;
  }

  /** All pieces from low to high. */
  List<Piece> all() {
    return List.copyOf(index().values());
  }

  /**
   * A change as it is sent. What nft knows a set with that the batch makes is not in the kernel for
   * it: the set is made with what it holds in the end, and the first change tells all again.
   */
  Change sent(Change change) {
    if (!declared) {
      return change;
    }
    declared = false;
    outdated = true;
    return new Change(List.of(), all());
  }

  /** The pieces from low to high. */
  static List<Piece> sorted(List<Piece> pieces) {
    return RankSort.sorted(pieces, Piece::rank, Piece.IN_ORDER);
  }

  /** The pieces from low to high, those that touch joined to one. */
  static List<Piece> joined(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>();
    for (Piece piece : sorted(pieces)) {
      Piece before = joined.isEmpty() ? null : joined.getLast();
      if (before != null && before.touches(piece)) {
        joined.set(
            joined.size() - 1, before.with(before.low, before.high.max(piece.high), before.rank));
      } else {
        joined.add(piece);
      }
    }
    return joined;
  }

  /**
   * The pieces from low to high.
   *
   * @throws CompileException if two have values in common and are not the same
   */
  static List<Piece> apart(List<Piece> pieces) {
    List<Piece> sorted = sorted(pieces);
    for (int i = 1; i < sorted.size(); i++) {
      checkApart(sorted.get(i - 1), sorted.get(i));
    }
    return sorted;
  }

  private static void checkApart(Piece before, Piece piece) {
    if (before.reaches(piece) && !before.same(piece)) {
      throw overlap(before, piece, piece);
    }
  }

  /**
   * Adds pieces that must not share values with others.
   *
   * @return the pieces from low to high
   * @throws CompileException if one overlaps with another, or with one that is there
   */
  List<Piece> add(List<Piece> pieces) {
    if (isEmpty()) {
      List<Piece> apart = apart(pieces);
      fill(apart);
      return apart;
    }
    List<Piece> sorted = sorted(pieces);
    for (int i = 0; i < sorted.size(); i++) {
      if (i > 0) {
        checkApart(sorted.get(i - 1), sorted.get(i));
      }
      checkFree(sorted.get(i));
    }
    sorted.forEach(piece -> held.put(piece.low, piece));
    return sorted;
  }

  private void checkFree(Piece piece) {
    Map.Entry<BigInteger, Piece> before = index().floorEntry(piece.low);
    Map.Entry<BigInteger, Piece> behind = held.higherEntry(piece.low);
    if (before != null && before.getValue().same(piece)) {
      return;
    }
    if (before != null && before.getValue().reaches(piece)) {
      throw overlap(before.getValue(), piece, piece);
    }
    if (behind != null && piece.reaches(behind.getValue())) {
      throw overlap(piece, behind.getValue(), piece);
    }
  }

  private static CompileException overlap(Piece before, Piece behind, Piece piece) {
    return before.element == null || behind.element == null
        ? new CompileException(piece.span(), "interval overlaps with an existing one")
        : new CompileException(behind.span(), "conflicting intervals specified", before.span());
  }

  /** Takes note of pieces without comparing them with what is there. */
  void declare(List<Piece> sorted) {
    if (isEmpty()) {
      fill(sorted);
    } else {
      index();
      sorted.forEach(piece -> held.put(piece.low, piece));
    }
  }

  /** Adds pieces and joins them with those that they touch. */
  Change merge(List<Piece> pieces) {
    List<Piece> joined = joined(pieces);
    if (isEmpty()) {
      fill(joined);
      return new Change(List.of(), joined);
    }
    index();
    List<Piece> removed = new ArrayList<>();
    List<Piece> added = new ArrayList<>();
    for (Piece piece : joined) {
      Map.Entry<BigInteger, Piece> before = held.floorEntry(piece.low);
      if (before == null || before.getValue().high.compareTo(piece.high) < 0) {
        Piece whole = absorb(piece, removed, added);
        held.put(whole.low, whole);
        added.add(whole);
      }
    }
    return new Change(removed, added);
  }

  @SuppressWarnings("ReferenceEquality") // two pieces may say the same
  private static boolean isSame(Piece one, Piece other) {
    return one == other;
  }

  /** A piece and all that it touches, which is taken out. */
  private Piece absorb(Piece piece, List<Piece> removed, List<Piece> added) {
    Piece whole = piece;
    Map.Entry<BigInteger, Piece> next = held.lowerEntry(whole.low);
    if (next == null || !next.getValue().touches(whole)) {
      next = held.ceilingEntry(whole.low);
    }
    while (next != null && whole.touches(next.getValue())) {
      Piece gone = next.getValue();
      held.remove(next.getKey());
      if (!added.isEmpty() && isSame(added.getLast(), gone)) {
        added.removeLast();
      } else {
        removed.add(gone);
      }
      boolean lower = gone.low.compareTo(whole.low) < 0;
      whole =
          whole.with(
              lower ? gone.low : whole.low,
              whole.high.max(gone.high),
              lower ? gone.rank : whole.rank);
      next = held.higherEntry(whole.low);
    }
    return whole;
  }

  /**
   * Takes pieces away; where pieces may be joined, also parts of one.
   *
   * @throws CompileException if one is not there
   */
  Change delete(List<Piece> pieces, boolean merge, ValueType type) {
    index();
    Map<BigInteger, Piece> removed = new LinkedHashMap<>();
    NavigableMap<BigInteger, Piece> added = new TreeMap<>();
    for (Piece piece : merge ? joined(pieces) : pieces) {
      Map.Entry<BigInteger, Piece> entry = held.floorEntry(piece.low);
      Piece whole = entry == null ? null : entry.getValue();
      boolean there =
          whole != null && (whole.same(piece) || (merge && whole.high.compareTo(piece.high) >= 0));
      if (whole == null || !there) {
        throw new CompileException(piece.span(), "element does not exist");
      }
      held.remove(whole.low);
      if (added.remove(whole.low) == null) {
        removed.put(whole.low, whole);
      }
      if (whole.low.compareTo(piece.low) < 0) {
        keep(whole, whole.low, piece.low.subtract(BigInteger.ONE), type, added);
      }
      if (piece.high.compareTo(whole.high) < 0) {
        keep(whole, piece.high.add(BigInteger.ONE), whole.high, type, added);
      }
    }
    return new Change(new ArrayList<>(removed.values()), new ArrayList<>(added.values()));
  }

  private void keep(
      Piece whole, BigInteger low, BigInteger high, ValueType type, Map<BigInteger, Piece> added) {
    Piece part = Piece.of(low, high, type, whole.element, whole.held);
    held.put(low, part);
    added.put(low, part);
  }
}
