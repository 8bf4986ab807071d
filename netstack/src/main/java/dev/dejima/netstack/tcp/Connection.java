package dev.dejima.netstack.tcp;

import static dev.dejima.netstack.tcp.RttEstimator.MILLISECOND;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.SeqNumber;
import dev.dejima.packet.TcpView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection (the TCB of RFC 9293), with one method for each state.
 *
 * <p><b>Parts.</b> {@link Handshake} opens, {@link Sender} and {@link Receiver} carry data, {@link
 * AckSchedule} decides when to acknowledge; {@link Checks} is passed by every segment, {@link
 * SegmentOutput} writes them; here are the states and the end.
 *
 * <p><b>The end.</b> An application that closes leaves an <i>orphan</i> behind, which still sends
 * what was written. Data that nobody will read reset the connection: data unread at close, and data
 * that come after. FIN_WAIT_2 of an orphan lasts {@code tcp_fin_timeout}, TIME_WAIT 60 s; a SYN
 * with a later number or timestamp takes the place of TIME_WAIT at once.
 *
 * <p><b>Reentrance.</b> Sending a segment never brings another in before it returns: links deliver
 * by the event loop. What a segment makes the application do happens later too.
 */
final class Connection implements Sock {
  private static final long TIME_WAIT_LENGTH = 60_000 * MILLISECOND;
  private static final int NEXT_SEQUENCE = 65537;
  private static final long CONFIRM_INTERVAL = 1000 * MILLISECOND;

  final FourTuple tuple;
  final Handshake handshake;
  final AckSchedule acks;
  final Receiver rcv;
  final Sender snd;
  final Checks checks;

  /** Whether both sides use timestamps; SACK likewise. */
  boolean timestamps;

  boolean sack;

  private final Tcp tcp;
  private final SegmentOutput output;
  private final EventLoop loop;
  private final Timer lifetime;
  private final int timestampOffset;
  private Origin origin;
  private TcpState state = TcpState.CLOSED;
  private @Nullable Binding binding;
  private @Nullable TcpSocket socket;
  private @Nullable Errno error;
  private @Nullable Errno softError;
  private long confirmedAt = -CONFIRM_INTERVAL;

  Connection(Tcp tcp, FourTuple tuple, Origin origin, int ttl) {
    this.tcp = tcp;
    this.tuple = tuple;
    this.origin = origin;
    this.loop = tcp.host().loop();
    this.lifetime = loop.backgroundTimer(this::destroy);
    this.timestampOffset = tcp.secrets().timestampOffset(tuple);
    this.checks = new Checks(this);
    this.output = new SegmentOutput(tcp, this, ttl);
    this.acks = new AckSchedule(this);
    this.rcv = new Receiver(this, tcp.settings());
    this.snd = new Sender(this, tcp.settings());
    this.handshake = new Handshake(this, tcp.settings());
  }

  EventLoop loop() {
    return loop;
  }

  Secrets secrets() {
    return tcp.secrets();
  }

  TcpState state() {
    return state;
  }

  void state(TcpState next) {
    state = next;
  }

  void ttl(int value) {
    output.ttl(value);
  }

  /** What its socket says of the way of its packets. */
  Origin origin() {
    return origin;
  }

  void origin(Origin value) {
    origin = value;
  }

  // ---- as rules know it

  @Override
  public boolean isFull() {
    return state != TcpState.TIME_WAIT && state != TcpState.SYN_RECEIVED;
  }

  @Override
  public boolean isWildcard() {
    return false;
  }

  @Override
  public boolean isTransparent() {
    return origin.transparent();
  }

  @Override
  public int mark() {
    return origin.mark();
  }

  @Override
  public boolean isTimeWait() {
    return state == TcpState.TIME_WAIT;
  }

  @Override
  public void makeWay() {
    if (isTimeWait()) {
      destroy();
    }
  }

  /** The binding that goes when the connection goes. */
  void hold(Binding held) {
    binding = held;
    tcp.ports().add(held);
  }

  /** The socket that speaks for it from now on. */
  void own(TcpSocket owner) {
    socket = owner;
    handshake.leaveListener();
  }

  /** Whether the application has closed it. */
  boolean orphaned() {
    return socket == null && handshake.listener() == null;
  }

  /** The reason why it ended, which is told once. */
  @Nullable Errno takeError() {
    Errno taken = error;
    error = null;
    return taken;
  }

  /** The largest payload of the peer's segments. */
  int advertisedMss() {
    return handshake.offeredMss() - (timestamps ? SegmentWriter.TIMESTAMPS_LENGTH : 0);
  }

  // ---- segments in

  /** Takes a segment of this connection. */
  void input(Segment segment) {
    switch (state) {
      case SYN_SENT -> handshake.synSent(segment);
      case SYN_RECEIVED -> synReceived(segment);
      case TIME_WAIT -> timeWait(segment);
      case CLOSED, LISTEN -> {}
      case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, LAST_ACK, CLOSING -> {
        if (checks.acceptable(segment) && acknowledged(segment)) {
          synchronised(segment);
        }
      }
    }
  }

  private void synReceived(Segment segment) {
    if (handshake.synReceived(segment)) {
      synchronised(segment);
    }
  }

  private void synchronised(Segment segment) {
    switch (state) {
      case ESTABLISHED -> data(segment);
      case FIN_WAIT_1 -> finWait1(segment);
      case FIN_WAIT_2 -> finWait2(segment);
      case CLOSING -> closing();
      case LAST_ACK -> lastAck(segment);
      case CLOSE_WAIT -> answerRepeated(segment);
      case SYN_SENT, SYN_RECEIVED, TIME_WAIT, CLOSED, LISTEN -> {}
    }
    if (state.synchronised()) {
      snd.output();
      acks.check();
    }
  }

  private void data(Segment segment) {
    if (segment.length > 0 || segment.has(TcpView.FIN)) {
      rcv.data(segment);
    }
  }

  private void finWait1(Segment segment) {
    if (snd.finAcknowledged()) {
      state = TcpState.FIN_WAIT_2;
      if (orphaned()) {
        lifetime.arm(tcp.settings().finTimeout * 1000L * MILLISECOND);
      }
    }
    finWait2(segment);
  }

  private void finWait2(Segment segment) {
    if (orphaned() && SeqNumber.greater(segment.sequence + segment.length, rcv.next())) {
      reset(segment);
      destroy();
    } else {
      data(segment);
    }
  }

  private void closing() {
    if (snd.finAcknowledged()) {
      enterTimeWait();
    }
  }

  private void lastAck(Segment segment) {
    if (snd.finAcknowledged()) {
      destroy();
    } else {
      answerRepeated(segment);
    }
  }

  /** After the peer's FIN nothing new can come; a FIN or data once more want an answer. */
  private void answerRepeated(Segment segment) {
    if (segment.sequence != segment.end()) {
      acks.demand();
    }
  }

  /** The peer has sent a FIN, and all before it is here. */
  void peerClosed() {
    switch (state) {
      case SYN_RECEIVED, ESTABLISHED -> {
        state = TcpState.CLOSE_WAIT;
        acks.enterInteractive();
      }
      case FIN_WAIT_1 -> {
        state = TcpState.CLOSING;
        sendAck();
      }
      case FIN_WAIT_2 -> {
        enterTimeWait();
        sendAck();
      }
      case SYN_SENT, TIME_WAIT, CLOSED, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING -> {}
    }
    wakeReaders();
  }

  private void enterTimeWait() {
    state = TcpState.TIME_WAIT;
    snd.clear();
    acks.cancel();
    lifetime.arm(tcp.timeWaits().begin() ? TIME_WAIT_LENGTH : 0);
    wakeWriters();
  }

  /** RFC 9293 section 3.10.7.4, RFC 6191 ({@code tcp_timewait_state_process}). */
  private void timeWait(Segment segment) {
    boolean stale = checks.stale(segment);
    boolean rst = segment.has(TcpView.RST);
    if (rst && !stale && segment.sequence == rcv.next() && tcp.settings().rfc1337 == 0) {
      destroy();
    } else if (opensAnew(segment) && !stale) {
      int next = snd.next() + NEXT_SEQUENCE;
      destroy();
      tcp.reopen(segment, next);
    } else if (!rst && (segment.sequence != rcv.next() || segment.end() != segment.sequence)) {
      lifetime.arm(TIME_WAIT_LENGTH);
      checks.answer(segment);
    }
  }

  private boolean opensAnew(Segment segment) {
    boolean later =
        SeqNumber.greater(segment.sequence, rcv.next())
            || (segment.timestamps
                && timestamps
                && SeqNumber.greater(segment.timestampValue, checks.recentTimestamp()));
    return segment.has(TcpView.SYN) && !segment.has(TcpView.ACK | TcpView.RST) && later;
  }

  /** Whether a new connection may have the name of this one ({@code tcp_twsk_unique}). */
  boolean maySpareName() {
    int reuse = tcp.settings().twReuse;
    boolean allowed = reuse == 1 || (reuse == 2 && tuple.remote().isLoopback());
    return state == TcpState.TIME_WAIT
        && allowed
        && timestamps
        && checks.sinceTimestamp() > 1000 * MILLISECOND;
  }

  // ---- acknowledgments

  private boolean acknowledged(Segment segment) {
    int ack = segment.acknowledgment;
    if (SeqNumber.greater(ack, snd.next())) {
      checks.challenge();
      return false;
    }
    if (SeqNumber.less(ack, snd.una() - snd.largestWindow())) {
      checks.challenge();
      return false;
    }
    if (segment.timestamps
        && timestamps
        && !SeqNumber.greater(segment.sequence, rcv.next() - rcv.unacknowledged())) {
      checks.remember(segment.timestampValue);
    }
    boolean advanced = snd.acknowledge(segment);
    if (advanced) {
      softError = null;
      confirm();
    }
    if (snd.roomy()) {
      wakeWriters();
    }
    return true;
  }

  private void confirm() {
    if (loop.nanoTime() - confirmedAt >= CONFIRM_INTERVAL) {
      confirmedAt = loop.nanoTime();
      tcp.host().confirm(tuple.remote());
    }
  }

  /** The value of this end's timestamps at a time. */
  int timestampAt(long nanoTime) {
    return (int) (nanoTime / MILLISECOND) + timestampOffset;
  }

  // ---- what the parts report

  /** The handshake is complete. */
  void established(Segment segment) {
    state = snd.finishing() ? TcpState.FIN_WAIT_1 : TcpState.ESTABLISHED;
    if (timestamps && segment.timestamps) {
      checks.remember(segment.timestampValue);
    }
    wakeWriters();
    wakeReaders();
    snd.output();
  }

  /** Data have come that can be read. */
  void dataArrived() {
    wakeReaders();
  }

  private void wakeReaders() {
    if (socket != null) {
      socket.wakeReaders();
    }
  }

  private void wakeWriters() {
    if (socket != null) {
      socket.wakeWriters();
    }
  }

  // ---- the application's side

  /** Sends a FIN behind what was written. */
  void shutdownOutput() {
    switch (state) {
      case SYN_RECEIVED -> snd.finish();
      case ESTABLISHED -> {
        state = TcpState.FIN_WAIT_1;
        snd.finish();
      }
      case CLOSE_WAIT -> {
        state = TcpState.LAST_ACK;
        snd.finish();
      }
      case SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT, CLOSED, LAST_ACK, LISTEN, CLOSING -> {}
    }
  }

  /** The application has closed its socket ({@code __tcp_close}). */
  void close(boolean reset) {
    boolean unread = rcv.unread() > 0;
    socket = null;
    if (state == TcpState.CLOSED || state == TcpState.SYN_SENT) {
      destroy();
    } else if ((unread || reset) && state != TcpState.TIME_WAIT) {
      abort();
    } else {
      rcv.clear();
      shutdownOutput();
      if (state == TcpState.FIN_WAIT_2) {
        lifetime.arm(tcp.settings().finTimeout * 1000L * MILLISECOND);
      }
    }
  }

  // ---- the end

  /** Resets the connection and forgets it. */
  void abort() {
    if (state.synchronised() || state == TcpState.SYN_RECEIVED) {
      send(
          snd.acceptableSequence(),
          rcv.next(),
          TcpView.RST | TcpView.ACK,
          rcv.announce(),
          output::writeTimestamps);
    }
    destroy();
  }

  void resetByPeer() {
    fail(state == TcpState.CLOSE_WAIT ? Errno.EPIPE : Errno.ECONNRESET);
  }

  /** A reset has come before the connection was open. */
  void refused() {
    fail(Errno.ECONNREFUSED);
  }

  /** Nothing was heard for too long. */
  void giveUp() {
    fail(softError == null ? Errno.ETIMEDOUT : softError);
  }

  /** Ends the connection with a reason for the application. */
  void fail(Errno reason) {
    error = reason;
    destroy();
  }

  /** Ends the connection without a word. What has come may still be read. */
  void destroy() {
    if (state == TcpState.TIME_WAIT) {
      tcp.timeWaits().end();
    }
    state = TcpState.CLOSED;
    handshake.cancel();
    acks.cancel();
    snd.clear();
    lifetime.cancel();
    tcp.remove(this);
    if (binding != null) {
      tcp.ports().remove(binding);
      binding = null;
    }
    if (socket == null && handshake.listener() == null) {
      rcv.clear();
    }
    wakeReaders();
    wakeWriters();
  }

  /**
   * An ICMP error about a segment of this connection ({@code tcp_v4_err}, {@code tcp_v6_err}): it
   * ends one that is being opened, and is else remembered as the reason should nothing come back.
   * One of ICMPv6 that comes while connect(2) still holds the socket is remembered, too, and it is
   * the next SYN's that ends it; one of ICMP wakes up who waits, and tells at once.
   */
  void error(int sequence, Errno errno, int mtu) {
    boolean ours = SeqNumber.between(sequence, snd.una(), snd.next());
    if (state == TcpState.CLOSED || state == TcpState.TIME_WAIT || !ours) {
      return;
    }
    if (mtu > 0) {
      pathShrank(mtu);
    } else if (state == TcpState.SYN_SENT && !(isOfIpv6() && handshake.isFirstMoment())) {
      fail(errno);
    } else if (state == TcpState.SYN_SENT || state.synchronised()) {
      softError = errno;
    }
  }

  private boolean isOfIpv6() {
    return tuple.local() instanceof Ipv6Address;
  }

  private void pathShrank(int mtu) {
    int payload = handshake.payload(mtu);
    if (payload < snd.segmentSize()) {
      snd.shrinkSegments(payload);
    }
  }

  /** The peer's MSS or the options are known now. */
  void pathChanged() {
    try {
      snd.segmentSize(handshake.payload(tcp.route(this).mtu()));
    } catch (KernelException e) {
      softError = e.errno();
    }
  }

  // ---- segments out

  /** Sends an acknowledgment without data. */
  void sendAck() {
    sendData(snd.acceptableSequence(), TcpView.ACK, null, 0, 0);
  }

  /** Sends an acknowledgment with an old number, which the peer will answer. */
  void sendProbe(int sequence) {
    sendData(sequence, TcpView.ACK, null, 0, 0);
  }

  /** Sends a segment with {@code length} octets of {@code data} from {@code index}. */
  void sendData(int sequence, int flags, @Nullable ByteRing data, int index, int length) {
    output.data(sequence, flags, data, index, length);
  }

  /** Sends a segment without data. */
  void send(int sequence, int ack, int flags, int window, Consumer<SegmentWriter> options) {
    output.control(sequence, ack, flags, window, options);
  }

  /** Sending has failed: the reason, should nothing come back. */
  void softError(Errno reason) {
    softError = reason;
  }

  /** Refuses a segment with a reset, as if there were no connection. */
  void reset(Segment segment) {
    tcp.reset(segment, origin);
  }

  // ---- diagnosis

  /** How it stands. */
  SocketEntry entry(long inode, IpAddress local, IpAddress remote) {
    return new SocketEntry(
        IpProtocol.TCP,
        state.number(),
        new Endpoint(local, tuple.localPort()),
        new Endpoint(remote, tuple.remotePort()),
        state == TcpState.TIME_WAIT ? 0 : rcv.queued(),
        state == TcpState.TIME_WAIT ? 0 : snd.queued(),
        origin.bound() == null ? 0 : origin.bound().index(),
        tuple.local() instanceof Ipv6Address,
        inode);
  }
}
