package dev.dejima.netstack.neigh;

/** How many neighbours there may be ({@code struct neigh_table}); permanent ones do not count. */
public final class NeighbourLimits {
  /** Below so many, none is forgotten ({@code gc_thresh1}). */
  public int fewest = 128;

  /** From so many on, room is made at most every five seconds ({@code gc_thresh2}). */
  public int many = 512;

  /** So many there may be ({@code gc_thresh3}). */
  public int most = 1024;

  /** Seconds; the kernel has kept the variable, and does nothing with it ({@code gc_interval}). */
  public int interval = 30;
}
