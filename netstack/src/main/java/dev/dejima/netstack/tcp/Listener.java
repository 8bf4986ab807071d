package dev.dejima.netstack.tcp;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.TcpView;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket that listens: connections that are being opened, and those that nobody has accepted yet.
 * Of the latter there may be one more than the backlog says; then new SYNs are dropped, and so is
 * the last acknowledgment of a handshake ({@code tcp_conn_request}, {@code tcp_check_req}).
 */
final class Listener implements Sock {
  final Binding binding;
  final WaitQueue arrived;
  final int ttl;

  /** What the socket says of the way of its packets. */
  Origin origin;

  private final Tcp tcp;
  private final TcpSettings settings;
  private final Set<Connection> opening = new LinkedHashSet<>();
  private final ArrayDeque<Connection> ready = new ArrayDeque<>();
  private int backlog;
  private boolean closed;

  Listener(Tcp tcp, TcpSettings settings, Binding binding, Origin origin, int ttl) {
    this.tcp = tcp;
    this.settings = settings;
    this.binding = binding;
    this.origin = origin;
    this.ttl = ttl;
    this.arrived = new WaitQueue(tcp.host().loop(), "a connection on port " + binding.port);
  }

  /** Sets the backlog; a negative one counts as endless. */
  void backlog(int wanted) {
    backlog = wanted < 0 ? settings.somaxconn : Math.min(wanted, settings.somaxconn);
  }

  int backlog() {
    return backlog;
  }

  /** Connections to accept. */
  int waiting() {
    return ready.size();
  }

  boolean full() {
    return ready.size() > backlog;
  }

  @Override
  public boolean isFull() {
    return true;
  }

  @Override
  public boolean isWildcard() {
    return binding.address.isUnspecified();
  }

  @Override
  public boolean isTransparent() {
    return origin.transparent();
  }

  @Override
  public int mark() {
    return origin.mark();
  }

  /**
   * Whether a segment to an address is for it.
   *
   * @param in the device that it came by; null if not known
   */
  boolean takes(IpAddress destination, @Nullable Device in) {
    return binding.takes(destination)
        && (origin.bound() == null || in == null || origin.bound().equals(in));
  }

  /** Takes a segment that belongs to no connection yet. */
  void input(Segment segment, @Nullable Integer initialSequence) {
    if (closed || segment.has(TcpView.RST)) {
      return;
    }
    if (segment.has(TcpView.ACK)) {
      tcp.reset(segment, origin);
      return;
    }
    boolean opens = segment.has(TcpView.SYN) && !segment.has(TcpView.FIN);
    if (opens && !full() && roomForOpening()) {
      opening.add(tcp.answer(this, segment, initialSequence));
    }
  }

  private boolean roomForOpening() {
    int left = settings.maxSynBacklog - opening.size();
    return opening.size() <= backlog && left >= settings.maxSynBacklog / 4;
  }

  /** A handshake is complete. */
  void established(Connection connection) {
    opening.remove(connection);
    ready.add(connection);
    arrived.wakeOne();
  }

  /** A connection ended before it was accepted. One whose handshake was complete stays to be. */
  void ended(Connection connection) {
    opening.remove(connection);
  }

  /** The next connection to accept, if there is one. */
  @Nullable Connection poll() {
    return ready.poll();
  }

  /** Nobody will accept any more. */
  void close() {
    closed = true;
    tcp.forget(this);
    List.copyOf(opening).forEach(Connection::destroy);
    ready.forEach(Connection::abort);
    ready.clear();
    arrived.wakeAll();
  }
}
