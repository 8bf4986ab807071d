package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.syntax.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins matches of fields that lie side by side in a header into one match of all their octets. */
final class PayloadMerge {
  /** A register's octets: more cannot be compared at once. */
  private static final int MOST_OCTETS = 16;

  /** The kernel has a fast comparison for up to so many octets: two of those are left alone. */
  private static final int FAST_OCTETS = 4;

  private PayloadMerge() {}

  /** The same steps, with what can be joined joined. */
  static List<Step> merge(List<Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      for (int before = 0; isCandidate(steps.get(i)) && before < i; before++) {
        if (isCandidate(steps.get(before))
            && field(steps.get(before)).base() == field(steps.get(i)).base()) {
          return merged(steps);
        }
      }
    }
    return steps;
  }

  private static List<Step> merged(List<Step> steps) {
    List<@Nullable Step> merged = new ArrayList<>(steps);
    List<Integer> run = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (isCandidate(steps.get(i))) {
        run.add(i);
      } else if (steps.get(i) instanceof Step.Done) {
        join(merged, run);
        run.clear();
      }
    }
    join(merged, run);
    List<Step> left = new ArrayList<>(merged.size());
    for (Step step : merged) {
      if (step != null) {
        left.add(step);
      }
    }
    return left;
  }

  private static boolean isCandidate(Step step) {
    return step instanceof Step.Compare compare
        && compare.op() == CmpOp.EQ
        && compare.left() instanceof Term.Field field
        && field.isWhole();
  }

  /**
   * Joins those of a run of matches, between which only matches stand. A joined match takes the
   * place of its first field, but of a field that says what the next header is where it has one: no
   * field of that header may be matched before.
   */
  private static void join(List<@Nullable Step> steps, List<Integer> run) {
    List<Integer> byPlace = new ArrayList<>(run);
    byPlace.sort((a, b) -> inPacket(field(steps.get(a)), field(steps.get(b))));
    int before = byPlace.isEmpty() ? 0 : byPlace.getFirst();
    for (int at : byPlace.subList(Math.min(1, byPlace.size()), byPlace.size())) {
      Step.Compare joined = join((Step.Compare) steps.get(before), (Step.Compare) steps.get(at));
      if (joined == null) {
        before = at;
        continue;
      }
      int kept = isProtocol(field(steps.get(at))) ? at : before;
      steps.set(before, null);
      steps.set(at, null);
      steps.set(kept, joined);
      before = kept;
    }
  }

  /** Whether a field tells what the next header is. */
  private static boolean isProtocol(Term.Field field) {
    int end = field.offset() + field.type().bits();
    return switch (field.base()) {
      case LINK -> end >= 112 && (end - 112) % 32 == 0;
      case NETWORK -> end == 80 || end == 56;
      default -> false;
    };
  }

  /** Which of two fields comes first in a packet. */
  private static int inPacket(Term.Field a, Term.Field b) {
    int bases = a.base().compareTo(b.base());
    return bases != 0 ? bases : Integer.compare(a.offset(), b.offset());
  }

  private static Term.Field field(@Nullable Step step) {
    if (step instanceof Step.Compare compare && compare.left() instanceof Term.Field field) {
      return field;
    }
    throw new IllegalArgumentException("no match of a field");
  }

  private static Step.@Nullable Compare join(
      Step.@Nullable Compare first, Step.@Nullable Compare second) {
    if (first == null || second == null) {
      return null;
    }
    Term.Field left = field(first);
    Term.Field right = field(second);
    boolean adjacent =
        left.base() == right.base()
            && left.tunnel() == right.tunnel()
            && left.offset() + left.type().bits() == right.offset();
    return adjacent && pays(left.octets(), right.octets())
        ? joined(left, first.value(), right, second.value())
        : null;
  }

  private static boolean pays(int left, int right) {
    boolean fast = left <= FAST_OCTETS && right <= FAST_OCTETS;
    return left + right <= (fast ? FAST_OCTETS : MOST_OCTETS);
  }

  private static Step.Compare joined(
      Term.Field left, BigInteger high, Term.Field right, BigInteger low) {
    int bits = left.type().bits() + right.type().bits();
    ValueType type = new ValueType(DataType.INTEGER, bits, false);
    BigInteger value = high.shiftLeft(right.type().bits()).or(low);
    return new Step.Compare(
        new Term.Field(left.base(), left.offset(), type, left.tunnel()), CmpOp.EQ, value);
  }
}
