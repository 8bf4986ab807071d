package dev.dejima.netstack.netfilter.conntrack;

import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.ACK;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.RST;
import static dev.dejima.netstack.netfilter.conntrack.TcpSegment.SYN;

/**
 * Whether a segment lies in the window ({@code tcp_in_window}). The window of each end is guessed
 * from what the other acknowledged and offered (Guido van Rooij, "Real Stateful TCP Packet
 * Filtering in IP Filter"). With {@code sack} the highest right edge acknowledged:
 *
 * <ul>
 *   <li>seq is at most the sender's maxEnd, the highest sack + window the receiver ever sent;
 *   <li>seq + length is at least the sender's end less the receiver's largest window;
 *   <li>sack is at most the receiver's end, the highest seq + length it ever sent;
 *   <li>sack is at least the receiver's end less the sender's largest window, or 66000.
 * </ul>
 */
final class TcpWindow {
  /** Where a segment lies. */
  enum Place {
    /** The flow follows. */
    INSIDE,
    /** It passes and nothing moves. */
    BEHIND,
    /** It is invalid. */
    OUTSIDE
  }

  /** The least that an acknowledgement may lag behind. */
  private static final int MAX_ACK_WINDOW = 66_000;

  /** Whether segments out of window are taken all the same ({@code tcp_be_liberal}). */
  boolean liberal;

  // The segment at hand, its numbers as the receiver knows them.
  private int seq;
  private int end;
  private int ack;
  private int sack;

  /** Finds where a segment lies, and moves the window if it is inside. */
  Place place(Flow flow, TcpTrack tcp, int direction, TcpSegment segment) {
    TcpTrack.End sender = tcp.end(direction);
    TcpTrack.End receiver = tcp.end(1 - direction);
    read(flow, 1 - direction, receiver, segment);
    if (sender.maxWindow == 0) {
      if (segment.has(SYN)) {
        open(sender, receiver, direction, segment);
        if (!segment.has(ACK)) {
          return Place.INSIDE;
        }
      } else {
        pickUp(sender, receiver, segment);
      }
    } else if (segment.has(SYN)
        && after(end, sender.end)
        && (tcp.state == TcpStates.SYN_SENT || tcp.state == TcpStates.SYN_RECV)) {
      open(sender, receiver, direction, segment);
      if (direction == 1 && !segment.has(ACK)) {
        return Place.INSIDE;
      }
    }
    if (!segment.has(ACK) || (segment.has(RST) && ack == 0)) {
      ack = receiver.end;
      sack = ack;
    }
    if (segment.has(RST) && seq == 0 && tcp.state == TcpStates.SYN_SENT) {
      seq = sender.end;
      end = seq;
    }
    Place place = judge(sender, receiver);
    if (place != Place.INSIDE) {
      return liberal || (sender.flags & TcpTrack.BE_LIBERAL) != 0 ? Place.INSIDE : place;
    }
    move(sender, receiver, segment);
    if (segment.kind == TcpSegment.ACK_SET) {
      countRetransmissions(tcp, direction, segment.window);
    }
    return Place.INSIDE;
  }

  private void read(Flow flow, int other, TcpTrack.End receiver, TcpSegment segment) {
    seq = segment.seq;
    end = segment.end;
    ack = segment.ack;
    boolean selective = (receiver.flags & TcpTrack.SACK_PERMITTED) != 0;
    sack = selective ? segment.highestAcknowledged() : ack;
    SequenceAdjustment moved = flow.sequences;
    if (moved != null) {
      int offset = moved.offset(other, ack - 1);
      ack -= offset;
      sack -= offset;
    }
  }

  private void open(TcpTrack.End sender, TcpTrack.End receiver, int direction, TcpSegment segment) {
    sender.end = end;
    sender.maxEnd = end;
    sender.maxWindow = Math.max(1, segment.window);
    segment.readOptions(sender);
    if (direction == 1 && (sender.flags & receiver.flags & TcpTrack.WINDOW_SCALE) == 0) {
      sender.scale = 0;
      receiver.scale = 0;
    }
  }

  /** The connection's history is not known: the segment must do. */
  private void pickUp(TcpTrack.End sender, TcpTrack.End receiver, TcpSegment segment) {
    sender.end = end;
    sender.maxWindow = Math.max(1, segment.window << sender.scale);
    sender.maxEnd = end + sender.maxWindow;
    if (receiver.maxWindow == 0) {
      receiver.end = sack;
      receiver.maxEnd = sack;
    } else if (sack == receiver.end + 1) {
      receiver.end++;
    }
  }

  private Place judge(TcpTrack.End sender, TcpTrack.End receiver) {
    boolean ackNotAhead = !after(sack, receiver.end);
    int lag = Math.max(sender.maxWindow, MAX_ACK_WINDOW);
    boolean ackNotBehind = after(sack, receiver.end - lag - 1);
    boolean notRepeated = after(end, sender.end - receiver.maxWindow - 1);
    if (after(seq, sender.maxEnd)) {
      int over = end - sender.maxEnd + 1;
      if (receiver.maxWindow != 0
          && notRepeated
          && ackNotBehind
          && ackNotAhead
          && Integer.compareUnsigned(over, receiver.maxWindow) <= 0) {
        sender.end = end;
        sender.flags |= TcpTrack.DATA_UNACKNOWLEDGED;
        return Place.BEHIND;
      }
      return Place.OUTSIDE;
    }
    if (!ackNotAhead) {
      return Place.OUTSIDE;
    }
    boolean inReceiveWindow = receiver.maxWindow == 0 || notRepeated;
    return inReceiveWindow && ackNotBehind ? Place.INSIDE : Place.BEHIND;
  }

  private void move(TcpTrack.End sender, TcpTrack.End receiver, TcpSegment segment) {
    int scaled = segment.has(SYN) ? segment.window : segment.window << sender.scale;
    int offered = scaled + (sack - ack);
    if (Integer.compareUnsigned(sender.maxWindow, offered) < 0) {
      sender.maxWindow = offered;
    }
    if (after(end, sender.end)) {
      sender.end = end;
      sender.flags |= TcpTrack.DATA_UNACKNOWLEDGED;
    }
    if (segment.has(ACK)) {
      if ((sender.flags & TcpTrack.MAXACK_SET) == 0) {
        sender.maxAck = ack;
        sender.flags |= TcpTrack.MAXACK_SET;
      } else if (after(ack, sender.maxAck)) {
        sender.maxAck = ack;
      }
    }
    if (receiver.maxWindow != 0 && after(end, sender.maxEnd)) {
      receiver.maxWindow += end - sender.maxEnd;
    }
    if (after(sack + scaled, receiver.maxEnd - 1)) {
      receiver.maxEnd = sack + scaled + (scaled == 0 ? 1 : 0);
    }
    if (ack == receiver.end) {
      receiver.flags &= ~TcpTrack.DATA_UNACKNOWLEDGED;
    }
  }

  private void countRetransmissions(TcpTrack tcp, int direction, int window) {
    if (tcp.lastDirection == direction
        && tcp.lastSeq == seq
        && tcp.lastAck == ack
        && tcp.lastEnd == end
        && tcp.lastWindow == window) {
      tcp.retransmissions++;
      return;
    }
    tcp.lastDirection = direction;
    tcp.lastSeq = seq;
    tcp.lastAck = ack;
    tcp.lastEnd = end;
    tcp.lastWindow = window;
    tcp.retransmissions = 0;
  }

  private static boolean after(int a, int b) {
    return a - b > 0;
  }
}
