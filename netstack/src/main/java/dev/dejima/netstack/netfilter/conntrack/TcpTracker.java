package dev.dejima.netstack.netfilter.conntrack;

import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.ACK_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.FIN_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.NONE_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.RST_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.SYNACK_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.SYN_SET;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;

/**
 * Follows TCP connections from the middle ({@code nf_conntrack_proto_tcp.c}). {@link TcpStates}
 * says which segment moves a connection to which state; it counts only if it lies in the {@link
 * TcpWindow}.
 */
final class TcpTracker implements Tracker {
  static final int PROTOCOL = 6;

  /** What a reset is to the connection, where it is no state that it moves to. */
  private static final int REFUSED = -1;

  /** It closes the connection whatever the window says. */
  private static final int CLOSES = -2;

  private final Timeouts timeouts;
  private final PacketChecksum checksum;
  private final TcpSegment segment = new TcpSegment();
  final TcpWindow window = new TcpWindow();
  boolean loose = true;
  boolean ignoreInvalidReset;
  int maxRetransmissions = 3;

  TcpTracker(Timeouts timeouts, PacketChecksum checksum) {
    this.timeouts = timeouts;
    this.checksum = checksum;
  }

  @Override
  public Outcome track(
      Flow flow, int direction, HookNumber hook, int version, Packet packet, long now) {
    TcpTrack tcp = flow.tcp;
    if (tcp == null
        || !TcpSegment.isSound(packet)
        || !checksum.isRight(hook, version, packet)
        || !TcpSegment.flagsGoTogether(packet)) {
      return Outcome.INVALID;
    }
    segment.read(packet);
    if (!flow.isConfirmed() && !open(tcp)) {
      return Outcome.INVALID;
    }
    return track(flow, tcp, direction, now);
  }

  private Outcome track(Flow flow, TcpTrack tcp, int direction, long now) {
    int kind = segment.kind;
    int old = tcp.state;
    int next = TcpStates.next(direction, kind, old);
    switch (next) {
      case TcpStates.INVALID -> {
        return reminds(flow, tcp, direction, old) ? Outcome.ACCEPT : Outcome.INVALID;
      }
      case TcpStates.SYN_SENT, TcpStates.IGNORE -> {
        if (next == TcpStates.SYN_SENT && old < TcpStates.TIME_WAIT) {
          break;
        }
        if (next == TcpStates.SYN_SENT && isOver(tcp, direction)) {
          return Outcome.REPEAT;
        }
        if (!synchronizes(tcp, direction)) {
          ignore(tcp, direction, old);
          return Outcome.ACCEPT;
        }
        resynchronize(tcp, direction);
        old = TcpStates.SYN_SENT;
        next = TcpStates.SYN_RECV;
      }
      case TcpStates.TIME_WAIT -> {
        if (old == TcpStates.LAST_ACK && isChallenged(tcp, direction)) {
          tcp.lastFlags &= ~TcpTrack.CHALLENGE_ACK;
          return Outcome.ACCEPT;
        }
      }
      case TcpStates.SYN_SENT2 -> tcp.lastFlags |= TcpTrack.SIMULTANEOUS_OPEN;
      case TcpStates.SYN_RECV -> {
        boolean simultaneous = (tcp.lastFlags & TcpTrack.SIMULTANEOUS_OPEN) != 0;
        if (direction == 1 && kind == ACK_SET && simultaneous) {
          next = TcpStates.ESTABLISHED;
        }
      }
      case TcpStates.CLOSE -> {
        if (kind == RST_SET) {
          next = reset(flow, tcp, direction, old);
          if (next == REFUSED) {
            return Outcome.INVALID;
          }
          if (next == CLOSES) {
            return follow(flow, tcp, direction, old, TcpStates.CLOSE, now);
          }
        }
      }
      default -> {}
    }
    return switch (window.place(flow, tcp, direction, segment)) {
      case INSIDE -> follow(flow, tcp, direction, old, next, now);
      case BEHIND -> Outcome.ACCEPT;
      case OUTSIDE -> {
        shortenIfClosing(flow, tcp, direction, now);
        yield Outcome.INVALID;
      }
    };
  }

  /** Whether a client reminds a SYN proxy of itself while the server has not answered. */
  private boolean reminds(Flow flow, TcpTrack tcp, int direction, int old) {
    return flow.synproxy != null
        && old == TcpStates.SYN_SENT
        && segment.kind == ACK_SET
        && direction == 0
        && tcp.lastDirection == 0
        && tcp.original.end - 1 == segment.seq;
  }

  /** The first segment of a flow; false if it cannot open one. */
  private boolean open(TcpTrack tcp) {
    int state = TcpStates.first(segment.kind);
    if (state == TcpStates.INVALID || (state != TcpStates.SYN_SENT && !loose)) {
      return false;
    }
    tcp.clear();
    TcpTrack.End sender = tcp.original;
    sender.end = segment.end;
    sender.maxWindow = Math.max(1, segment.window);
    if (state == TcpStates.SYN_SENT) {
      sender.maxEnd = segment.end;
      segment.readOptions(sender);
    } else {
      sender.maxEnd = segment.end + sender.maxWindow;
      sender.flags = TcpTrack.SACK_PERMITTED | TcpTrack.BE_LIBERAL;
      tcp.reply.flags = sender.flags;
    }
    tcp.lastIndex = NONE_SET;
    return true;
  }

  /** Whether a SYN finds a connection that one end has closed or reset. */
  private static boolean isOver(TcpTrack tcp, int direction) {
    return ((tcp.original.flags | tcp.reply.flags) & TcpTrack.CLOSE_INIT) != 0
        || (tcp.lastDirection == direction && tcp.lastIndex == RST_SET);
  }

  /** Whether this answers a SYN that was ignored: then we were out of step, not the two ends. */
  private boolean synchronizes(TcpTrack tcp, int direction) {
    return segment.kind == SYNACK_SET
        && tcp.lastIndex == SYN_SET
        && tcp.lastDirection != direction
        && segment.ack == tcp.lastEnd;
  }

  private static void resynchronize(TcpTrack tcp, int direction) {
    TcpTrack.End other = tcp.end(tcp.lastDirection);
    other.end = tcp.lastEnd;
    other.maxEnd = tcp.lastEnd;
    other.maxWindow = Math.max(1, tcp.lastWindow);
    other.scale = tcp.lastScale;
    tcp.lastFlags &= ~TcpTrack.CHALLENGE_ACK;
    other.flags = tcp.lastFlags;
    tcp.end(direction).restart();
  }

  private void ignore(TcpTrack tcp, int direction, int old) {
    tcp.lastIndex = segment.kind;
    tcp.lastDirection = direction;
    tcp.lastSeq = segment.seq;
    tcp.lastEnd = segment.end;
    tcp.lastWindow = segment.window;
    if (segment.kind == SYN_SET && direction == 0) {
      TcpTrack.End seen = tcp.seen;
      seen.clear();
      segment.readOptions(seen);
      tcp.lastFlags = seen.flags & (TcpTrack.WINDOW_SCALE | TcpTrack.SACK_PERMITTED);
      tcp.lastScale = seen.scale;
      if (old == TcpStates.LAST_ACK) {
        tcp.lastFlags |= TcpTrack.CHALLENGE_ACK;
      }
    }
    if (old == TcpStates.SYN_SENT && segment.kind == ACK_SET && direction == 1) {
      tcp.lastAck = segment.ack;
    }
  }

  /** Whether an acknowledgement answers a SYN out of place (RFC 5961), and so ends nothing. */
  private boolean isChallenged(TcpTrack tcp, int direction) {
    return segment.kind == ACK_SET
        && tcp.lastDirection != direction
        && tcp.lastIndex == SYN_SET
        && (tcp.lastFlags & TcpTrack.CHALLENGE_ACK) != 0;
  }

  /** The next state, or REFUSED, or CLOSES. */
  private int reset(Flow flow, TcpTrack tcp, int direction, int old) {
    if (TcpStates.isClosing(old)) {
      return CLOSES;
    }
    int next = TcpStates.CLOSE;
    TcpTrack.End other = tcp.end(1 - direction);
    if ((other.flags & TcpTrack.MAXACK_SET) != 0 && tcp.lastIndex != SYN_SET) {
      int seq = segment.seq;
      boolean established = old == TcpStates.ESTABLISHED && flow.has(NewConntrack.ASSURED);
      if (seq == 0 && !established) {
        return next;
      }
      if (seq - other.maxAck < 0 && !ignoreInvalidReset) {
        return REFUSED;
      }
      boolean partOfTrain =
          tcp.lastIndex == ACK_SET && tcp.lastDirection == direction && seq == tcp.lastEnd;
      if (!established || seq == other.maxAck || partOfTrain) {
        return next;
      }
      next = old;
    }
    boolean answersIgnored =
        (flow.has(NewConntrack.SEEN_REPLY)
                && tcp.lastIndex == SYN_SET
                && tcp.lastDirection != direction)
            || (!flow.has(NewConntrack.ASSURED) && tcp.lastIndex == ACK_SET);
    boolean answersChallenge =
        old == TcpStates.SYN_SENT
            && tcp.lastIndex == ACK_SET
            && tcp.lastDirection == 1
            && segment.seq == tcp.lastAck;
    return (answersIgnored && segment.ack == tcp.lastEnd) || answersChallenge ? CLOSES : next;
  }

  /** A segment that is in the window moves the flow on. */
  private Outcome follow(Flow flow, TcpTrack tcp, int direction, int old, int next, long now) {
    int kind = segment.kind;
    tcp.lastIndex = kind;
    tcp.lastDirection = direction;
    tcp.state = next;
    if (old != next) {
      flow.events |= FlowEvents.PROTOCOL;
      if (next == TcpStates.FIN_WAIT) {
        tcp.end(direction).flags |= TcpTrack.CLOSE_INIT;
      }
    }
    int[] seconds = Timeouts.of(flow, timeouts.tcp);
    int timeout = timeout(tcp, seconds, kind, next);
    if (!flow.has(NewConntrack.SEEN_REPLY)) {
      if (kind == RST_SET) {
        flow.status |= NewConntrack.DYING;
        return Outcome.ACCEPT;
      }
      if (kind == SYN_SET && old == TcpStates.SYN_SENT) {
        return Outcome.ACCEPT;
      }
      if (next == TcpStates.ESTABLISHED) {
        timeout = Math.min(timeout, seconds[Timeouts.UNACK]);
      }
    } else if (next == TcpStates.ESTABLISHED
        && (old == TcpStates.SYN_RECV || old == TcpStates.ESTABLISHED)) {
      flow.note(NewConntrack.ASSURED, FlowEvents.ASSURED);
    }
    Tracker.refresh(flow, timeout, now);
    return Outcome.ACCEPT;
  }

  /** Somebody resets it in the peers' names ({@code nf_conntrack_tcp_set_closing}). */
  void close(Flow flow, TcpTrack tcp, long now) {
    boolean open = tcp.state != TcpStates.CLOSE;
    tcp.state = TcpStates.CLOSE;
    if (open) {
      Tracker.refresh(flow, Timeouts.of(flow, timeouts.tcp)[Timeouts.CLOSE], now);
    }
  }

  private int timeout(TcpTrack tcp, int[] seconds, int kind, int next) {
    int usual = seconds[next];
    if (tcp.retransmissions >= maxRetransmissions && usual > seconds[Timeouts.RETRANS]) {
      return seconds[Timeouts.RETRANS];
    }
    if (kind == RST_SET) {
      return seconds[Timeouts.CLOSE];
    }
    int flags = tcp.original.flags | tcp.reply.flags;
    if ((flags & TcpTrack.DATA_UNACKNOWLEDGED) != 0 && usual > seconds[Timeouts.UNACK]) {
      return seconds[Timeouts.UNACK];
    }
    if (tcp.lastWindow == 0 && usual > seconds[Timeouts.RETRANS]) {
      return seconds[Timeouts.RETRANS];
    }
    return usual;
  }

  /** FIN or RST out of window from both sides: we are the one who is out of step. */
  private void shortenIfClosing(Flow flow, TcpTrack tcp, int direction, long now) {
    int kind = segment.kind;
    if (!flow.has(NewConntrack.ASSURED)
        || flow.has(NewConntrack.FIXED_TIMEOUT)
        || (kind != RST_SET && kind != FIN_SET)) {
      return;
    }
    if (tcp.lastDirection != direction && (tcp.lastIndex == FIN_SET || tcp.lastIndex == RST_SET)) {
      long shorter = now + Timeouts.of(flow, timeouts.tcp)[Timeouts.UNACK] * SECOND;
      if (flow.expires - now >= 120 * SECOND && flow.expires > shorter) {
        flow.expires = shorter;
      }
    } else {
      tcp.lastIndex = kind;
      tcp.lastDirection = direction;
    }
  }
}
