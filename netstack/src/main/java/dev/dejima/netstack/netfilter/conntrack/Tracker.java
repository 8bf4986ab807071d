package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;

/** Follows the flows of a protocol ({@code struct nf_conntrack_l4proto}). */
sealed interface Tracker
    permits TcpTracker, UdpTracker, SctpTracker, GreTracker, IcmpTracker, GenericTracker {
  long SECOND = 1_000_000_000L;

  /** What becomes of a packet. */
  enum Outcome {
    /** It belongs to the flow. */
    ACCEPT,
    /** It belongs to no flow. */
    INVALID,
    /** The flow is over, and the packet opens another. */
    REPEAT
  }

  /**
   * Looks at a packet that has the flow's tuple.
   *
   * @param direction 0 original, 1 reply
   * @param now the clock's time
   */
  Outcome track(Flow flow, int direction, HookNumber hook, int version, Packet packet, long now);

  /** Lengthens a flow's life to some seconds from now. */
  static void refresh(Flow flow, int seconds, long now) {
    if (!flow.has(NewConntrack.FIXED_TIMEOUT)) {
      flow.expires = now + seconds * SECOND;
    }
  }
}
