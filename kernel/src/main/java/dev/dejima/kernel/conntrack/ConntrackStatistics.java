package dev.dejima.kernel.conntrack;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened on one processor ({@code IPCTNL_MSG_CT_GET_STATS_CPU}).
 *
 * @param cpu the processor
 * @param counts how often what, by {@link Count}'s numbers; Linux counts in 32 bits
 */
public record ConntrackStatistics(int cpu, SortedMap<Count, Long> counts)
    implements ConntrackMessage {
  /** What is counted ({@code enum ctattr_stats_cpu}). */
  public enum Count {
    SEARCHED(1),
    FOUND(2),
    NEW(3),
    INVALID(4),
    IGNORE(5),
    DELETE(6),
    DELETE_LIST(7),
    INSERT(8),
    INSERT_FAILED(9),
    DROP(10),
    EARLY_DROP(11),
    ERROR(12),
    SEARCH_RESTART(13),
    CLASH_RESOLVE(14),
    CHAINTOOLONG(15);

    private final int number;

    Count(int number) {
      this.number = number;
    }

    /** The kernel's number. */
    public int number() {
      return number;
    }

    /** The word of conntrack(8). */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Keeps a copy. */
  public ConntrackStatistics {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }
}
