package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewConntrack.Translation;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/** Flows that a user makes or changes ({@code ctnetlink_new_conntrack}). */
public final class FlowRequests {
  /** What users can name. */
  public interface Names {
    /** The helper of a name; null if there is none. */
    @Nullable Helper helper(String name, int version, int protocol);

    /** What can be done to a flow that was expected; null if there is none of that name. */
    Expectation.@Nullable Arrival arrival(String name);

    /** Translates a new flow. */
    void translate(Flow flow, Translation.Target target, boolean source);
  }

  private static final long SECOND = 1_000_000_000L;
  private static final int FIXED =
      NewConntrack.EXPECTED | NewConntrack.CONFIRMED | NewConntrack.DYING;
  private static final int ONLY_SET = NewConntrack.SEEN_REPLY | NewConntrack.ASSURED;

  /** What a user cannot change, be it asked for or not. */
  private static final int KEPT =
      Flow.NAT_MASK
          | Flow.NAT_DONE
          | NewConntrack.SEQ_ADJUST
          | FIXED
          | NewConntrack.HELPER
          | NewConntrack.OFFLOAD
          | NewConntrack.HW_OFFLOAD;

  private final Conntrack conntrack;
  private final Names names;

  /** Requests about the flows of a table. */
  public FlowRequests(Conntrack conntrack, Names names) {
    this.conntrack = conntrack;
    this.names = names;
  }

  /** What can be done to a flow that was expected; null if there is none of that name. */
  public Expectation.@Nullable Arrival arrival(String name) {
    return names.arrival(name);
  }

  /** Makes a flow or changes it; null if that is done. */
  public @Nullable Errno set(NewConntrack message) {
    Flow known = conntrack.find(Tuple.of(message.original()));
    if (message.mode() == Mode.CREATE) {
      return known == null ? create(message) : Errno.EEXIST;
    }
    return known == null ? Errno.ENOENT : change(known, message);
  }

  private @Nullable Errno create(NewConntrack message) {
    Long timeout = message.timeout();
    if (timeout == null || message.original().protocol() != message.reply().protocol()) {
      return Errno.EINVAL;
    }
    Flow flow = conntrack.make(Tuple.of(message.original()), Tuple.of(message.reply()));
    Errno refused = prepare(flow, message);
    if (refused != null) {
      return refused;
    }
    flow.expires = conntrack.now() + timeout * SECOND;
    flow.status |= NewConntrack.CONFIRMED;
    Integer status = message.status();
    if (status != null && changeStatus(flow, status) != null) {
      return Errno.EBUSY;
    }
    apply(flow, message);
    flow.allowSequenceAdjustment();
    flow.events |= FlowEvents.REPLY | FlowEvents.ASSURED | FlowEvents.PROTOCOL | FlowEvents.MARK;
    return conntrack.add(flow);
  }

  private @Nullable Errno prepare(Flow flow, NewConntrack message) {
    String helper = message.details().helper();
    if (helper != null) {
      flow.helper = names.helper(helper, flow.original.version, flow.original.protocol);
      if (flow.helper == null) {
        return Errno.EOPNOTSUPP;
      }
      flow.status |= NewConntrack.HELPER;
    }
    ConntrackTuple master = message.details().master();
    if (master != null) {
      flow.master = conntrack.find(Tuple.of(master));
      if (flow.master == null) {
        return Errno.ENOENT;
      }
      flow.status |= NewConntrack.EXPECTED;
    }
    Translation translation = message.details().translation();
    if (translation != null) {
      if (translation.destination() != null) {
        names.translate(flow, translation.destination(), false);
      }
      if (translation.source() != null) {
        names.translate(flow, translation.source(), true);
      }
    }
    return null;
  }

  private @Nullable Errno change(Flow flow, NewConntrack message) {
    NewConntrack.Details details = message.details();
    if (details.translation() != null || details.master() != null) {
      return Errno.EOPNOTSUPP;
    }
    String helper = details.helper();
    if (helper != null && (flow.helper == null || !flow.helper.name().equals(helper))) {
      return flow.helper == null ? Errno.EOPNOTSUPP : Errno.EBUSY;
    }
    Long timeout = message.timeout();
    if (timeout != null) {
      if (flow.has(NewConntrack.FIXED_TIMEOUT)) {
        return Errno.EPERM;
      }
      flow.expires = conntrack.now() + timeout * SECOND;
    }
    Integer status = message.status();
    if (status != null && changeStatus(flow, status) != null) {
      return Errno.EBUSY;
    }
    apply(flow, message);
    flow.events |= FlowEvents.REPLY | FlowEvents.ASSURED | FlowEvents.PROTOCOL | FlowEvents.MARK;
    flow.events |= details.labels().isEmpty() ? 0 : FlowEvents.LABEL;
    conntrack.tell(flow);
    return null;
  }

  private static @Nullable Errno changeStatus(Flow flow, int status) {
    int changed = flow.status ^ status;
    if ((changed & FIXED) != 0 || (changed & ONLY_SET & ~status) != 0) {
      return Errno.EBUSY;
    }
    flow.status |= status & ~KEPT;
    return null;
  }

  private static void apply(Flow flow, NewConntrack message) {
    Integer mark = message.mark();
    if (mark != null) {
      flow.mark = mark;
    }
    Bytes labels = message.details().labels();
    if (!labels.isEmpty()) {
      Bytes all = labels.padTo(16);
      flow.labelsLow = all.slice(0, 8).toLongLittleEndian();
      flow.labelsHigh = all.slice(8, 16).toLongLittleEndian();
    }
    protocol(flow, message.protocol());
    sequences(flow, 0, message.details().originalSequence());
    sequences(flow, 1, message.details().replySequence());
  }

  private static void protocol(Flow flow, @Nullable ProtocolState state) {
    switch (state) {
      case ProtocolState.Tcp told when flow.tcp != null -> {
        TcpTrack tcp = flow.tcp;
        tcp.state = told.state();
        tcp.original.flags |= told.originalFlags();
        tcp.reply.flags |= told.replyFlags();
        tcp.original.scale = told.originalScale();
        tcp.reply.scale = told.replyScale();
      }
      case ProtocolState.Sctp told when flow.sctp != null -> {
        flow.sctp.state = told.state();
        flow.sctp.tags[0] = told.originalTag();
        flow.sctp.tags[1] = told.replyTag();
      }
      case null, default -> {}
    }
  }

  private static void sequences(
      Flow flow, int direction, NewConntrack.@Nullable Sequence sequence) {
    if (sequence != null) {
      flow.allowSequenceAdjustment();
      if (flow.sequences != null) {
        flow.sequences.set(direction, sequence);
        flow.status |= NewConntrack.SEQ_ADJUST;
      }
    }
  }
}
