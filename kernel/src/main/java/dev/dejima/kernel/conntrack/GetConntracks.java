package dev.dejima.kernel.conntrack;

import org.jspecify.annotations.Nullable;

/**
 * Asks for tracked connections ({@code IPCTNL_MSG_CT_GET} and its like); answered by {@link
 * NewConntrack}s, or by {@link ConntrackStatistics} and {@link ConntrackCount}.
 *
 * @param what which
 * @param version 4, 6, or 0 for both
 * @param tuple the one connection that is meant; absent for all
 * @param reply whether the tuple is that of its answers
 */
public record GetConntracks(What what, int version, @Nullable ConntrackTuple tuple, boolean reply)
    implements ConntrackMessage {
  /** What to ask for. */
  public enum What {
    /** Those that can be found. */
    CONFIRMED,
    /** Those that can be found; their counters begin again at 0. */
    CONFIRMED_ZEROED,
    /** Those that are being forgotten. */
    DYING,
    /** Those whose first packet has not come through yet. */
    UNCONFIRMED,
    /** What happened, on each processor. */
    STATISTICS,
    /** How many there are. */
    COUNT
  }

  /** Asks for all connections of a version. */
  public GetConntracks(int version) {
    this(What.CONFIRMED, version, null, false);
  }

  /** Asks for something of all. */
  public GetConntracks(What what, int version) {
    this(what, version, null, false);
  }
}
