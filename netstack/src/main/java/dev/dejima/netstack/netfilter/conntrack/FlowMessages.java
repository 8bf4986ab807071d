package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.NewConntrack;
import org.jspecify.annotations.Nullable;

/** Flows as messages of ctnetlink. */
public final class FlowMessages {
  private static final long SECOND = 1_000_000_000L;

  private FlowMessages() {}

  /** A flow as it is now, for a dump. */
  public static NewConntrack of(Conntrack conntrack, Flow flow) {
    return message(conntrack, flow, flow.isAlive() ? 1 : 0);
  }

  /** A flow in an event, which does not say who holds it (ctnetlink_conntrack_event()). */
  public static NewConntrack event(Conntrack conntrack, Flow flow) {
    return message(conntrack, flow, 0);
  }

  private static NewConntrack message(Conntrack conntrack, Flow flow, int use) {
    boolean counted = conntrack.accounts();
    return new NewConntrack(
        flow.original.message(),
        flow.reply.message(),
        flow.id,
        flow.status,
        Math.max(0, (flow.expires - conntrack.now()) / SECOND),
        flow.tcp == null ? null : flow.tcp.state(),
        flow.mark,
        0,
        counted ? new NewConntrack.Counters(flow.originalPackets, flow.originalBytes) : null,
        counted ? new NewConntrack.Counters(flow.replyPackets, flow.replyBytes) : null,
        use);
  }

  /** That a flow is gone. */
  public static DelConntrack gone(Flow flow) {
    return new DelConntrack(flow.original.message());
  }

  /** The flow that a message means by the tuple of its original direction; null if none. */
  public static @Nullable Flow find(Conntrack conntrack, DelConntrack message) {
    ConntrackTuple original = message.original();
    return original == null ? null : conntrack.find(Tuple.of(original));
  }
}
