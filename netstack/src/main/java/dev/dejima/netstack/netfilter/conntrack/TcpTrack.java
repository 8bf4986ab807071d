package dev.dejima.netstack.netfilter.conntrack;

/** What is kept of a TCP connection ({@code struct ip_ct_tcp}). */
public final class TcpTrack {
  static final int WINDOW_SCALE = 1;
  static final int SACK_PERMITTED = 2;
  static final int CLOSE_INIT = 4;
  static final int BE_LIBERAL = 8;
  static final int DATA_UNACKNOWLEDGED = 16;
  static final int MAXACK_SET = 32;
  static final int CHALLENGE_ACK = 64;
  static final int SIMULTANEOUS_OPEN = 128;

  /** One end: what it has sent, and how much it may. */
  static final class End {
    /** The highest sequence number sent, and one more. */
    int end;

    /** The highest sequence number it may send, and one more. */
    int maxEnd;

    /** The largest window it has offered. */
    int maxWindow;

    /** The highest acknowledgement it has sent. */
    int maxAck;

    int scale;
    int flags;

    void clear() {
      end = 0;
      maxEnd = 0;
      maxWindow = 0;
      maxAck = 0;
      scale = 0;
      flags = 0;
    }

    /** Nothing is known of it any more, but that it need not be exact. */
    void restart() {
      int kept = flags & BE_LIBERAL;
      clear();
      flags = kept;
    }
  }

  final End original = new End();
  final End reply = new End();

  /** Room for the options of a SYN that is ignored. */
  final End seen = new End();

  int state;
  int lastDirection;
  int lastIndex;
  int lastSeq;
  int lastAck;
  int lastEnd;
  int lastWindow;
  int lastScale;
  int lastFlags;
  int retransmissions;

  End end(int direction) {
    return direction == 0 ? original : reply;
  }

  /** {@code enum tcp_conntrack}. */
  public int state() {
    return state;
  }

  /** Whether both ends are through with it: TIME_WAIT or CLOSE. */
  public boolean isClosed() {
    return state == Timeouts.TIME_WAIT || state == Timeouts.CLOSE;
  }

  /** How far a connection is that a SYN proxy looks at. */
  public enum Phase {
    ASKED,
    ANSWERED,
    CLOSED,
    OTHER
  }

  /** Whether the handshake is over and neither end has closed. */
  public boolean isEstablished() {
    return state == TcpStates.ESTABLISHED;
  }

  /** How far it is. */
  public Phase phase() {
    return switch (state) {
      case TcpStates.SYN_SENT -> Phase.ASKED;
      case TcpStates.SYN_RECV -> Phase.ANSWERED;
      case TcpStates.CLOSE -> Phase.CLOSED;
      default -> Phase.OTHER;
    };
  }

  /** The largest window that the original direction's sender has offered. */
  public int originalMaxWindow() {
    return original.maxWindow;
  }

  /** The highest sequence number sent in the original direction, and one more. */
  public int originalEnd() {
    return original.end;
  }

  void clear() {
    original.clear();
    reply.clear();
    state = 0;
    lastDirection = 0;
    lastIndex = 0;
    lastSeq = 0;
    lastAck = 0;
    lastEnd = 0;
    lastWindow = 0;
    lastScale = 0;
    lastFlags = 0;
    retransmissions = 0;
  }
}
