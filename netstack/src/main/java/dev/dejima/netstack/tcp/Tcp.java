package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.tcp.TcpHost.TcpRoute;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.TcpView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** TCP of one namespace: finds whom a segment is for, and answers those that are for nobody. */
public final class Tcp implements TcpProtocol {
  private final TcpHost host;
  private final TcpSettings settings;
  private final Secrets secrets;
  private final PortTable ports = new PortTable();
  private final Map<FourTuple, Connection> connections = new LinkedHashMap<>();
  private final Map<Integer, List<Listener>> listeners = new HashMap<>();
  private final Set<TcpSocket> sockets = new LinkedHashSet<>();
  private final Segment segment = new Segment();
  private final SegmentWriter writer = new SegmentWriter();
  private final TimeWaits timeWaits;

  public Tcp(TcpHost host) {
    this.host = host;
    this.settings = new TcpSettings(host);
    this.timeWaits = new TimeWaits(settings);
    this.secrets = new Secrets(host.random("tcp"));
  }

  TcpHost host() {
    return host;
  }

  TcpSettings settings() {
    return settings;
  }

  Secrets secrets() {
    return secrets;
  }

  PortTable ports() {
    return ports;
  }

  TimeWaits timeWaits() {
    return timeWaits;
  }

  SegmentWriter writer() {
    return writer;
  }

  // ---- segments

  @Override
  public void input(Packet packet) {
    if (packet.type != Packet.Type.HOST) {
      packet.drop(DropReason.NOT_SPECIFIED);
    } else if (!segment.read(packet)) {
      packet.drop(DropReason.TCP_CSUM);
    } else if (dispatch(packet)) {
      packet.release();
    } else {
      packet.drop(DropReason.NO_SOCKET);
    }
  }

  /** Whether anybody takes the segment. */
  private boolean dispatch(Packet packet) {
    Connection connection = connections.get(segment.tuple);
    if (connection != null) {
      if (packet.path != null) {
        FourTuple tuple = connection.tuple;
        Endpoint local = new Endpoint(tuple.local(), tuple.localPort());
        Delivery.tell(packet, EndEvent.Taker.CONNECTION, local);
      }
      connection.input(segment);
      return true;
    }
    Listener listener =
        packet.socket instanceof Listener proxy ? proxy : listener(segment.tuple, segment.in());
    if (listener != null) {
      if (packet.path != null) {
        Delivery.tell(packet, EndEvent.Taker.LISTENER, listener.binding.endpoint());
      }
      listener.input(segment, null);
      return true;
    }
    if (packet.path != null) {
      Delivery.unclaimed(packet, packet.path, elsewhere(segment.tuple.localPort()));
    }
    reset(segment, Origin.PLAIN);
    return false;
  }

  private List<Endpoint> elsewhere(int port) {
    return listeners.getOrDefault(port, List.of()).stream()
        .map(listener -> listener.binding.endpoint())
        .toList();
  }

  private static FourTuple tuple(Endpoint local, Endpoint remote) {
    return new FourTuple(local.address(), local.port(), remote.address(), remote.port());
  }

  /** Whom a segment is for, as rules ask; null if nobody ({@code inet_lookup}). */
  public @Nullable Sock find(Endpoint local, Endpoint remote, @Nullable Device in) {
    Sock connection = connection(local, remote);
    return connection != null ? connection : listener(local, remote, in);
  }

  /** The connection of two ends; null if there is none ({@code inet_lookup_established}). */
  public @Nullable Sock connection(Endpoint local, Endpoint remote) {
    return connections.get(tuple(local, remote));
  }

  /** Who listens at an end; null if nobody ({@code inet_lookup_listener}). */
  public @Nullable Sock listener(Endpoint local, Endpoint remote, @Nullable Device in) {
    return listener(tuple(local, remote), in);
  }

  /** A SYN takes the place of a connection in TIME_WAIT, which has just been destroyed. */
  void reopen(Segment syn, int initialSequence) {
    Listener listener = listener(syn.tuple, syn.in());
    if (listener != null) {
      listener.input(syn, initialSequence);
    } else {
      reset(syn, Origin.PLAIN);
    }
  }

  private @Nullable Listener listener(FourTuple tuple, @Nullable Device in) {
    Listener best = null;
    for (Listener listener : listeners.getOrDefault(tuple.localPort(), List.of())) {
      if (listener.takes(tuple.local(), in)
          && (best == null || closer(listener.binding, best.binding))) {
        best = listener;
      }
    }
    return best;
  }

  private static boolean closer(Binding a, Binding b) {
    return !a.address.isUnspecified() && b.address.isUnspecified();
  }

  /**
   * Answers a segment with a reset, unless it is one ({@code tcp_v4_send_reset}).
   *
   * @param origin what the socket says that it was for
   */
  void reset(Segment refused, Origin origin) {
    if (refused.has(TcpView.RST)) {
      return;
    }
    Packet packet = host.packets().allocate(TcpView.LENGTH);
    packet.path = refused.because(DeviceEvent.Origin.RESET);
    packet.ownerless = true;
    writer.begin(packet);
    if (refused.has(TcpView.ACK)) {
      writer.finish(refused.tuple, refused.acknowledgment, 0, TcpView.RST, 0);
    } else {
      writer.finish(refused.tuple, 0, refused.end(), TcpView.RST | TcpView.ACK, 0);
    }
    try {
      Origin by = origin.bound() != null ? origin : origin.by(refused.link());
      host.output(packet, refused.tuple.local(), refused.tuple.remote(), 0, 0, by);
    } catch (KernelException _) {
      // Nobody waits for it; the kernel counts it as lost too.
    }
  }

  @Override
  public void error(
      IpAddress local,
      int localPort,
      IpAddress remote,
      int remotePort,
      int sequence,
      Errno errno,
      boolean fatal,
      int mtu) {
    Connection connection = connections.get(new FourTuple(local, localPort, remote, remotePort));
    if (connection != null) {
      host.loop().defer(() -> connection.error(sequence, errno, mtu));
    }
  }

  // ---- connections

  /** Begins to open a connection in answer to a SYN. */
  Connection answer(Listener listener, Segment syn, @Nullable Integer initialSequence) {
    Connection connection = new Connection(this, syn.tuple, origin(listener, syn), listener.ttl);
    FourTuple tuple = syn.tuple;
    connection.hold(
        new Binding(
            tuple.local(),
            tuple.localPort(),
            listener.binding.device,
            listener.binding.reuse,
            false,
            listener.binding.only6));
    connections.put(tuple, connection);
    connection.handshake.answer(listener, syn, mtu(connection), initialSequence);
    return connection;
  }

  /** What a connection says of its way that a listener has from a SYN. */
  private Origin origin(Listener listener, Segment syn) {
    Origin own = listener.origin;
    Origin marked = own.mark() == 0 && settings.markAccept != 0 ? own.marked(syn.mark) : own;
    return own.bound() != null ? marked : marked.by(syn.link());
  }

  /** The way to a connection's peer. */
  TcpRoute route(Connection connection) throws KernelException {
    FourTuple tuple = connection.tuple;
    return host.route(
        tuple.local(), tuple.localPort(), tuple.remote(), tuple.remotePort(), connection.origin());
  }

  private int mtu(Connection connection) {
    try {
      return route(connection).mtu();
    } catch (KernelException _) {
      return 576; // The answer will not get there either; RFC 1122 section 3.3.3.
    }
  }

  void add(Connection connection) {
    connections.put(connection.tuple, connection);
  }

  void remove(Connection connection) {
    connections.remove(connection.tuple, connection);
  }

  /**
   * Whether a connection cannot have this name, as another has ({@code __inet_check_established}).
   */
  boolean taken(FourTuple tuple) {
    Connection other = connections.get(tuple);
    return other != null && !other.maySpareName();
  }

  /** Ends a connection in TIME_WAIT whose name is to be used again. */
  void evict(FourTuple tuple) {
    Connection other = connections.get(tuple);
    if (other != null) {
      other.destroy();
    }
  }

  // ---- listeners and sockets

  void add(Listener listener) {
    listeners.computeIfAbsent(listener.binding.port, _ -> new ArrayList<>(1)).add(listener);
  }

  void forget(Listener listener) {
    List<Listener> there = listeners.get(listener.binding.port);
    if (there != null && there.remove(listener) && there.isEmpty()) {
      listeners.remove(listener.binding.port);
    }
  }

  void forget(TcpSocket socket) {
    sockets.remove(socket);
  }

  TcpSocket register(TcpSocket socket) {
    sockets.add(socket);
    return socket;
  }

  @Override
  public Socket open(SocketType type, boolean only6) throws KernelException {
    if (type != SocketType.TCP4 && type != SocketType.TCP6) {
      throw new KernelException(Errno.EPROTONOSUPPORT);
    }
    return register(new TcpSocket(this, type, only6));
  }

  @Override
  public List<SocketEntry> sockets(int version) {
    List<SocketEntry> entries = new ArrayList<>();
    for (TcpSocket socket : sockets) {
      socket.entry().filter(_ -> socket.type().version() == version).ifPresent(entries::add);
    }
    for (Connection connection : connections.values()) {
      if (connection.orphaned() && connection.tuple.local().bits() == (version == 4 ? 32 : 128)) {
        entries.add(connection.entry(0, connection.tuple.local(), connection.tuple.remote()));
      }
    }
    return entries;
  }

  @Override
  public void close() {
    List.copyOf(connections.values()).forEach(Connection::destroy);
    listeners.clear();
    sockets.clear();
  }
}
