package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.packet.SeqNumber;
import dev.dejima.packet.TcpView;

/**
 * The sending half of a connection: decides what may go out, and sends again what got lost.
 *
 * <p><b>Octets.</b> {@code data} holds everything from the oldest octet that is not acknowledged
 * ({@code base}) to the last that the application wrote. What is before {@code next} has been sent
 * and stands in {@link Flight}; a FIN counts one behind the last octet.
 *
 * <p><b>What may go out</b> ({@code tcp_write_xmit}): as many segments as the congestion window
 * leaves over, those that lie wholly in the peer's window (a segment is not cut because of it), a
 * short one only if none is under way (Nagle, with Minshall's change), or at once if the
 * application asked so. Half of the congestion window at most goes out in one burst; the last
 * segment of a burst has PSH, as has the last of all data.
 *
 * <p><b>Loss</b> is found by {@link LossDetection}; the states are those of {@code tcp_ca_state}:
 * open; recovery, where the window is cut once for all that was lost before {@code recoveryPoint};
 * and loss, after a timeout.
 *
 * <p><b>One timer</b> serves four purposes, never two at a time: to probe for a lost tail (TLP, RFC
 * 8985 section 7), to send again after RTO, to wait for reordered segments, to probe a closed
 * window. Its date is only ever moved earlier in the queue; if it goes off too early it is armed
 * again for the rest.
 */
final class Sender {
  private static final int MOST_PER_BURST = 44;
  private static final int DEFAULT_MSS = 536;
  private static final int SMALLEST_BOUND = 28;

  /** What the timer is for. */
  enum Purpose {
    NONE,
    TAIL_PROBE,
    RETRANSMIT,
    REORDER,
    PROBE_WINDOW
  }

  final RttEstimator rtt = new RttEstimator();
  final Flight flight = new Flight();
  final Cubic congestion = new Cubic();
  private final LossDetection loss = new LossDetection(this);
  private final Connection connection;
  private final TcpSettings settings;
  private final ByteRing data = new ByteRing();
  private final RetransmitTimer timer;
  private int una;
  private int next;
  private int base;
  private int window;
  private int windowSequence;
  private int windowAcknowledged;
  private int largestWindow;
  private int scale;
  private int pathMss;
  private int mss;
  private int shortEnd;
  private boolean noDelay;
  private boolean finQueued;
  private boolean finSent;
  private long lastSent;
  private int limit;
  private boolean limited;

  Sender(Connection connection, TcpSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.limit = settings.wmem[1];
    this.timer = new RetransmitTimer(connection, this, settings);
  }

  // ---- opening

  /** The number of this end's SYN; it counts as sent. */
  void start(int initial, int segmentSize) {
    una = initial;
    next = initial + 1;
    base = next;
    shortEnd = next;
    segmentSize(segmentSize);
  }

  /** The peer's SYN has come. */
  void peerWindow(int octets, int shift, int sequence) {
    scale = shift;
    window = octets;
    windowSequence = sequence;
    growLargestWindow(octets);
  }

  private void growLargestWindow(int octets) {
    if (octets > largestWindow) {
      largestWindow = octets;
      segmentSize(pathMss);
    }
  }

  /** The first segment with a scaled window has come, with the end of the handshake. */
  void scaledWindow(Segment segment) {
    peerWindow(segment.window << scale, scale, segment.sequence);
  }

  /** The SYN is acknowledged; the first round trip took so long, if it is known. */
  void synAcknowledged(long roundTrip) {
    una = base;
    windowAcknowledged = una;
    if (roundTrip >= 0) {
      rtt.sample(roundTrip);
    }
    lastSent = connection.loop().nanoTime();
    expand();
  }

  /**
   * What the path takes; no segment is larger than half of the peer's largest window ({@code
   * tcp_bound_to_half_wnd}).
   */
  void segmentSize(int octets) {
    pathMss = octets;
    int bound = largestWindow > DEFAULT_MSS ? largestWindow / 2 : largestWindow;
    mss = bound > 0 ? Math.min(octets, Math.max(bound, SMALLEST_BOUND)) : octets;
  }

  int segmentSize() {
    return mss;
  }

  // ---- the application's side

  int una() {
    return una;
  }

  int next() {
    return next;
  }

  int window() {
    return window;
  }

  int largestWindow() {
    return largestWindow;
  }

  /** The number behind all that is to be sent, a FIN included. */
  int end() {
    return base + data.size() + (finQueued ? 1 : 0);
  }

  /** Octets, SYN and FIN not acknowledged. */
  int queued() {
    return end() - una;
  }

  /** Octets the application may write now. */
  int room() {
    return Math.max(0, limit - data.size());
  }

  /** Whether there is so much room that a waiting application is to be woken. */
  boolean roomy() {
    return room() >= limit / 3;
  }

  void noDelay(boolean on) {
    noDelay = on;
    output();
  }

  /** Takes octets, at most {@link #room}, and sends what may be sent. */
  void write(byte[] bytes, int offset, int length) {
    data.put(data.size(), bytes, offset, length);
    data.extend(length);
    output();
  }

  /** Nothing will be written any more. */
  void finish() {
    finQueued = true;
    output();
  }

  /** Whether a FIN was sent or will be. */
  boolean finishing() {
    return finQueued;
  }

  /** Whether the peer has acknowledged the FIN. */
  boolean finAcknowledged() {
    return finSent && una == next && flight.isEmpty();
  }

  // ---- sending

  /** Sends what may be sent. */
  void output() {
    if (!connection.state().synchronised()) {
      return;
    }
    retransmit();
    restartAfterIdle();
    int before = next;
    boolean more = true;
    while (more) {
      more = burst();
    }
    if (next != before) {
      timer.armForFlight(false);
    } else if (flight.isEmpty() && next != end()) {
      timer.armForProbe(false);
    }
  }

  private void restartAfterIdle() {
    if (!flight.isEmpty() || settings.slowStartAfterIdle == 0 || next == end()) {
      return;
    }
    long idle = (connection.loop().nanoTime() - lastSent) / rtt.timeout();
    if (idle > 0) {
      congestion.idle((int) Math.min(idle, 100));
    }
  }

  /** Sends one burst; true if the congestion window may leave room for another. */
  private boolean burst() {
    int quota = Math.min(MOST_PER_BURST, congestionQuota());
    int sent = 0;
    while (sent < quota && mayBeSent()) {
      sent++;
      sendNext(sent > 1 && (sent == quota || !followed()));
    }
    limited = congestion.window() <= flight.outstanding();
    return sent > 0 && sent == quota;
  }

  private int congestionQuota() {
    int left = congestion.window() - flight.outstanding();
    return left <= 0 ? 0 : Math.min(left, Math.max(1, congestion.window() / 2));
  }

  private int unsent() {
    return Math.max(0, base + data.size() - next);
  }

  private boolean mayBeSent() {
    int unsent = unsent();
    int length = Math.min(unsent, mss);
    boolean last = finQueued && !finSent && unsent == length;
    if (length == 0 && !last || next + length + (last ? 1 : 0) - (una + window) > 0) {
      return false;
    }
    return length == mss || noDelay || last || !shortUnderWay();
  }

  private boolean shortUnderWay() {
    return SeqNumber.greater(shortEnd, una);
  }

  /** Whether another full segment will follow in this burst. */
  private boolean followed() {
    int after = unsent() - mss;
    return after >= mss && next + 2 * mss - (una + window) <= 0;
  }

  private void sendNext(boolean lastOfBurst) {
    int length = Math.min(unsent(), mss);
    boolean lastOfAll = length == unsent();
    boolean fin = lastOfAll && finQueued;
    int flags = TcpView.ACK | (fin ? TcpView.FIN : 0);
    if (length > 0 && (lastOfAll || lastOfBurst)) {
      flags |= TcpView.PSH;
    }
    long now = connection.loop().nanoTime();
    int start = next;
    next += length + (fin ? 1 : 0);
    finSent |= fin;
    if (length < mss) {
      shortEnd = next;
    }
    flight.add(start, next, now, (flags & TcpView.PSH) != 0);
    lastSent = now;
    if (length > 0) {
      connection.acks.sentData();
    }
    connection.sendData(start, flags, data, start - base, length);
  }

  /** Sends again what is believed lost, as far as the congestion window leaves room. */
  private void retransmit() {
    boolean again = false;
    int index = 0;
    while (flight.missing() > 0
        && index < flight.count()
        && flight.outstanding() < congestion.window()) {
      if (flight.is(index, Flight.LOST) && !flight.is(index, Flight.RETRANSMITTED)) {
        retransmit(index);
        again = true;
      }
      index++;
    }
    if (again) {
      timer.armForFlight(true);
    }
  }

  /** Sends one segment of the flight again, cut to what the path takes. */
  void retransmit(int index) {
    if (flight.end(index) - flight.start(index) > mss + 1) {
      flight.split(index, flight.start(index) + mss);
    }
    int start = flight.start(index);
    int stop = flight.end(index);
    boolean fin = finSent && stop == next;
    int length = stop - start - (fin ? 1 : 0);
    int flags = TcpView.ACK | (fin ? TcpView.FIN : 0);
    if (flight.is(index, Flight.PUSH)) {
      flags |= TcpView.PSH;
    }
    flight.markRetransmitted(index, connection.loop().nanoTime());
    connection.sendData(start, flags, data, start - base, length);
  }

  // ---- acknowledgments

  /**
   * Takes the acknowledgment of a segment, which is not after {@link #next}.
   *
   * @return whether something new was acknowledged
   */
  boolean acknowledge(Segment segment) {
    int ack = segment.acknowledgment;
    boolean advanced = SeqNumber.greater(ack, una);
    boolean updated = updateWindow(segment);
    boolean wasEmpty = flight.isEmpty();
    if (advanced) {
      advance(segment);
    }
    loss.sack(segment, connection.sack);
    if (wasEmpty) {
      probesAnswered();
      return advanced;
    }
    boolean duplicate = !advanced && !updated && ack == una && segment.length == 0;
    loss.detect(duplicate, advanced);
    if (advanced) {
      timer.progress();
      timer.armForFlight(false);
    }
    if (flight.isEmpty()) {
      timer.cancel();
    }
    return advanced;
  }

  private void probesAnswered() {
    if (next != end() && window > 0) {
      timer.progress();
      timer.cancel();
    } else if (next != end()) {
      timer.probeAnswered();
    }
  }

  private boolean updateWindow(Segment segment) {
    int ack = segment.acknowledgment;
    int octets = segment.window << scale;
    boolean newer =
        SeqNumber.greater(ack, windowAcknowledged)
            || SeqNumber.greater(segment.sequence, windowSequence)
            || (segment.sequence == windowSequence && (octets > window || octets == 0));
    if (SeqNumber.less(ack, una) || !newer) {
      return false;
    }
    boolean changed = octets != window;
    window = octets;
    windowSequence = segment.sequence;
    windowAcknowledged = ack;
    growLargestWindow(octets);
    return changed;
  }

  private void advance(Segment segment) {
    int ack = segment.acknowledgment;
    long now = connection.loop().nanoTime();
    int removed = 0;
    long measured = -1;
    while (!flight.isEmpty() && SeqNumber.lessOrEqual(flight.end(0), ack)) {
      loss.delivered(0);
      if (!flight.is(0, Flight.EVER) && !flight.is(0, Flight.SACKED)) {
        measured = now - flight.sent(0);
      }
      removed += flight.is(0, Flight.SACKED) ? 0 : 1;
      flight.removeFirst();
    }
    if (!flight.isEmpty() && SeqNumber.greater(ack, flight.start(0))) {
      flight.trimFirst(ack);
    }
    una = ack;
    int octets = Math.min(data.size(), ack - base);
    data.drop(octets);
    base += octets;
    measure(segment, measured, now);
    if (limited && loss.mayGrow()) {
      congestion.acknowledged(removed, now, rtt.smoothed());
    }
    expand();
  }

  private void measure(Segment segment, long measured, long now) {
    if (measured >= 0) {
      rtt.sample(measured);
    } else if (connection.timestamps && segment.timestamps && segment.timestampEcho != 0) {
      int elapsed = connection.timestampAt(now) - segment.timestampEcho;
      if (elapsed >= 0 && elapsed < 3_600_000) {
        rtt.sample(Math.max(1, elapsed) * MILLISECOND);
      }
    }
  }

  /** Lets the buffer hold two congestion windows ({@code tcp_sndbuf_expand}). */
  private void expand() {
    long wanted = 2L * mss * Math.max(Cubic.INITIAL_WINDOW, congestion.window());
    limit = (int) Math.max(limit, Math.min(wanted, settings.wmem[2]));
  }

  // ---- timer

  long now() {
    return connection.loop().nanoTime();
  }

  /** The path takes smaller segments only: what is larger is sent again at once, cut. */
  void shrinkSegments(int octets) {
    segmentSize(octets);
    for (int i = 0; i < flight.count(); i++) {
      if (flight.end(i) - flight.start(i) > octets + 1 && !flight.is(i, Flight.SACKED)) {
        flight.markLost(i);
      }
    }
    output();
  }

  /** Waits for reordered segments that long at most. */
  void awaitReordered(long nanos) {
    timer.armForReordering(nanos);
  }

  /** The wait for reordered segments is over. */
  void reorderingEnded() {
    loss.detect(false, false);
    output();
    timer.armForFlight(true);
  }

  /** Nothing has come back for RTO. */
  void timedOut() {
    loss.timedOut();
    limited = true;
    int index = 0;
    while (index < flight.count() && !flight.is(index, Flight.LOST)) {
      index++;
    }
    if (index < flight.count()) {
      retransmit(index);
    }
  }

  /** Sends the tail once more, or something new, to learn whether anything arrives. */
  void probeTail() {
    if (unsent() >= mss && next + mss - (una + window) <= 0) {
      sendNext(true);
    } else if (!flight.isEmpty()) {
      int last = flight.count() - 1;
      retransmit(last);
    }
  }

  /** Asks for the window: with what fits of the data, or with an old number. */
  void probeWindow() {
    int fits = Math.min(Math.min(unsent(), mss), una + window - next);
    if (fits > 0) {
      long now = connection.loop().nanoTime();
      int start = next;
      next += fits;
      flight.add(start, next, now, true);
      connection.sendData(start, TcpView.ACK | TcpView.PSH, data, start - base, fits);
    } else if (window > 0 && unsent() == 0 && finQueued && !finSent) {
      sendNext(true);
    } else {
      connection.sendProbe(una - 1);
    }
  }

  /** The number an acknowledgment without data carries ({@code tcp_acceptable_seq}). */
  int acceptableSequence() {
    int edge = una + window;
    return SeqNumber.less(edge, next) && next - edge >= 1 << scale ? edge : next;
  }

  /** Gives the memory back and stops. */
  void clear() {
    timer.cancel();
    data.clear();
    flight.clear();
  }
}
