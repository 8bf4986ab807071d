package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;

/** What a SYN proxy keeps of a connection ({@code struct nf_conn_synproxy}). */
public final class SynproxyTrack {
  /** The number that the client was answered with. */
  public int cookie;

  /** The timestamp that it was answered with. */
  public int timestamp;

  /** How far the server's timestamps are ahead of that. */
  public int timestampOffset;

  NewConntrack.Synproxy message() {
    return new NewConntrack.Synproxy(cookie, timestamp, timestampOffset);
  }
}
