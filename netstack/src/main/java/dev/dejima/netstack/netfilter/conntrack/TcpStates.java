package dev.dejima.netstack.netfilter.conntrack;

/**
 * Which segment moves a TCP connection to which state ({@code tcp_conntracks}): by direction, kind
 * of segment, and old state.
 */
final class TcpStates {
  static final int NONE = 0;
  static final int SYN_SENT = Timeouts.SYN_SENT;
  static final int SYN_RECV = Timeouts.SYN_RECV;
  static final int ESTABLISHED = Timeouts.ESTABLISHED;
  static final int FIN_WAIT = Timeouts.FIN_WAIT;
  static final int CLOSE_WAIT = Timeouts.CLOSE_WAIT;
  static final int LAST_ACK = Timeouts.LAST_ACK;
  static final int TIME_WAIT = Timeouts.TIME_WAIT;
  static final int CLOSE = Timeouts.CLOSE;
  static final int SYN_SENT2 = Timeouts.SYN_SENT2;

  /** No segment for that state. */
  static final int INVALID = 10;

  /** It passes, and nothing moves: our view may be wrong, and the answer will tell. */
  static final int IGNORE = 11;

  private static final int NO = NONE;
  private static final int SS = SYN_SENT;
  private static final int SR = SYN_RECV;
  private static final int ES = ESTABLISHED;
  private static final int FW = FIN_WAIT;
  private static final int CW = CLOSE_WAIT;
  private static final int LA = LAST_ACK;
  private static final int TW = TIME_WAIT;
  private static final int CL = CLOSE;
  private static final int S2 = SYN_SENT2;
  private static final int IV = INVALID;
  private static final int IG = IGNORE;

  /** The rows are kinds of segments, as {@link TcpSegment} numbers them. */
  private static final byte[][][] NEXT = {
    {
      {SS, SS, IG, IG, IG, IG, IG, SS, SS, S2},
      {IV, IV, SR, IV, IV, IV, IV, IV, IV, SR},
      {IV, IV, FW, FW, LA, LA, LA, TW, CL, IV},
      {ES, IV, ES, ES, CW, CW, TW, TW, CL, IV},
      {IV, CL, CL, CL, CL, CL, CL, CL, CL, CL},
      {IV, IV, IV, IV, IV, IV, IV, IV, IV, IV}
    },
    {
      {IV, S2, IV, IV, IV, IV, IV, SS, IV, S2},
      {IV, SR, IG, IG, IG, IG, IG, IG, IG, SR},
      {IV, IV, FW, FW, LA, LA, LA, TW, CL, IV},
      {IV, IG, SR, ES, CW, CW, TW, TW, CL, IG},
      {IV, CL, CL, CL, CL, CL, CL, CL, CL, CL},
      {IV, IV, IV, IV, IV, IV, IV, IV, IV, IV}
    }
  };

  private TcpStates() {}

  static int next(int direction, int kind, int old) {
    return NEXT[direction][kind][old];
  }

  /** What the first segment of a flow makes of it. */
  static int first(int kind) {
    return NEXT[0][kind][NO];
  }

  /** Whether a connection is closing, so that it may be forgotten early. */
  static boolean isClosing(int state) {
    return switch (state) {
      case FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE -> true;
      default -> false;
    };
  }
}
