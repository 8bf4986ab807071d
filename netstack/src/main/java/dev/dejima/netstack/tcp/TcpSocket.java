package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.inet.SocketAddresses;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.netstack.tcp.TcpHost.TcpRoute;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream socket: turns the calls of processes into the doings of a connection or a listener. */
final class TcpSocket implements Socket {
  private final Tcp tcp;
  private final TcpHost host;
  private final SocketType type;
  private final long inode;
  private final WaitQueue readers;
  private final WaitQueue writers;
  private @Nullable Binding binding;
  private @Nullable Listener listener;
  private @Nullable Connection connection;
  private Origin origin = Origin.PLAIN;
  private @Nullable Duration limit;
  private boolean reuse;
  private boolean only6;
  private boolean noDelay;
  private boolean resetOnClose;
  private boolean connected;
  private boolean shut;
  private boolean closed;
  private int ttl;

  TcpSocket(Tcp tcp, SocketType type, boolean only6) {
    this.tcp = tcp;
    this.host = tcp.host();
    this.type = type;
    this.only6 = only6;
    this.inode = host.nextInode();
    this.readers = new WaitQueue(host.loop(), "data of a TCP connection");
    this.writers = new WaitQueue(host.loop(), "room in a TCP connection");
  }

  @Override
  public SocketType type() {
    return type;
  }

  void wakeReaders() {
    readers.wakeAll();
  }

  void wakeWriters() {
    writers.wakeAll();
  }

  // ---- names

  /** The address as packets carry it. */
  private IpAddress onWire(IpAddress address) throws KernelException {
    return SocketAddresses.onWire(type, only6, address);
  }

  /** The address as the application knows it. */
  private IpAddress shown(IpAddress address) {
    return SocketAddresses.shown(type, address);
  }

  private IpAddress any() {
    return SocketAddresses.any(type);
  }

  private void checkOpen() throws KernelException {
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
  }

  // ---- bind and listen

  @Override
  public void bind(Endpoint local) throws KernelException {
    checkOpen();
    if (binding != null || connection != null) {
      throw new KernelException(Errno.EINVAL);
    }
    IpAddress address = onWire(local.address());
    if (address instanceof Ipv6Address six && six.isLinkLocal() && origin.bound() == null) {
      throw new KernelException(Errno.EINVAL);
    }
    if (!address.isUnspecified() && !host.mayBind(address, origin)) {
      throw new KernelException(Errno.EADDRNOTAVAIL);
    }
    bind(address, local.port());
  }

  private void bind(IpAddress address, int port) throws KernelException {
    int chosen = port == 0 ? freePort(address) : port;
    Binding wanted = binding(address, chosen);
    if (chosen == 0 || tcp.ports().conflicts(wanted)) {
      throw new KernelException(Errno.EADDRINUSE);
    }
    tcp.ports().add(wanted);
    binding = wanted;
  }

  private Binding binding(IpAddress address, int port) {
    return new Binding(address, port, origin.bound(), reuse, false, only6);
  }

  /** A port to bind to: an odd one if there is, as connections take the even ones first. */
  private int freePort(IpAddress address) {
    TcpHost.PortTest taken = port -> tcp.ports().conflicts(binding(address, port));
    int odd = host.ephemeralPort(address, any(), 0, port -> port % 2 == 0 || taken.test(port));
    return odd != 0 ? odd : host.ephemeralPort(address, any(), 0, taken);
  }

  @Override
  public void listen(int backlog) throws KernelException {
    checkOpen();
    if (connection != null) {
      throw new KernelException(Errno.EINVAL);
    }
    if (listener == null) {
      startListening();
    }
    if (listener != null) {
      listener.backlog(backlog);
    }
  }

  private void startListening() throws KernelException {
    if (binding == null) {
      bind(any(), 0);
    }
    Binding held = binding;
    if (held != null) {
      if (tcp.ports().conflicts(held)) {
        throw new KernelException(Errno.EADDRINUSE);
      }
      held.listening = true;
      Listener started = new Listener(tcp, tcp.settings(), held, origin, ttl);
      tcp.add(started);
      listener = started;
    }
  }

  @Override
  public Socket accept() throws KernelException, InterruptedException {
    checkOpen();
    Listener waiting = listener;
    if (waiting == null) {
      throw new KernelException(Errno.EINVAL);
    }
    long deadline = deadline();
    Connection next = waiting.poll();
    while (next == null) {
      waitFor(waiting.arrived, deadline, Errno.EAGAIN);
      next = waiting.poll();
    }
    return tcp.register(accepted(next));
  }

  private TcpSocket accepted(Connection next) {
    TcpSocket socket = new TcpSocket(tcp, type, only6);
    socket.connection = next;
    socket.connected = true;
    socket.origin = next.origin();
    socket.reuse = reuse;
    socket.ttl = ttl;
    socket.noDelay = noDelay;
    socket.resetOnClose = resetOnClose;
    next.own(socket);
    if (noDelay) {
      next.snd.noDelay(true);
    }
    return socket;
  }

  // ---- connect

  @Override
  public void connect(Endpoint remote) throws KernelException, InterruptedException {
    checkOpen();
    if (listener != null || connected) {
      throw new KernelException(Errno.EISCONN);
    }
    if (connection == null) {
      begin(remote);
    } else if (limit != null && limit.isZero()) {
      throw new KernelException(Errno.EALREADY);
    }
    awaitConnected();
  }

  private void begin(Endpoint remote) throws KernelException {
    IpAddress peer = SocketAddresses.orLoopback(onWire(remote.address()));
    if (origin.bound() == null && peer instanceof Ipv6Address six && six.isLinkLocal()) {
      throw new KernelException(Errno.EINVAL);
    }
    Binding bound = binding;
    IpAddress wish = bound == null || bound.address.isUnspecified() ? null : bound.address;
    TcpRoute route = host.route(wish, bound == null ? 0 : bound.port, peer, remote.port(), origin);
    IpAddress source = wish == null ? route.source() : wish;
    FourTuple tuple = name(source, peer, remote.port());
    tcp.evict(tuple);
    Connection opening = new Connection(tcp, tuple, origin, ttl);
    if (bound == null) {
      opening.hold(new Binding(source, tuple.localPort(), origin.bound(), reuse, true, only6));
    }
    opening.own(this);
    opening.snd.noDelay(noDelay);
    tcp.add(opening);
    connection = opening;
    int sequence = tcp.secrets().initialSequence(tuple, host.loop().nanoTime());
    opening.handshake.open(route.mtu(), sequence);
  }

  private FourTuple name(IpAddress source, IpAddress peer, int port) throws KernelException {
    Binding bound = binding;
    int local =
        bound != null
            ? bound.port
            : host.ephemeralPort(
                source, peer, port, candidate -> busy(source, candidate, peer, port));
    FourTuple tuple = new FourTuple(source, local, peer, port);
    if (local == 0 || tcp.taken(tuple)) {
      throw new KernelException(Errno.EADDRNOTAVAIL);
    }
    return tuple;
  }

  private boolean busy(IpAddress source, int candidate, IpAddress peer, int port) {
    return tcp.ports().reserved(candidate)
        || tcp.taken(new FourTuple(source, candidate, peer, port));
  }

  private void awaitConnected() throws KernelException, InterruptedException {
    Connection opening = connection;
    long deadline = deadline();
    while (opening != null && opening.state() != TcpState.CLOSED) {
      if (opening.state() != TcpState.SYN_SENT && opening.state() != TcpState.SYN_RECEIVED) {
        connected = true;
        return;
      }
      waitFor(writers, deadline, Errno.EINPROGRESS);
    }
    connection = null;
    Errno reason = opening == null ? null : opening.takeError();
    throw new KernelException(reason == null ? Errno.ECONNABORTED : reason);
  }

  // ---- data

  @Override
  public void send(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    checkOpen();
    long deadline = deadline();
    int at = offset;
    while (at < offset + length) {
      Connection open = writable();
      int room = open.state().maySend() ? open.snd.room() : 0;
      if (room == 0) {
        waitFor(writers, deadline, Errno.EAGAIN);
        continue;
      }
      int part = Math.min(room, offset + length - at);
      open.snd.write(bytes, at, part);
      at += part;
    }
  }

  /** The connection, if it can be written to now or later. */
  private Connection writable() throws KernelException {
    Connection open = connection;
    if (open == null) {
      throw new KernelException(Errno.EPIPE);
    }
    Errno reason = open.takeError();
    if (reason != null) {
      throw new KernelException(reason);
    }
    boolean opening = open.state() == TcpState.SYN_SENT || open.state() == TcpState.SYN_RECEIVED;
    if (shut || !(opening || open.state().maySend())) {
      throw new KernelException(Errno.EPIPE);
    }
    return open;
  }

  @Override
  public int receive(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    checkOpen();
    Connection open = connection;
    if (open == null) {
      throw new KernelException(Errno.ENOTCONN);
    }
    if (length == 0) {
      return 0;
    }
    long deadline = deadline();
    while (open.rcv.unread() == 0) {
      Errno reason = open.takeError();
      if (reason != null) {
        throw new KernelException(reason);
      }
      if (open.rcv.finished() || open.state() == TcpState.CLOSED) {
        open.rcv.endRead();
        return -1;
      }
      waitFor(readers, deadline, Errno.EAGAIN);
      checkOpen();
    }
    int part = Math.min(length, open.rcv.unread());
    open.rcv.read(bytes, offset, part);
    return part;
  }

  @Override
  public void sendTo(byte[] bytes, int offset, int length, Endpoint remote)
      throws KernelException, InterruptedException {
    if (!connected) {
      throw new KernelException(Errno.EPIPE);
    }
    send(bytes, offset, length);
  }

  @Override
  public Datagram receiveFrom(byte[] bytes, int offset, int length) throws KernelException {
    throw new KernelException(Errno.EOPNOTSUPP, "a stream socket has no datagrams");
  }

  // ---- the end

  @Override
  public void shutdownOutput() throws KernelException {
    checkOpen();
    Connection open = connection;
    if (listener != null) {
      return;
    }
    if (open == null || open.state() == TcpState.CLOSED) {
      throw new KernelException(Errno.ENOTCONN);
    }
    shut = true;
    if (open.state() == TcpState.SYN_SENT) {
      open.destroy();
    } else {
      open.shutdownOutput();
    }
    writers.wakeAll();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    tcp.forget(this);
    if (listener != null) {
      listener.close();
    }
    Binding held = binding;
    if (connection != null) {
      Connection left = connection;
      if (held != null) {
        tcp.ports().remove(held);
        left.hold(held);
      }
      left.close(resetOnClose);
    } else if (held != null) {
      tcp.ports().remove(held);
    }
    readers.wakeAll();
    writers.wakeAll();
  }

  // ---- the rest

  @Override
  public Endpoint localName() throws KernelException {
    checkOpen();
    if (connection != null) {
      return new Endpoint(shown(connection.tuple.local()), connection.tuple.localPort());
    }
    if (binding != null) {
      return new Endpoint(
          binding.address.isUnspecified() ? any() : shown(binding.address), binding.port);
    }
    return new Endpoint(any(), 0);
  }

  @Override
  public Endpoint peerName() throws KernelException {
    checkOpen();
    if (connection == null || !connected || connection.state() == TcpState.CLOSED) {
      throw new KernelException(Errno.ENOTCONN);
    }
    return new Endpoint(shown(connection.tuple.remote()), connection.tuple.remotePort());
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws KernelException {
    checkOpen();
    if (option.equals(SocketOption.REUSEADDR)) {
      reuse = (Boolean) value;
    } else if (option.equals(SocketOption.NODELAY)) {
      noDelay = (Boolean) value;
      if (connection != null) {
        connection.snd.noDelay(noDelay);
      }
    } else if (option.equals(SocketOption.V6ONLY) && type == SocketType.TCP6) {
      only6 = (Boolean) value;
    } else if (option.equals(SocketOption.RESET_ON_CLOSE)) {
      resetOnClose = (Boolean) value;
    } else if (option.equals(SocketOption.TTL)) {
      timeToLive((Integer) value);
    } else if (option.equals(SocketOption.BIND_TO_DEVICE)) {
      origin(origin.by(device((String) value)));
    } else if (option.equals(SocketOption.MARK)) {
      origin(origin.marked((Integer) value));
    } else if (option.equals(SocketOption.TRANSPARENT)) {
      origin(origin.transparent((Boolean) value));
    } else if (!option.equals(SocketOption.BROADCAST)) {
      throw new KernelException(Errno.ENOPROTOOPT);
    }
  }

  private void timeToLive(int value) throws KernelException {
    if (value < 1 || value > 255) {
      throw new KernelException(Errno.EINVAL);
    }
    ttl = value;
    if (connection != null) {
      connection.ttl(value);
    }
  }

  private void origin(Origin value) {
    origin = value;
    if (connection != null) {
      connection.origin(value);
    }
    if (listener != null) {
      listener.origin = value;
    }
  }

  private @Nullable Device device(String name) throws KernelException {
    Device found = name.isEmpty() ? null : host.device(name);
    if (!name.isEmpty() && found == null) {
      throw new KernelException(Errno.ENODEV);
    }
    return found;
  }

  @Override
  public void timeout(@Nullable Duration wanted) {
    limit = wanted;
  }

  private long deadline() {
    return limit == null ? WaitQueue.FOREVER : host.loop().nanoTime() + limit.toNanos();
  }

  private void waitFor(WaitQueue queue, long deadline, Errno late)
      throws KernelException, InterruptedException {
    if (!queue.await(deadline)) {
      throw new KernelException(late);
    }
    checkOpen();
  }

  private static boolean isOne6(IpAddress address) {
    return address instanceof Ipv6Address && !address.isUnspecified();
  }

  /** How it stands; empty if it has neither port nor connection. */
  Optional<SocketEntry> entry() {
    Connection open = connection;
    Listener waiting = listener;
    if (open != null && open.state() != TcpState.CLOSED) {
      return Optional.of(open.entry(inode, shown(open.tuple.local()), shown(open.tuple.remote())));
    }
    if (waiting == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SocketEntry(
            IpProtocol.TCP,
            TcpState.LISTEN.number(),
            new Endpoint(
                waiting.binding.address.isUnspecified() ? any() : shown(waiting.binding.address),
                waiting.binding.port),
            new Endpoint(any(), 0),
            waiting.waiting(),
            waiting.backlog(),
            origin.bound() == null ? 0 : origin.bound().index(),
            only6 || isOne6(waiting.binding.address),
            inode));
  }
}
