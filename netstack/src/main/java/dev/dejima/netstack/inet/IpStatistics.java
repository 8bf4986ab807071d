package dev.dejima.netstack.inet;

/** What one version of IP has counted in a namespace. */
public final class IpStatistics {
  private final long[] counts = new long[IpCount.values().length];

  public void count(IpCount what) {
    counts[what.ordinal()]++;
  }

  public long get(IpCount what) {
    return counts[what.ordinal()];
  }
}
