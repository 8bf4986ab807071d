package dev.dejima.netstack.netfilter.conntrack;

/** What is kept of an SCTP association ({@code struct ip_ct_sctp}). */
public final class SctpTrack {
  /** {@code enum sctp_conntrack}. */
  int state;

  /** The verification tags of packets, by direction. */
  final int[] tags = new int[2];

  /** Which end has sent an INIT that is not settled yet. */
  final boolean[] init = new boolean[2];

  /** Whether a heartbeat with another tag was let through, and by whom it was sent. */
  boolean heartbeatFailed;

  int lastDirection;

  /** {@code enum sctp_conntrack}. */
  public int state() {
    return state;
  }

  void clear() {
    state = 0;
    tags[0] = 0;
    tags[1] = 0;
    init[0] = false;
    init[1] = false;
    heartbeatFailed = false;
    lastDirection = 0;
  }
}
