package dev.dejima.netstack.inet;

/**
 * How many fragments may wait, and how long ({@code struct fqdir}). What waits already may go on
 * waiting when the limit is reached; but nothing more is taken, not even what would make a datagram
 * whole, until some of it is gone.
 */
public final class FragmentLimits {
  private static final int MEBI = 1 << 20;

  /** Octets that may be in use for another fragment to be taken; with 0 none ever is. */
  public int high = 4 * MEBI;

  /** At most {@link #high}; the kernel has kept the variable, and does nothing with it. */
  public int low = 3 * MEBI;

  /** Seconds for which fragments wait for the rest of their datagram. */
  public int seconds;

  /**
   * How many fragments of other datagrams may come from a source between two of the same; those
   * before are dropped if more have. 0 for any number. Only IPv4 looks at it.
   */
  public int distance = 64;

  private long used;

  public FragmentLimits(int seconds) {
    this.seconds = seconds;
  }

  /** Octets in use, counted as the kernel does, with what it needs around a packet. */
  public long used() {
    return used;
  }

  boolean reached() {
    return high == 0 || used > high;
  }

  void take(int octets) {
    used += octets;
  }

  void giveBack(int octets) {
    used -= octets;
  }
}
