package dev.dejima.nft.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Sorts by a number that nearly always tells the order. Numbers are sorted far quicker than
 * objects: the highest bits of each stand with its place in one, and what has the same is compared.
 */
public final class RankSort {
  private RankSort() {}

  /**
   * Sorted copies; what is equal keeps its order.
   *
   * @param rank not negative; what has the lower one is never the greater
   * @param exact the order
   */
  public static <T> List<T> sorted(
      List<T> items, ToLongFunction<? super T> rank, Comparator<? super T> exact) {
    int size = items.size();
    long[] ranks = new long[size];
    long all = 0;
    for (int i = 0; i < size; i++) {
      ranks[i] = rank.applyAsLong(items.get(i));
      all |= ranks[i];
    }
    int shift = Math.max(0, Integer.SIZE - Long.numberOfLeadingZeros(all));
    for (int i = 0; i < size; i++) {
      ranks[i] = (ranks[i] >>> shift) - (1L << Integer.SIZE - 1) << Integer.SIZE | i;
    }
    Arrays.sort(ranks);
    List<T> sorted = new ArrayList<>(size);
    for (long ranked : ranks) {
      sorted.add(items.get((int) ranked));
    }
    alike(ranks, sorted, exact);
    return sorted;
  }

  private static <T> void alike(long[] ranks, List<T> sorted, Comparator<? super T> exact) {
    int from = 0;
    for (int i = 1; i <= ranks.length; i++) {
      if (i == ranks.length || ranks[i] >> Integer.SIZE != ranks[from] >> Integer.SIZE) {
        if (i - from > 1) {
          sorted.subList(from, i).sort(exact);
        }
        from = i;
      }
    }
  }
}
