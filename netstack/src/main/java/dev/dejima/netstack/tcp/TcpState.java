package dev.dejima.netstack.tcp;

/** The states of RFC 9293 section 3.3.2, in the order of the kernel's {@code enum tcp_states}. */
enum TcpState {
  ESTABLISHED,
  SYN_SENT,
  SYN_RECEIVED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  TIME_WAIT,
  CLOSED,
  CLOSE_WAIT,
  LAST_ACK,
  LISTEN,
  CLOSING;

  /** The kernel's number, from 1. */
  int number() {
    return ordinal() + 1;
  }

  /** Whether both ends have seen the other's SYN, and this end may still send data. */
  boolean maySend() {
    return this == ESTABLISHED || this == CLOSE_WAIT;
  }

  /** Whether both ends have seen the other's SYN and the connection is not over. */
  boolean synchronised() {
    return switch (this) {
      case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, LAST_ACK, CLOSING -> true;
      case SYN_SENT, SYN_RECEIVED, TIME_WAIT, CLOSED, LISTEN -> false;
    };
  }
}
