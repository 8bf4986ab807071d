package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GRE ({@code nf_conntrack_proto_gre.c}). PPTP's packets carry only the receiver's call id; that of
 * the sender is looked up among the calls that {@code pptp} has seen announced.
 */
public final class GreTracker implements Tracker {
  static final int PROTOCOL = 47;

  /** A call, seen from one end. */
  private record Key(Flow master, int direction, Tuple tuple) {}

  private final Timeouts timeouts;
  private final List<Key> keys = new ArrayList<>();

  GreTracker(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /**
   * Notes a call.
   *
   * @param direction of the call's packets, seen from the master
   * @return EEXIST if the master has another call that way already
   */
  public @Nullable Errno add(Flow master, int direction, Tuple tuple) {
    for (Key key : keys) {
      if (key.master == master && key.direction == direction) {
        return sameCall(key.tuple, tuple) ? null : Errno.EEXIST;
      }
    }
    keys.add(new Key(master, direction, tuple.copy()));
    return null;
  }

  /** Forgets a master's calls. */
  public void forget(Flow master) {
    keys.removeIf(key -> key.master == master);
  }

  /** The sender's call id of a packet's tuple; 0 if the call is not known. */
  int senderKey(Tuple packet) {
    for (int i = 0; i < keys.size(); i++) {
      Tuple known = keys.get(i).tuple;
      if (sameCall(known, packet)) {
        return known.sourcePort;
      }
    }
    return 0;
  }

  private static boolean sameCall(Tuple a, Tuple b) {
    return a.sourceLow == b.sourceLow
        && a.destinationLow == b.destinationLow
        && a.destinationPort == b.destinationPort
        && a.sourceHigh == b.sourceHigh
        && a.destinationHigh == b.destinationHigh
        && a.version == b.version;
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    if (!flow.isConfirmed()) {
      int[] seconds = Timeouts.of(flow, timeouts.gre);
      flow.greTimeout = seconds[Timeouts.UNREPLIED];
      flow.greStreamTimeout = seconds[Timeouts.REPLIED];
    }
    if (flow.has(NewConntrack.SEEN_REPLY)) {
      Tracker.refresh(flow, flow.greStreamTimeout, now);
      flow.note(NewConntrack.ASSURED, FlowEvents.ASSURED);
    } else {
      Tracker.refresh(flow, flow.greTimeout, now);
    }
    return Outcome.ACCEPT;
  }
}
