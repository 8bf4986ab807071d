package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackStatistics.Count;
import java.util.SortedMap;
import java.util.TreeMap;

/** What tracking has counted ({@code struct ip_conntrack_stat}): there is one processor. */
final class Statistics {
  private static final Count[] SHOWN = {
    Count.FOUND,
    Count.INVALID,
    Count.INSERT,
    Count.INSERT_FAILED,
    Count.DROP,
    Count.EARLY_DROP,
    Count.ERROR,
    Count.SEARCH_RESTART,
    Count.CLASH_RESOLVE,
    Count.CHAINTOOLONG
  };

  private final long[] counts = new long[Count.values().length];

  void count(Count what) {
    counts[what.ordinal()]++;
  }

  ConntrackStatistics message() {
    SortedMap<Count, Long> shown = new TreeMap<>();
    for (Count count : SHOWN) {
      shown.put(count, counts[count.ordinal()] & 0xffff_ffffL);
    }
    return new ConntrackStatistics(0, shown);
  }
}
