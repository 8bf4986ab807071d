package dev.dejima.netstack.netfilter.conntrack;

import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.BE_LIBERAL;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.CHALLENGE_ACK;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.CLOSE_INIT;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.DATA_UNACKNOWLEDGED;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.MAXACK_SET;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.SACK_PERMITTED;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.SIMULTANEOUS_OPEN;
import static dev.dejima.netstack.netfilter.conntrack.TcpTrack.WINDOW_SCALE;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.packet.NetworkOrder;

/**
 * Follows TCP connections from the middle ({@code nf_conntrack_proto_tcp.c}).
 *
 * <p>Which segment moves a connection to which state is a table: direction, kind of segment, old
 * state. A segment counts only if it lies in the window: the window of each end is guessed from
 * what the other acknowledged and offered (Guido van Rooij, "Real Stateful TCP Packet Filtering in
 * IP Filter"). With {@code sack} the highest right edge acknowledged:
 *
 * <ul>
 *   <li>seq is at most the sender's maxEnd, the highest sack + window the receiver ever sent;
 *   <li>seq + length is at least the sender's end less the receiver's largest window;
 *   <li>sack is at most the receiver's end, the highest seq + length it ever sent;
 *   <li>sack is at least the receiver's end less the sender's largest window, or 66000.
 * </ul>
 *
 * <p>What the table ignores passes without moving anything: such a segment may be right and our
 * view wrong, and the receiver's answer will tell.
 */
final class TcpTracker {
  static final int PROTOCOL = 6;

  /** What becomes of a segment. */
  enum Outcome {
    /** It belongs to the flow. */
    ACCEPT,
    /** It belongs to no flow. */
    INVALID,
    /** The flow is over, and the segment opens another. */
    REPEAT
  }

  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int ACK = 16;
  private static final int URG = 32;

  /** Kinds of segments ({@code enum tcp_bit_set}). */
  private static final int SYN_SET = 0;

  private static final int SYNACK_SET = 1;
  private static final int FIN_SET = 2;
  private static final int ACK_SET = 3;
  private static final int RST_SET = 4;
  private static final int NONE_SET = 5;

  private static final int NO = 0;
  private static final int SS = Timeouts.SYN_SENT;
  private static final int SR = Timeouts.SYN_RECV;
  private static final int ES = Timeouts.ESTABLISHED;
  private static final int FW = Timeouts.FIN_WAIT;
  private static final int CW = Timeouts.CLOSE_WAIT;
  private static final int LA = Timeouts.LAST_ACK;
  private static final int TW = Timeouts.TIME_WAIT;
  private static final int CL = Timeouts.CLOSE;
  private static final int S2 = Timeouts.SYN_SENT2;
  private static final int INVALID = 10;
  private static final int IGNORE = 11;

  /** Next state, by direction, kind of segment, and old state from NO to S2. */
  private static final byte[][][] NEXT = {
    {
      row(SS, SS, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, SS, SS, S2),
      row(INVALID, INVALID, SR, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, SR),
      row(INVALID, INVALID, FW, FW, LA, LA, LA, TW, CL, INVALID),
      row(ES, INVALID, ES, ES, CW, CW, TW, TW, CL, INVALID),
      row(INVALID, CL, CL, CL, CL, CL, CL, CL, CL, CL),
      row(INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID)
    },
    {
      row(INVALID, S2, INVALID, INVALID, INVALID, INVALID, INVALID, SS, INVALID, S2),
      row(INVALID, SR, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, IGNORE, SR),
      row(INVALID, INVALID, FW, FW, LA, LA, LA, TW, CL, INVALID),
      row(INVALID, IGNORE, SR, ES, CW, CW, TW, TW, CL, IGNORE),
      row(INVALID, CL, CL, CL, CL, CL, CL, CL, CL, CL),
      row(INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID)
    }
  };

  /** In the window: the flow follows; ignored: it passes and nothing moves; outside: invalid. */
  private static final int IN_WINDOW = 0;

  private static final int PASS = 1;
  private static final int OUTSIDE = 2;

  /** The least that an acknowledgement may lag behind. */
  private static final int MAX_ACK_WINDOW = 66_000;

  private static final long SECOND = 1_000_000_000L;

  private final Timeouts timeouts;
  boolean loose = true;
  boolean liberal;
  boolean ignoreInvalidReset;
  int maxRetransmissions = 3;

  // The segment at hand.
  private byte[] bytes = {};
  private int header;
  private int headerEnd;
  private int flags;
  private int seq;
  private int ack;
  private int window;
  private int end;

  TcpTracker(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  private static byte[] row(int... states) {
    byte[] row = new byte[states.length];
    for (int i = 0; i < states.length; i++) {
      row[i] = (byte) states[i];
    }
    return row;
  }

  /** Whether flags go together; PSH, ECE and CWR are always right. */
  static boolean flagsValid(int flags) {
    return switch (flags & (FIN | SYN | RST | ACK | URG)) {
      case SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG ->
          true;
      default -> false;
    };
  }

  private static int kind(int flags) {
    if ((flags & RST) != 0) {
      return RST_SET;
    }
    if ((flags & SYN) != 0) {
      return (flags & ACK) != 0 ? SYNACK_SET : SYN_SET;
    }
    if ((flags & FIN) != 0) {
      return FIN_SET;
    }
    return (flags & ACK) != 0 ? ACK_SET : NONE_SET;
  }

  private void read(byte[] packet, int transport, int packetEnd) {
    bytes = packet;
    header = transport;
    headerEnd = transport + ((packet[transport + 12] & 0xf0) >> 2);
    flags = packet[transport + 13];
    seq = NetworkOrder.get32(packet, transport + 4);
    ack = NetworkOrder.get32(packet, transport + 8);
    window = NetworkOrder.get16(packet, transport + 14);
    end =
        seq + (packetEnd - headerEnd) + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
  }

  /** Looks at a segment whose header is known to be whole and its flags to go together. */
  Outcome track(
      Flow flow,
      TcpTrack tcp,
      int direction,
      byte[] packet,
      int transport,
      int packetEnd,
      long now) {
    read(packet, transport, packetEnd);
    if (!flow.isConfirmed() && !open(tcp)) {
      return Outcome.INVALID;
    }
    int kind = kind(flags);
    int old = tcp.state;
    int next = NEXT[direction][kind][old];
    switch (next) {
      case SS -> {
        if (old >= TW) {
          if (((tcp.original.flags | tcp.reply.flags) & CLOSE_INIT) != 0
              || (tcp.lastDirection == direction && tcp.lastIndex == RST_SET)) {
            return Outcome.REPEAT;
          }
          if (!synchronizes(tcp, direction, kind)) {
            ignore(tcp, direction, kind, old);
            return Outcome.ACCEPT;
          }
        }
      }
      case IGNORE -> {
        if (!synchronizes(tcp, direction, kind)) {
          ignore(tcp, direction, kind, old);
          return Outcome.ACCEPT;
        }
        resynchronize(tcp, direction);
        old = SS;
        next = SR;
      }
      case INVALID -> {
        return Outcome.INVALID;
      }
      case TW -> {
        if (old == LA
            && kind == ACK_SET
            && tcp.lastDirection != direction
            && tcp.lastIndex == SYN_SET
            && (tcp.lastFlags & CHALLENGE_ACK) != 0) {
          tcp.lastFlags &= ~CHALLENGE_ACK;
          return Outcome.ACCEPT;
        }
      }
      case S2 -> tcp.lastFlags |= SIMULTANEOUS_OPEN;
      case SR -> {
        if (direction == 1 && kind == ACK_SET && (tcp.lastFlags & SIMULTANEOUS_OPEN) != 0) {
          next = ES;
        }
      }
      case CL -> {
        if (kind == RST_SET) {
          int decided = reset(flow, tcp, direction, old);
          if (decided == INVALID) {
            return Outcome.INVALID;
          }
          if (decided == IGNORE) {
            return follow(flow, tcp, direction, kind, old, CL, now);
          }
          next = decided;
        }
      }
      default -> {}
    }
    switch (inWindow(tcp, direction, kind)) {
      case PASS -> {
        return Outcome.ACCEPT;
      }
      case OUTSIDE -> {
        shortenIfClosing(flow, tcp, direction, kind, now);
        return Outcome.INVALID;
      }
      default -> {}
    }
    return follow(flow, tcp, direction, kind, old, next, now);
  }

  /** Whether this answers a SYN that was ignored: then we were out of step, not the two ends. */
  private boolean synchronizes(TcpTrack tcp, int direction, int kind) {
    return kind == SYNACK_SET
        && tcp.lastIndex == SYN_SET
        && tcp.lastDirection != direction
        && ack == tcp.lastEnd;
  }

  private static void resynchronize(TcpTrack tcp, int direction) {
    TcpTrack.End other = tcp.end(tcp.lastDirection);
    other.end = tcp.lastEnd;
    other.maxEnd = tcp.lastEnd;
    other.maxWindow = tcp.lastWindow == 0 ? 1 : tcp.lastWindow;
    other.scale = tcp.lastScale;
    other.flags = tcp.lastFlags & ~CHALLENGE_ACK;
    tcp.lastFlags = 0;
    tcp.end(direction).clear();
  }

  private void ignore(TcpTrack tcp, int direction, int kind, int old) {
    tcp.lastIndex = kind;
    tcp.lastDirection = direction;
    tcp.lastSeq = seq;
    tcp.lastEnd = end;
    tcp.lastWindow = window;
    if (kind == SYN_SET && direction == 0) {
      TcpTrack.End seen = new TcpTrack.End();
      options(seen);
      tcp.lastFlags = seen.flags & (WINDOW_SCALE | SACK_PERMITTED);
      tcp.lastScale = seen.scale;
      if (old == LA) {
        tcp.lastFlags |= CHALLENGE_ACK;
      }
    }
    if (old == SS && kind == ACK_SET && direction == 1) {
      tcp.lastAck = ack;
    }
  }

  /** A reset: the next state, INVALID, or IGNORE for one that closes whatever the window says. */
  private int reset(Flow flow, TcpTrack tcp, int direction, int old) {
    if (old == CL || old == TW || old == LA) {
      return IGNORE;
    }
    TcpTrack.End other = tcp.end(1 - direction);
    int next = CL;
    if ((other.flags & MAXACK_SET) != 0 && tcp.lastIndex != SYN_SET) {
      boolean established = old == ES && flow.has(NewConntrack.ASSURED);
      if (seq == 0 && !established) {
        return CL;
      }
      if (before(seq, other.maxAck) && !ignoreInvalidReset) {
        return INVALID;
      }
      boolean partOfTrain =
          tcp.lastIndex == ACK_SET && tcp.lastDirection == direction && seq == tcp.lastEnd;
      if (!established || seq == other.maxAck || partOfTrain) {
        return CL;
      }
      next = old;
    }
    boolean answersIgnored =
        (flow.has(NewConntrack.SEEN_REPLY) && tcp.lastIndex == SYN_SET)
            || (!flow.has(NewConntrack.ASSURED) && tcp.lastIndex == ACK_SET);
    return answersIgnored && ack == tcp.lastEnd ? IGNORE : next;
  }

  /** A segment that is in the window moves the flow on. */
  private Outcome follow(
      Flow flow, TcpTrack tcp, int direction, int kind, int old, int next, long now) {
    tcp.lastIndex = kind;
    tcp.lastDirection = direction;
    tcp.state = next;
    if (old != next && next == FW) {
      tcp.end(direction).flags |= CLOSE_INIT;
    }
    int timeout = timeout(tcp, kind, next);
    if (!flow.has(NewConntrack.SEEN_REPLY)) {
      if (kind == RST_SET) {
        flow.status |= NewConntrack.DYING;
        return Outcome.ACCEPT;
      }
      if (kind == SYN_SET && old == SS) {
        return Outcome.ACCEPT;
      }
      if (next == ES) {
        timeout = Math.min(timeout, timeouts.tcp[Timeouts.UNACK]);
      }
    } else if (next == ES && (old == SR || old == ES)) {
      flow.status |= NewConntrack.ASSURED;
    }
    flow.expires = now + timeout * SECOND;
    return Outcome.ACCEPT;
  }

  private int timeout(TcpTrack tcp, int kind, int next) {
    int usual = timeouts.tcp[next];
    if (tcp.retransmissions >= maxRetransmissions && usual > timeouts.tcp[Timeouts.RETRANS]) {
      return timeouts.tcp[Timeouts.RETRANS];
    }
    if (kind == RST_SET) {
      return timeouts.tcp[Timeouts.CLOSE];
    }
    if (((tcp.original.flags | tcp.reply.flags) & DATA_UNACKNOWLEDGED) != 0
        && usual > timeouts.tcp[Timeouts.UNACK]) {
      return timeouts.tcp[Timeouts.UNACK];
    }
    if (tcp.lastWindow == 0 && usual > timeouts.tcp[Timeouts.RETRANS]) {
      return timeouts.tcp[Timeouts.RETRANS];
    }
    return usual;
  }

  /** FIN or RST out of window from both sides: we are the one who is out of step. */
  private void shortenIfClosing(Flow flow, TcpTrack tcp, int direction, int kind, long now) {
    if (!flow.has(NewConntrack.ASSURED) || (kind != RST_SET && kind != FIN_SET)) {
      return;
    }
    if (tcp.lastDirection != direction && (tcp.lastIndex == FIN_SET || tcp.lastIndex == RST_SET)) {
      long shorter = now + timeouts.tcp[Timeouts.UNACK] * SECOND;
      if (flow.expires - now >= 120 * SECOND && flow.expires > shorter) {
        flow.expires = shorter;
      }
    } else {
      tcp.lastIndex = kind;
      tcp.lastDirection = direction;
    }
  }

  /** The first segment of a flow; false if it cannot open one. */
  private boolean open(TcpTrack tcp) {
    int state = NEXT[0][kind(flags)][NO];
    if (state == INVALID || (state != SS && !loose)) {
      return false;
    }
    tcp.clear();
    TcpTrack.End sender = tcp.original;
    sender.end = end;
    sender.maxWindow = window == 0 ? 1 : window;
    if (state == SS) {
      sender.maxEnd = end;
      options(sender);
    } else {
      sender.maxEnd = end + sender.maxWindow;
      sender.flags = SACK_PERMITTED | BE_LIBERAL;
      tcp.reply.flags = sender.flags;
    }
    tcp.lastIndex = NONE_SET;
    return true;
  }

  private void beginSender(TcpTrack.End sender, TcpTrack.End receiver, int sack) {
    if ((flags & SYN) != 0) {
      sender.end = end;
      sender.maxEnd = end;
      sender.maxWindow = window == 0 ? 1 : window;
      options(sender);
      if ((sender.flags & receiver.flags & WINDOW_SCALE) == 0 && (flags & ACK) != 0) {
        sender.scale = 0;
        receiver.scale = 0;
      }
    } else {
      sender.end = end;
      sender.maxWindow = Math.max(1, window << sender.scale);
      sender.maxEnd = end + sender.maxWindow;
      if (receiver.maxWindow == 0) {
        receiver.end = sack;
        receiver.maxEnd = sack;
      }
    }
  }

  private int inWindow(TcpTrack tcp, int direction, int kind) {
    TcpTrack.End sender = tcp.end(direction);
    TcpTrack.End receiver = tcp.end(1 - direction);
    int from = seq;
    int to = end;
    int acked = ack;
    int sack = (receiver.flags & SACK_PERMITTED) != 0 ? highestSack(ack) : ack;
    if (sender.maxWindow == 0) {
      beginSender(sender, receiver, sack);
      if ((flags & SYN) != 0 && (flags & ACK) == 0) {
        return IN_WINDOW;
      }
    } else if (((tcp.state == SS && direction == 0) || (tcp.state == SR && direction == 1))
        && after(end, sender.end)) {
      beginSender(sender, receiver, sack);
      if (direction == 1 && (flags & ACK) == 0) {
        return IN_WINDOW;
      }
    }
    if ((flags & ACK) == 0 || ((flags & RST) != 0 && ack == 0)) {
      acked = receiver.end;
      sack = acked;
    }
    if ((flags & RST) != 0 && seq == 0 && tcp.state == SS) {
      from = sender.end;
      to = from;
    }
    int judged = judge(sender, receiver, from, to, sack);
    if (judged != IN_WINDOW) {
      return judged;
    }
    if ((flags & SYN) != 0 || sender.maxWindow != 0) {
      update(sender, receiver, to, acked, sack);
    }
    if (kind == ACK_SET) {
      countRetransmissions(tcp, direction, from, acked, to);
    }
    return IN_WINDOW;
  }

  private int judge(TcpTrack.End sender, TcpTrack.End receiver, int from, int to, int sack) {
    boolean tolerant = liberal || (sender.flags & BE_LIBERAL) != 0;
    boolean ackNotAhead = !after(sack, receiver.end);
    boolean ackNotBehind =
        after(sack, receiver.end - Math.max(sender.maxWindow, MAX_ACK_WINDOW) - 1);
    boolean notRepeated = after(to, sender.end - receiver.maxWindow - 1);
    if (after(from, sender.maxEnd)) {
      int over = to - sender.maxEnd + 1;
      if (receiver.maxWindow != 0
          && notRepeated
          && ackNotBehind
          && ackNotAhead
          && Integer.compareUnsigned(over, receiver.maxWindow) <= 0) {
        sender.end = to;
        sender.flags |= DATA_UNACKNOWLEDGED;
        return PASS;
      }
      return tolerant ? IN_WINDOW : OUTSIDE;
    }
    if (!ackNotAhead) {
      return tolerant ? IN_WINDOW : OUTSIDE;
    }
    boolean inReceiveWindow = receiver.maxWindow == 0 || notRepeated;
    return (inReceiveWindow && ackNotBehind) || tolerant ? IN_WINDOW : PASS;
  }

  private void update(TcpTrack.End sender, TcpTrack.End receiver, int to, int acked, int sack) {
    int scaled = (flags & SYN) != 0 ? window : window << sender.scale;
    int offered = scaled + (sack - acked);
    if (Integer.compareUnsigned(sender.maxWindow, offered) < 0) {
      sender.maxWindow = offered;
    }
    if (after(to, sender.end)) {
      sender.end = to;
      sender.flags |= DATA_UNACKNOWLEDGED;
    }
    if ((flags & ACK) != 0) {
      if ((sender.flags & MAXACK_SET) == 0) {
        sender.maxAck = acked;
        sender.flags |= MAXACK_SET;
      } else if (after(acked, sender.maxAck)) {
        sender.maxAck = acked;
      }
    }
    if (receiver.maxWindow != 0 && after(to, sender.maxEnd)) {
      receiver.maxWindow += to - sender.maxEnd;
    }
    if (after(sack + scaled, receiver.maxEnd - 1)) {
      receiver.maxEnd = sack + scaled + (scaled == 0 ? 1 : 0);
    }
    if (acked == receiver.end) {
      receiver.flags &= ~DATA_UNACKNOWLEDGED;
    }
  }

  private void countRetransmissions(TcpTrack tcp, int direction, int from, int acked, int to) {
    if (tcp.lastDirection == direction
        && tcp.lastSeq == from
        && tcp.lastAck == acked
        && tcp.lastEnd == to
        && tcp.lastWindow == window) {
      tcp.retransmissions++;
      return;
    }
    tcp.lastDirection = direction;
    tcp.lastSeq = from;
    tcp.lastAck = acked;
    tcp.lastEnd = to;
    tcp.lastWindow = window;
    tcp.retransmissions = 0;
  }

  private void options(TcpTrack.End sender) {
    sender.scale = 0;
    sender.flags = 0;
    for (int at = header + 20; at < headerEnd && bytes[at] != 0; ) {
      if (bytes[at] == 1) {
        at++;
        continue;
      }
      int length = at + 1 < headerEnd ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || at + length > headerEnd) {
        return;
      }
      if (bytes[at] == 4 && length == 2) {
        sender.flags |= SACK_PERMITTED;
      } else if (bytes[at] == 3 && length == 3) {
        sender.scale = Math.min(bytes[at + 2] & 0xff, 14);
        sender.flags |= WINDOW_SCALE;
      }
      at += length;
    }
  }

  private int highestSack(int highest) {
    int sack = highest;
    for (int at = header + 20; at < headerEnd && bytes[at] != 0; ) {
      if (bytes[at] == 1) {
        at++;
        continue;
      }
      int length = at + 1 < headerEnd ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || at + length > headerEnd) {
        return sack;
      }
      if (bytes[at] == 5 && length >= 10 && (length - 2) % 8 == 0) {
        for (int edge = at + 6; edge < at + length; edge += 8) {
          int right = NetworkOrder.get32(bytes, edge);
          sack = after(right, sack) ? right : sack;
        }
        return sack;
      }
      at += length;
    }
    return sack;
  }

  private static boolean after(int a, int b) {
    return a - b > 0;
  }

  private static boolean before(int a, int b) {
    return a - b < 0;
  }
}
