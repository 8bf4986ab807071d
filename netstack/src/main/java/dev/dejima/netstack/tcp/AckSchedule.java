package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.netstack.sched.Timer;

/**
 * When to acknowledge: at once, or together with what is sent anyway within 40 to 200 ms.
 *
 * <p>As in the kernel ({@code inet_csk(sk)->icsk_ack}), a connection begins with a credit of quick
 * acknowledgments, as the peer may be in slow start and need them. Data sent soon after data came
 * make it <i>interactive</i> ("pingpong"): answers will carry the acknowledgments, so they are
 * delayed, until a delay turns out to have been in vain. The delay follows the gaps between
 * segments.
 */
final class AckSchedule {
  private static final int MAX_QUICK = 16;
  private static final long MIN_DELAY = 40 * MILLISECOND;
  private static final long MAX_DELAY = 200 * MILLISECOND;
  private static final long LONG_DELAY = 500 * MILLISECOND;
  private static final long TICK = MILLISECOND;

  private final Connection connection;
  private final Timer timer;
  private int quick;
  private long delay;
  private long lastData;
  private boolean interactive;
  private boolean scheduled;
  private boolean now;
  private boolean pushed;
  private boolean pushedTwice;

  /** What a full segment of the peer's measures ({@code rcv_mss}). */
  private int segmentSize = 536;

  AckSchedule(Connection connection) {
    this.connection = connection;
    this.timer = connection.loop().timer(this::timeOut);
  }

  void start(int segmentSize) {
    this.segmentSize = segmentSize;
  }

  int segmentSize() {
    return segmentSize;
  }

  boolean scheduled() {
    return scheduled;
  }

  /** The next check sends an acknowledgment. */
  void demand() {
    scheduled = true;
    now = true;
  }

  /** An acknowledgment is owed, at some time. */
  void schedule() {
    scheduled = true;
  }

  /** Answers will carry acknowledgments from now on. */
  void enterInteractive() {
    interactive = true;
  }

  /** Acknowledges the next segments at once. */
  void hurry() {
    quick = Math.max(quick, credit());
    interactive = false;
    delay = MIN_DELAY;
  }

  private int credit() {
    int credit = connection.rcv.advertised() / (2 * Math.max(1, segmentSize));
    return Math.min(MAX_QUICK, credit == 0 ? 2 : credit);
  }

  /** The window is tight: the peer is not to be hurried. */
  void spend() {
    quick = 0;
  }

  /** Data in order have come. */
  void received(int length, boolean push) {
    scheduled = true;
    measure(length, push);
    long time = connection.loop().nanoTime();
    long gap = time - lastData;
    if (delay == 0) {
      quick = Math.max(quick, credit());
      delay = MIN_DELAY;
    } else if (gap <= MIN_DELAY / 2) {
      delay = delay / 2 + MIN_DELAY / 2;
    } else if (gap < delay) {
      delay = Math.min(delay / 2 + gap, connection.snd.rtt.timeout());
    } else if (gap > connection.snd.rtt.timeout()) {
      quick = Math.max(quick, credit());
    }
    lastData = time;
  }

  private void measure(int length, boolean push) {
    if (length >= segmentSize) {
      segmentSize = Math.min(length, connection.advertisedMss());
    } else if (push) {
      pushedTwice |= pushed;
      pushed = true;
    }
  }

  /** Data are being sent. */
  void sentData() {
    if (connection.loop().nanoTime() - lastData < delay) {
      interactive = true;
    }
  }

  /** An acknowledgment went out, alone or with data. */
  void sent() {
    if (quick > 0 && --quick == 0) {
      delay = MIN_DELAY;
    }
    scheduled = false;
    now = false;
    pushed = false;
    pushedTwice = false;
    timer.cancel();
  }

  /** Sends what is owed, now or later ({@code __tcp_ack_snd_check}). */
  void check() {
    if (!scheduled) {
      return;
    }
    Receiver rcv = connection.rcv;
    boolean twoSegments = rcv.unacknowledged() > segmentSize && !rcv.windowWouldShrink();
    if (now || twoSegments || (quick > 0 && !interactive) || !rcv.inOrder()) {
      connection.sendAck();
    } else {
      postpone();
    }
  }

  private void postpone() {
    long wait = delay;
    if (wait > MIN_DELAY) {
      long most = interactive || pushed ? MAX_DELAY : LONG_DELAY;
      long rtt = connection.snd.rtt.smoothed();
      most = rtt == 0 ? most : Math.min(most, Math.max(rtt, MIN_DELAY));
      wait = Math.min(wait, most);
    }
    long due = connection.loop().nanoTime() + Math.max(TICK, Math.min(wait, MAX_DELAY));
    if (!timer.pending() || timer.expires() > due) {
      timer.armAt(due);
    }
  }

  /** The application has read, and left {@code unread} ({@code tcp_cleanup_rbuf}). */
  void read(int unread) {
    boolean due =
        scheduled
            && (connection.rcv.unacknowledged() > segmentSize
                || (unread == 0 && (pushedTwice || (pushed && !interactive))));
    if (due || connection.rcv.windowDoubles()) {
      connection.sendAck();
    }
  }

  private void timeOut() {
    if (!scheduled) {
      return;
    }
    if (interactive) {
      interactive = false;
      delay = MIN_DELAY;
    } else {
      delay = Math.min(2 * delay, connection.snd.rtt.timeout());
    }
    connection.sendAck();
  }

  void cancel() {
    timer.cancel();
    scheduled = false;
  }
}
