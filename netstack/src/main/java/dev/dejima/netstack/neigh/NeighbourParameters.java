package dev.dejima.netstack.neigh;

/** How neighbours on a device are treated ({@code struct neigh_parms}). */
public final class NeighbourParameters {
  private static final long MILLISECOND = 1_000_000L;

  private final int[] values;

  /** Where between half and one and a half the time lies for which an address is good. */
  private final double share;

  NeighbourParameters(double share) {
    this.share = share;
    this.values = new int[NeighbourVariable.values().length];
    for (NeighbourVariable variable : NeighbourVariable.values()) {
      set(variable, variable.initial());
    }
  }

  private NeighbourParameters(NeighbourParameters from) {
    share = from.share;
    values = from.values.clone();
  }

  NeighbourParameters copy() {
    return new NeighbourParameters(this);
  }

  public int get(NeighbourVariable variable) {
    return values[variable.ordinal()];
  }

  public void set(NeighbourVariable variable, int value) {
    values[variable.ordinal()] = value;
  }

  /** Nanoseconds for which a link address is good after it was confirmed. */
  long reachableTime() {
    long base = get(NeighbourVariable.BASE_REACHABLE_TIME) * MILLISECOND;
    return base / 2 + (long) (share * base);
  }

  long retransmissionTime() {
    return Math.max(get(NeighbourVariable.RETRANSMISSION_TIME), 10) * MILLISECOND;
  }

  long delayBeforeProbe() {
    return get(NeighbourVariable.DELAY_FIRST_PROBE_TIME) * 1000L * MILLISECOND;
  }

  long staleTime() {
    return get(NeighbourVariable.GC_STALE_TIME) * 1000L * MILLISECOND;
  }

  /** Nanoseconds in which a second answer does not replace the first. */
  public long lockTime() {
    return get(NeighbourVariable.LOCKTIME) * 10L * MILLISECOND;
  }
}
