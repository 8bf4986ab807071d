package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.SeqNumber;
import dev.dejima.packet.TcpView;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a connection, from either side or from both at once.
 *
 * <p>A SYN is sent again after a second, four times more after another each ({@code
 * tcp_syn_linear_timeouts}), then after ever doubled times, until {@code tcp_syn_retries} more are
 * spent: with the defaults at 1, 2, 3, 4, 5, 7, 11, 19, 35 and 67 s, and the end comes after 131 s.
 * A SYN-ACK is doubled at once. What is offered is the MSS, SACK, timestamps and window scale; what
 * both sides have offered is used.
 */
final class Handshake {
  private static final long MAX_WAIT = 120_000 * MILLISECOND;
  private static final int DEFAULT_MSS = 536;
  private static final int IPV4_HEADERS = 40;
  private static final int IPV6_HEADERS = 60;
  private static final int SMALLEST_MSS = 48;
  private static final int IPV4_LARGEST = 0xffff;

  private final Connection connection;
  private final TcpSettings settings;
  private final Timer timer;
  private @Nullable Listener listener;
  private int initial;
  private int offeredMss;
  private int peerMss = DEFAULT_MSS;
  private int timeouts;
  private long wait = RttEstimator.INITIAL_TIMEOUT;
  private long firstSent;
  private boolean offersTimestamps;
  private boolean offersSack;
  private boolean offersScale;

  Handshake(Connection connection, TcpSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.timer = connection.loop().timer(this::timeOut);
  }

  /** The MSS this end offers: what a segment without options may carry on the path. */
  int offeredMss() {
    return offeredMss;
  }

  /**
   * Whether no time has passed since the first SYN: whoever asked for it may still hold the socket.
   */
  boolean isFirstMoment() {
    return timeouts == 0 && connection.loop().nanoTime() == firstSent;
  }

  /** The socket whose backlog counts this connection, until it is accepted. */
  @Nullable Listener listener() {
    return listener;
  }

  /**
   * What an IP packet on the path may measure; a loopback device promises IPv4 one octet too many.
   */
  private int packet(int mtu) {
    return isIpv4() ? Math.min(mtu, IPV4_LARGEST) : mtu;
  }

  private int headers() {
    return isIpv4() ? IPV4_HEADERS : IPV6_HEADERS;
  }

  private boolean isIpv4() {
    return connection.tuple.local() instanceof Ipv4Address;
  }

  /** What a segment may carry on a path, options that all segments have deducted. */
  int payload(int mtu) {
    int most = Math.min(peerMss, packet(mtu) - headers());
    return Math.max(most, SMALLEST_MSS)
        - (connection.timestamps ? SegmentWriter.TIMESTAMPS_LENGTH : 0);
  }

  private void prepare(int mtu, int sequence) {
    initial = sequence;
    offeredMss = packet(mtu) - headers();
    firstSent = connection.loop().nanoTime();
  }

  /** Sends a SYN ({@code tcp_connect}). */
  void open(int mtu, int sequence) {
    prepare(mtu, sequence);
    offersTimestamps = settings.timestamps != 0;
    offersSack = settings.sack != 0;
    offersScale = settings.windowScaling != 0;
    connection.state(TcpState.SYN_SENT);
    connection.rcv.openWindow(offeredMss);
    connection.snd.start(initial, payload(mtu));
    sendSyn();
    timer.arm(wait);
  }

  /** Answers a SYN ({@code tcp_conn_request}). */
  void answer(Listener from, Segment syn, int mtu, @Nullable Integer sequence) {
    listener = from;
    Secrets secrets = connection.secrets();
    long now = connection.loop().nanoTime();
    prepare(mtu, sequence == null ? secrets.initialSequence(connection.tuple, now) : sequence);
    offersTimestamps = settings.timestamps != 0 && syn.timestamps;
    offersSack = settings.sack != 0 && syn.sackPermitted;
    offersScale = settings.windowScaling != 0 && syn.windowScale >= 0;
    connection.state(TcpState.SYN_RECEIVED);
    agree(syn);
    int perSegment = offeredMss - (connection.timestamps ? SegmentWriter.TIMESTAMPS_LENGTH : 0);
    connection.rcv.openWindow(perSegment);
    connection.rcv.synchronise(syn.sequence, offersScale ? settings.windowScale() : 0);
    connection.snd.start(initial, payload(mtu));
    sendSynAck();
    timer.arm(wait);
  }

  /** Takes over what both sides have offered. */
  private void agree(Segment syn) {
    connection.timestamps = offersTimestamps && syn.timestamps;
    connection.sack = offersSack && syn.sackPermitted;
    offersScale = offersScale && syn.windowScale >= 0;
    peerMss = syn.mss <= 0 ? DEFAULT_MSS : syn.mss;
    if (connection.timestamps) {
      connection.checks.remember(syn.timestampValue);
    }
    connection.snd.peerWindow(syn.window, offersScale ? syn.windowScale : 0, syn.sequence);
  }

  private void sendSyn() {
    send(TcpView.SYN, 0);
  }

  private void sendSynAck() {
    send(TcpView.SYN | TcpView.ACK, connection.rcv.next());
  }

  private void send(int flags, int acknowledgment) {
    connection.send(initial, acknowledgment, flags, connection.rcv.unscaled(), this::writeOptions);
  }

  private void writeOptions(SegmentWriter writer) {
    writer.mss(offeredMss);
    if (offersTimestamps) {
      writer.timestamps(
          connection.timestampAt(connection.loop().nanoTime()),
          connection.checks.recentTimestamp(),
          offersSack);
    } else if (offersSack) {
      writer.sackPermitted();
    }
    if (offersScale) {
      writer.windowScale(settings.windowScale());
    }
  }

  // ---- SYN_SENT

  /** Takes a segment in SYN_SENT ({@code tcp_rcv_synsent_state_process}). */
  void synSent(Segment segment) {
    boolean ack = segment.has(TcpView.ACK);
    if (ack && (segment.acknowledgment != initial + 1 || !echoes(segment))) {
      connection.reset(segment);
    } else if (segment.has(TcpView.RST)) {
      if (ack) {
        connection.fail(Errno.ECONNREFUSED);
      }
    } else if (segment.has(TcpView.SYN)) {
      synchronise(segment);
      if (ack) {
        opened(segment);
        connection.sendAck();
      } else {
        connection.state(TcpState.SYN_RECEIVED);
        timeouts = 0;
        sendSynAck();
      }
    }
  }

  private boolean echoes(Segment segment) {
    if (!offersTimestamps || !segment.timestamps || segment.timestampEcho == 0) {
      return true;
    }
    int first = connection.timestampAt(firstSent);
    int now = connection.timestampAt(connection.loop().nanoTime());
    return SeqNumber.between(segment.timestampEcho, first, now);
  }

  private void synchronise(Segment syn) {
    boolean stamped = offersTimestamps;
    agree(syn);
    offersTimestamps = stamped && connection.timestamps;
    offersSack = connection.sack;
    connection.rcv.synchronise(syn.sequence, offersScale ? settings.windowScale() : 0);
    connection.pathChanged();
  }

  private void opened(Segment segment) {
    timer.cancel();
    long trip = timeouts == 0 ? connection.loop().nanoTime() - firstSent : -1;
    connection.acks.start(
        Math.max(
            Math.min(
                DEFAULT_MSS, Math.min(connection.advertisedMss(), connection.snd.segmentSize())),
            SMALLEST_MSS));
    connection.snd.synAcknowledged(trip);
    connection.established(segment);
  }

  // ---- SYN_RECEIVED

  /**
   * Takes a segment in SYN_RECEIVED ({@code tcp_check_req}).
   *
   * @return whether the connection is open now, and the segment is to be looked at for data
   */
  boolean synReceived(Segment segment) {
    if (segment.has(TcpView.SYN) && !segment.has(TcpView.ACK | TcpView.RST)) {
      return synAgain(segment);
    }
    if (!connection.checks.inWindow(segment)) {
      if (!segment.has(TcpView.RST)) {
        connection.sendAck();
      }
      return false;
    }
    if (segment.has(TcpView.RST)) {
      connection.refused();
      return false;
    }
    boolean ownSyn = segment.has(TcpView.SYN) && segment.sequence == connection.rcv.next() - 1;
    if (!segment.has(TcpView.ACK) || (segment.has(TcpView.SYN) && !ownSyn)) {
      return false;
    }
    if (segment.acknowledgment != initial + 1) {
      connection.reset(segment);
      return false;
    }
    return complete(segment);
  }

  private boolean synAgain(Segment segment) {
    if (segment.sequence == connection.rcv.next() - 1) {
      sendSynAck();
    } else {
      connection.reset(segment);
    }
    return false;
  }

  private boolean complete(Segment segment) {
    Listener waiting = listener;
    if (waiting != null && waiting.full()) {
      if (settings.abortOnOverflow != 0) {
        connection.reset(segment);
        connection.destroy();
      }
      return false;
    }
    if (!segment.has(TcpView.SYN)) {
      connection.snd.scaledWindow(segment);
    }
    opened(segment);
    if (waiting != null) {
      waiting.established(connection);
    }
    return true;
  }

  private void timeOut() {
    boolean active = connection.state() == TcpState.SYN_SENT;
    int most = active ? settings.synRetries + settings.synLinearTimeouts : settings.synAckRetries;
    if (timeouts >= most) {
      connection.giveUp();
      return;
    }
    timeouts++;
    if (active) {
      sendSyn();
    } else {
      sendSynAck();
    }
    if (!active || timeouts > settings.synLinearTimeouts) {
      wait = Math.min(2 * wait, MAX_WAIT);
    }
    timer.arm(wait);
  }

  /** The connection is accepted, or gone. */
  void leaveListener() {
    listener = null;
  }

  void cancel() {
    timer.cancel();
    Listener waiting = listener;
    if (waiting != null) {
      waiting.ended(connection);
    }
  }
}
