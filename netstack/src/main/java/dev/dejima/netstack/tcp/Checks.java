package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.packet.SeqNumber;
import dev.dejima.packet.TcpView;

/**
 * The checks that every segment of an open connection passes ({@code tcp_validate_incoming}, RFC
 * 5961): first the timestamp (PAWS, RFC 7323 section 5), then whether any part lies in the window,
 * then RST, which counts only with exactly the number expected, then SYN, which never does. What
 * fails is answered with an acknowledgment, so that an honest peer can set itself right; without
 * data such answers are at least half a second apart.
 */
final class Checks {
  private static final long ANSWER_INTERVAL = 500 * MILLISECOND;
  private static final long PAWS_MEMORY = 24L * 24 * 3600 * 1000 * MILLISECOND;

  private final Connection connection;
  private int recentTimestamp;
  private long recentTimestampAt;
  private long answeredAt = -ANSWER_INTERVAL;

  Checks(Connection connection) {
    this.connection = connection;
  }

  private long now() {
    return connection.loop().nanoTime();
  }

  /** Nanoseconds since the peer's timestamp was last taken over. */
  long sinceTimestamp() {
    return now() - recentTimestampAt;
  }

  boolean acceptable(Segment segment) {
    boolean rst = segment.has(TcpView.RST);
    if (stale(segment) && !rst) {
      duplicate(segment);
      return false;
    }
    if (!inWindow(segment)) {
      if (rst && repeatsFin(segment)) {
        connection.resetByPeer();
      } else if (!rst) {
        duplicate(segment);
      }
      return false;
    }
    if (rst) {
      if (segment.sequence == connection.rcv.next()) {
        connection.resetByPeer();
      } else {
        challenge();
      }
      return false;
    }
    if (segment.has(TcpView.SYN)) {
      challenge();
      return false;
    }
    return segment.has(TcpView.ACK);
  }

  /** Whether a timestamp says that the segment is an old duplicate (PAWS). */
  boolean stale(Segment segment) {
    return connection.timestamps
        && segment.timestamps
        && SeqNumber.less(segment.timestampValue, recentTimestamp)
        && now() - recentTimestampAt < PAWS_MEMORY;
  }

  /** Whether some of the segment lies in the window, or it is an acknowledgment at its edge. */
  boolean inWindow(Segment segment) {
    return !SeqNumber.less(segment.end(), connection.rcv.next() - connection.rcv.unacknowledged())
        && !SeqNumber.greater(segment.sequence, connection.rcv.next() + connection.rcv.remaining());
  }

  private boolean repeatsFin(Segment segment) {
    return connection.rcv.finished() && segment.sequence == connection.rcv.next() - 1;
  }

  private void duplicate(Segment segment) {
    if (SeqNumber.less(segment.sequence, connection.rcv.next()) && segment.length > 0) {
      connection.acks.hurry();
      connection.rcv.repeated(segment);
      connection.sendAck();
    } else {
      answer(segment);
    }
  }

  /** Answers a segment that is out of place. */
  void answer(Segment segment) {
    boolean data = segment.length > 0 && !segment.has(TcpView.SYN);
    if (data || now() - answeredAt >= ANSWER_INTERVAL) {
      answeredAt = data ? answeredAt : now();
      connection.sendAck();
    }
  }

  /** Answers with what is expected (RFC 5961), not too often. */
  void challenge() {
    if (now() - answeredAt >= ANSWER_INTERVAL) {
      answeredAt = now();
      connection.sendAck();
    }
  }

  /** Takes a timestamp over, to be echoed; older ones are ignored. */
  void remember(int value) {
    if (recentTimestampAt == 0 || !SeqNumber.less(value, recentTimestamp)) {
      recentTimestamp = value;
      recentTimestampAt = now();
    }
  }

  /** The peer's timestamp that is echoed. */
  int recentTimestamp() {
    return recentTimestamp;
  }
}
