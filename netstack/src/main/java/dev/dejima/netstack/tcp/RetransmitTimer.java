package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.netstack.sched.Timer;
import dev.dejima.netstack.tcp.Sender.Purpose;

/** The one timer of {@link Sender}, and how often it has gone off in vain. */
final class RetransmitTimer {
  private static final long TICK = 2 * MILLISECOND;
  private static final int ORPHAN_RETRIES = 8;

  private final Connection connection;
  private final Sender sender;
  private final TcpSettings settings;
  private final Timer timer;
  private Purpose purpose = Purpose.NONE;
  private long due;
  private int retries;
  private int probes;
  private boolean probedTail;

  RetransmitTimer(Connection connection, Sender sender, TcpSettings settings) {
    this.connection = connection;
    this.sender = sender;
    this.settings = settings;
    this.timer = connection.loop().timer(this::goOff);
  }

  /** Something new was acknowledged. */
  void progress() {
    retries = 0;
    probes = 0;
    probedTail = false;
    sender.rtt.resetBackOff();
  }

  /** The peer lives, though its window is closed. */
  void probeAnswered() {
    probes = 0;
    armForProbe(true);
  }

  void cancel() {
    purpose = Purpose.NONE;
    timer.cancel();
  }

  private void arm(Purpose what, long nanos) {
    purpose = what;
    due = sender.now() + nanos;
    if (!timer.pending() || timer.expires() > due) {
      timer.armAt(due);
    }
  }

  /**
   * Something is under way: probe for its tail, or wait RTO.
   *
   * @param noProbe whether to wait RTO in any case
   */
  void armForFlight(boolean noProbe) {
    if (sender.flight.isEmpty()) {
      return;
    }
    if (purpose == Purpose.REORDER && !noProbe) {
      return;
    }
    long timeout = sender.rtt.timeout();
    boolean calm = sender.flight.missing() == 0 && sender.flight.sacked() == 0;
    if (noProbe || probedTail || retries > 0 || !calm || !connection.sack) {
      arm(Purpose.RETRANSMIT, timeout);
    } else {
      arm(Purpose.TAIL_PROBE, Math.min(timeout, tailTimeout()));
    }
  }

  private long tailTimeout() {
    long smoothed = sender.rtt.smoothed();
    if (smoothed == 0) {
      return RttEstimator.INITIAL_TIMEOUT;
    }
    boolean single = sender.flight.count() == 1;
    return 2 * smoothed + (single ? RttEstimator.MIN_TIMEOUT : TICK);
  }

  void armForReordering(long nanos) {
    arm(Purpose.REORDER, nanos);
  }

  /** Data wait and the window is closed. */
  void armForProbe(boolean again) {
    if (purpose != Purpose.PROBE_WINDOW || again) {
      arm(Purpose.PROBE_WINDOW, sender.rtt.timeout());
    }
  }

  private void goOff() {
    if (sender.now() < due) {
      timer.armAt(due);
      return;
    }
    Purpose what = purpose;
    purpose = Purpose.NONE;
    switch (what) {
      case NONE -> {}
      case TAIL_PROBE -> probeTail();
      case RETRANSMIT -> retransmit();
      case REORDER -> sender.reorderingEnded();
      case PROBE_WINDOW -> probeWindow();
    }
  }

  private void probeTail() {
    probedTail = true;
    sender.probeTail();
    armForFlight(true);
  }

  private int most() {
    if (!connection.orphaned()) {
      return settings.retries2;
    }
    return settings.orphanRetries == 0 ? ORPHAN_RETRIES : settings.orphanRetries;
  }

  private void retransmit() {
    if (sender.flight.isEmpty()) {
      return;
    }
    if (retries >= most()) {
      connection.giveUp();
      return;
    }
    retries++;
    sender.timedOut();
    sender.rtt.backOff();
    armForFlight(true);
  }

  private void probeWindow() {
    if (probes >= most()) {
      connection.giveUp();
      return;
    }
    probes++;
    sender.probeWindow();
    sender.rtt.backOff();
    if (sender.flight.isEmpty()) {
      armForProbe(true);
    } else {
      armForFlight(true);
    }
  }
}
