package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.ConntrackCount;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackStatistics.Count;
import dev.dejima.kernel.conntrack.ExpectationStatistics;
import java.util.SortedMap;
import java.util.TreeMap;

/** What connection tracking has counted ({@code CTA_STATS_*}). */
final class StatisticsCodec {
  private static final int CTA_STATS_GLOBAL_ENTRIES = 1;
  private static final int CTA_STATS_GLOBAL_MAX_ENTRIES = 2;
  private static final int CTA_STATS_EXP_NEW = 1;
  private static final int CTA_STATS_EXP_CREATE = 2;
  private static final int CTA_STATS_EXP_DELETE = 3;

  private StatisticsCodec() {}

  static ConntrackStatistics decodeFlows(AttributeDecoder in, int cpu) throws MalformedException {
    SortedMap<Count, Long> counts = new TreeMap<>();
    while (in.next()) {
      for (Count count : Count.values()) {
        if (count.number() == in.type()) {
          counts.put(count, Integer.toUnsignedLong(in.be32()));
        }
      }
    }
    in.check();
    return new ConntrackStatistics(cpu, counts);
  }

  static ConntrackCount decodeCount(AttributeDecoder in) throws MalformedException {
    long entries = 0;
    long max = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_STATS_GLOBAL_ENTRIES -> entries = Integer.toUnsignedLong(in.be32());
        case CTA_STATS_GLOBAL_MAX_ENTRIES -> max = Integer.toUnsignedLong(in.be32());
        default -> {}
      }
    }
    in.check();
    return new ConntrackCount(entries, max);
  }

  static ExpectationStatistics decodeExpectations(AttributeDecoder in, int cpu)
      throws MalformedException {
    long arrived = 0;
    long created = 0;
    long deleted = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_STATS_EXP_NEW -> arrived = Integer.toUnsignedLong(in.be32());
        case CTA_STATS_EXP_CREATE -> created = Integer.toUnsignedLong(in.be32());
        case CTA_STATS_EXP_DELETE -> deleted = Integer.toUnsignedLong(in.be32());
        default -> {}
      }
    }
    in.check();
    return new ExpectationStatistics(cpu, arrived, created, deleted);
  }
}
