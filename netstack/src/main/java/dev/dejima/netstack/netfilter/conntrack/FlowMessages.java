package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Flows as messages of ctnetlink ({@code ctnetlink_fill_info}, {@code ctnetlink_conntrack_event}).
 */
public final class FlowMessages {
  private static final long SECOND = 1_000_000_000L;
  private static final int LABELS = 16;

  private final Conntrack conntrack;

  /** Messages about the flows of a table. */
  public FlowMessages(Conntrack conntrack) {
    this.conntrack = conntrack;
  }

  /** A flow as it is now, for a dump. */
  public NewConntrack listed(Flow flow) {
    return listed(flow, 1 + flow.children);
  }

  /** A flow that was asked for alone; who answers holds it too. */
  public NewConntrack single(Flow flow) {
    return listed(flow, 2 + flow.children);
  }

  private NewConntrack listed(Flow flow, int use) {
    boolean offloaded = flow.has(NewConntrack.OFFLOAD);
    return new NewConntrack(
        flow.original.message(),
        flow.reply.message(),
        flow.id,
        flow.status,
        offloaded ? null : timeout(flow),
        offloaded ? null : protocol(flow),
        flow.mark,
        counters(flow, flow.originalPackets, flow.originalBytes),
        counters(flow, flow.replyPackets, flow.replyBytes),
        use,
        details(flow, FlowEvents.LABEL | FlowEvents.SEQUENCE | FlowEvents.SYNPROXY),
        Mode.LISTED);
  }

  /** What has happened to a flow, with what has changed. */
  public NewConntrack event(Flow flow, int events) {
    boolean marked = (events & FlowEvents.MARK) != 0 || flow.mark != 0;
    boolean isNew = (events & (FlowEvents.NEW | FlowEvents.RELATED)) != 0;
    return new NewConntrack(
        flow.original.message(),
        flow.reply.message(),
        flow.id,
        flow.status,
        timeout(flow),
        (events & FlowEvents.PROTOCOL) != 0 ? protocol(flow) : null,
        marked ? flow.mark : null,
        null,
        null,
        null,
        details(flow, events),
        isNew ? Mode.CREATE : Mode.UPDATE);
  }

  /** That a flow is gone, and what it was. */
  public DelConntrack gone(Flow flow) {
    long left = timeout(flow);
    NewConntrack last =
        new NewConntrack(
            flow.original.message(),
            flow.reply.message(),
            flow.id,
            flow.status,
            left == 0 ? null : left,
            state(flow),
            flow.mark == 0 ? null : flow.mark,
            counters(flow, flow.originalPackets, flow.originalBytes),
            counters(flow, flow.replyPackets, flow.replyBytes),
            null,
            new NewConntrack.Details(
                null, Bytes.EMPTY, times(flow), null, null, null, null, null, null, null),
            Mode.LISTED);
    return new DelConntrack(last.original(), last.reply(), 0, flow.id, last);
  }

  private long timeout(Flow flow) {
    return Math.max(0, (flow.expires - conntrack.now()) / SECOND);
  }

  private static @Nullable ProtocolState protocol(Flow flow) {
    TcpTrack tcp = flow.tcp;
    if (tcp != null) {
      return new ProtocolState.Tcp(
          tcp.state, tcp.original.scale, tcp.reply.scale, tcp.original.flags, tcp.reply.flags);
    }
    SctpTrack sctp = flow.sctp;
    return sctp == null ? null : new ProtocolState.Sctp(sctp.state, sctp.tags[0], sctp.tags[1]);
  }

  /** What is said of the protocol at the end: its state. */
  private static @Nullable ProtocolState state(Flow flow) {
    return flow.tcp != null ? new ProtocolState.Tcp(flow.tcp.state, 0, 0, 0, 0) : protocol(flow);
  }

  private static NewConntrack.@Nullable Counters counters(Flow flow, long packets, long bytes) {
    return flow.counted ? new NewConntrack.Counters(packets, bytes) : null;
  }

  private static NewConntrack.@Nullable Times times(Flow flow) {
    return flow.started == 0 ? null : new NewConntrack.Times(flow.started, flow.stopped);
  }

  private static NewConntrack.Details details(Flow flow, int events) {
    boolean sequences = flow.has(NewConntrack.SEQ_ADJUST) && (events & FlowEvents.SEQUENCE) != 0;
    SynproxyTrack proxied = (events & FlowEvents.SYNPROXY) != 0 ? flow.synproxy : null;
    SequenceAdjustment moved = sequences ? flow.sequences : null;
    return new NewConntrack.Details(
        flow.helper == null ? null : flow.helper.name(),
        (events & FlowEvents.LABEL) != 0 ? labels(flow) : Bytes.EMPTY,
        times(flow),
        flow.master == null ? null : flow.master.original.message(),
        moved == null ? null : moved.message(0),
        moved == null ? null : moved.message(1),
        null,
        null,
        proxied == null ? null : proxied.message(),
        null);
  }

  private static Bytes labels(Flow flow) {
    if (flow.labelsLow == 0 && flow.labelsHigh == 0) {
      return Bytes.EMPTY;
    }
    return Bytes.littleEndian(flow.labelsLow, LABELS / 2)
        .concat(Bytes.littleEndian(flow.labelsHigh, LABELS / 2));
  }
}
