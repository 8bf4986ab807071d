package dev.dejima.netstack.tcp;

import dev.dejima.packet.SeqNumber;

/**
 * Finds what got lost, by time (RACK, RFC 8985): a segment is lost if one that was sent after it
 * has arrived, and a while for reordering has passed. The while is nothing once three segments have
 * been reported beyond a hole and no reordering has been seen, else a quarter of the shortest round
 * trip. Of a peer without SACK only counts of duplicate acknowledgments are known: three mark the
 * first segment lost, and each partial acknowledgment the next (NewReno, RFC 6582).
 */
final class LossDetection {
  private static final int DUPLICATES = 3;

  private enum State {
    OPEN,
    RECOVERY,
    LOSS
  }

  private final Sender sender;
  private State state = State.OPEN;
  private int recoveryPoint;
  private int duplicates;
  private boolean selective;
  private boolean reordering;
  private boolean seenAny;
  private long newestSent;
  private int newestEnd;
  private long newestTrip;

  LossDetection(Sender sender) {
    this.sender = sender;
  }

  /** Whether the congestion window may grow: not while it is being reduced. */
  boolean mayGrow() {
    return state != State.RECOVERY;
  }

  /** The peer has this segment of the flight. */
  void delivered(int index) {
    Flight flight = sender.flight;
    if (flight.is(index, Flight.SACKED)) {
      return;
    }
    long sent = flight.sent(index);
    int end = flight.end(index);
    boolean again = flight.is(index, Flight.EVER);
    long trip = sender.now() - sent;
    if (again && trip < sender.rtt.smallest()) {
      return;
    }
    if (!seenAny
        || sent > newestSent
        || (sent == newestSent && SeqNumber.greater(end, newestEnd))) {
      newestSent = sent;
      newestEnd = end;
      newestTrip = trip;
      seenAny = true;
    } else if (!again && SeqNumber.less(end, newestEnd) && !flight.is(index, Flight.LOST)) {
      reordering = reordering || SeqNumber.less(end, highestReported());
    }
  }

  private int highestReported() {
    Flight flight = sender.flight;
    for (int i = flight.count() - 1; i >= 0; i--) {
      if (flight.is(i, Flight.SACKED)) {
        return flight.end(i);
      }
    }
    return sender.una();
  }

  /** Takes the SACK blocks of a segment; those that lie outside of the flight are ignored. */
  void sack(Segment segment, boolean agreed) {
    selective = agreed;
    if (!agreed) {
      return;
    }
    for (int i = 0; i < segment.sackBlocks; i++) {
      int left = segment.sackLeft[i];
      int right = segment.sackRight[i];
      if (SeqNumber.less(left, right)
          && SeqNumber.greater(left, sender.una())
          && SeqNumber.lessOrEqual(right, sender.next())) {
        report(left, right);
      }
    }
  }

  private void report(int left, int right) {
    Flight flight = sender.flight;
    for (int i = flight.indexFrom(left); i < flight.count(); i++) {
      if (SeqNumber.greater(flight.end(i), right)) {
        return;
      }
      if (!flight.is(i, Flight.SACKED)) {
        delivered(i);
        flight.markSacked(i);
      }
    }
  }

  /**
   * Decides what is lost.
   *
   * @param duplicate whether the acknowledgment repeated the last
   * @param advanced whether it acknowledged something new
   */
  void detect(boolean duplicate, boolean advanced) {
    boolean partial = advanced && state != State.OPEN;
    if (partial && SeqNumber.greaterOrEqual(sender.una(), recoveryPoint)) {
      state = State.OPEN;
      partial = false;
      duplicates = 0;
    }
    if (selective) {
      detectByTime();
    } else {
      detectByCount(duplicate, advanced, partial);
    }
    if (sender.flight.missing() > 0 && state == State.OPEN) {
      enter(State.RECOVERY);
      sender.congestion.lost();
    }
  }

  private void enter(State next) {
    state = next;
    recoveryPoint = sender.next();
  }

  private void detectByTime() {
    Flight flight = sender.flight;
    if (flight.sacked() == 0 && state == State.OPEN) {
      return;
    }
    long patience = newestTrip + window();
    long longest = 0;
    for (int i = 0; i < flight.count(); i++) {
      if (flight.is(i, Flight.SACKED)
          || (flight.is(i, Flight.LOST) && !flight.is(i, Flight.RETRANSMITTED))
          || !sentBefore(i)) {
        continue;
      }
      long left = flight.sent(i) + patience - sender.now();
      if (left <= 0) {
        flight.markLost(i);
      } else {
        longest = Math.max(longest, left);
      }
    }
    if (longest > 0) {
      sender.awaitReordered(longest);
    }
  }

  private boolean sentBefore(int index) {
    long sent = sender.flight.sent(index);
    return sent < newestSent
        || (sent == newestSent && SeqNumber.less(sender.flight.end(index), newestEnd));
  }

  private long window() {
    boolean certain = state != State.OPEN || sender.flight.sacked() >= DUPLICATES;
    if (!reordering && certain) {
      return 0;
    }
    return Math.min(sender.rtt.smallest() / 4, sender.rtt.smoothed());
  }

  private void detectByCount(boolean duplicate, boolean advanced, boolean partial) {
    if (duplicate) {
      duplicates++;
    } else if (advanced) {
      duplicates = 0;
    }
    Flight flight = sender.flight;
    boolean first = duplicates == DUPLICATES && state == State.OPEN;
    if (!flight.isEmpty() && (first || partial) && !flight.is(0, Flight.LOST)) {
      flight.markLost(0);
    }
  }

  /** RTO has passed: everything under way counts as lost. */
  void timedOut() {
    if (state != State.LOSS) {
      sender.congestion.timedOut();
    }
    if (sender.flight.is(0, Flight.SACKED)) {
      sender.flight.forgetSacked();
    }
    sender.flight.markAllLost();
    duplicates = 0;
    enter(State.LOSS);
  }
}
