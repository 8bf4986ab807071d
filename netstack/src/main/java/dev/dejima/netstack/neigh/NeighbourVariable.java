package dev.dejima.netstack.neigh;

/** The variables under {@code net/ipv4/neigh/DEVICE} and {@code net/ipv6/neigh/DEVICE}. */
public enum NeighbourVariable {
  /** Milliseconds; a link address is good for half to one and a half of it. */
  BASE_REACHABLE_TIME("base_reachable_time_ms", 30_000),
  /** Seconds in which something else may confirm a stale neighbour before it is asked. */
  DELAY_FIRST_PROBE_TIME("delay_first_probe_time", 5),
  /** Seconds after which a neighbour that nobody uses is forgotten, if there are many. */
  GC_STALE_TIME("gc_stale_time", 60),
  /** Hundredths of a second in which a second answer does not replace the first. */
  LOCKTIME("locktime", 100),
  /** How often everybody is asked for a neighbour. */
  MULTICAST_SOLICIT("mcast_solicit", 3),
  /** Milliseconds between two questions. */
  RETRANSMISSION_TIME("retrans_time_ms", 1000),
  /** How often a neighbour whose link address was known is asked. */
  UNICAST_SOLICIT("ucast_solicit", 3),
  /** Octets of packets that wait for a link address. */
  QUEUE_OCTETS("unres_qlen_bytes", 212_992);

  private final String word;
  private final int initial;

  NeighbourVariable(String word, int initial) {
    this.word = word;
    this.initial = initial;
  }

  /** Its name under /proc/sys. */
  public String word() {
    return word;
  }

  int initial() {
    return initial;
  }
}
