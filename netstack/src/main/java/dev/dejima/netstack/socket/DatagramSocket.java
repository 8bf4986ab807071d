package dev.dejima.netstack.socket;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Output4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What the datagram sockets over IPv4 have in common. Calls come with the baton held. */
abstract class DatagramSocket implements Socket {
  /** Octets of {@code net.core.rmem_default}. */
  private static final int RECEIVE_BUFFER = 212992;

  /** What Linux counts for a datagram besides its octets. */
  private static final int OVERHEAD = 768;

  private static final int LARGEST = 65535;

  final Ipv4 ipv4;
  private final SocketType type;
  private final long inode;
  private final WaitQueue readers;
  private final ArrayDeque<Received> queue = new ArrayDeque<>();
  private int queued;
  private @Nullable Errno error;
  private @Nullable Duration timeout;
  private boolean closed;
  private boolean broadcast;
  boolean reuseAddress;
  boolean shutdown;

  /** 0 where not chosen. */
  int localAddress;

  int localPort;
  boolean connected;
  int remoteAddress;
  int remotePort;
  int ttl;
  @Nullable NetDevice bound;

  private record Received(Bytes bytes, int source, int sourcePort, int ttl) {}

  DatagramSocket(Ipv4 ipv4, SocketType type, long inode) {
    this.ipv4 = ipv4;
    this.type = type;
    this.inode = inode;
    this.readers = new WaitQueue(ipv4.loop(), "a datagram (" + type + ")");
  }

  /** Takes the port, or any where it is 0. */
  abstract void claim(int address, int port) throws KernelException;

  /** Gives the port back. */
  abstract void release();

  /** Makes the transport part of a packet. */
  abstract Packet build(byte[] bytes, int offset, int length, int source, Endpoint remote)
      throws KernelException;

  abstract int protocol();

  // ---- names

  @Override
  public SocketType type() {
    return type;
  }

  long inode() {
    return inode;
  }

  int queuedOctets() {
    return queued;
  }

  static int v4(Endpoint endpoint) throws KernelException {
    if (endpoint.address() instanceof Ipv4Address(int value)) {
      return value;
    }
    throw new KernelException(Errno.EAFNOSUPPORT);
  }

  @Override
  public void bind(Endpoint local) throws KernelException {
    int address = v4(local);
    checkOpen();
    if (localPort != 0) {
      throw new KernelException(Errno.EINVAL);
    }
    if (address != 0
        && ipv4.settings().nonlocalBind == 0
        && ipv4.routes().type(address) == RouteType.UNICAST) {
      throw new KernelException(Errno.EADDRNOTAVAIL);
    }
    claim(address, local.port());
    localAddress = address;
  }

  @Override
  public void connect(Endpoint remote) throws KernelException {
    int address = v4(remote);
    checkOpen();
    Route4 route = ipv4.output().route(localAddress, address, bound);
    checkBroadcast(route);
    if (localPort == 0) {
      claim(localAddress, 0);
    }
    int to = address == 0 ? Ipv4Address.LOOPBACK.value() : address;
    localAddress = localAddress == 0 ? ipv4.output().source(route, to) : localAddress;
    connected = true;
    remoteAddress = to;
    remotePort = remote.port();
  }

  private void checkBroadcast(Route4 route) throws KernelException {
    if (route.type() == RouteType.BROADCAST && !broadcast) {
      throw new KernelException(Errno.EACCES);
    }
  }

  @Override
  public Endpoint localName() {
    return new Endpoint(new Ipv4Address(localAddress), localPort);
  }

  @Override
  public Endpoint peerName() throws KernelException {
    if (!connected) {
      throw new KernelException(Errno.ENOTCONN);
    }
    return new Endpoint(new Ipv4Address(remoteAddress), remotePort);
  }

  @Override
  public void listen(int backlog) throws KernelException {
    throw new KernelException(Errno.EOPNOTSUPP);
  }

  @Override
  public Socket accept() throws KernelException {
    throw new KernelException(Errno.EOPNOTSUPP);
  }

  // ---- sending

  @Override
  public void send(byte[] bytes, int offset, int length) throws KernelException {
    if (!connected) {
      throw new KernelException(Errno.EDESTADDRREQ);
    }
    sendTo(bytes, offset, length, peerName());
  }

  @Override
  public void sendTo(byte[] bytes, int offset, int length, Endpoint remote) throws KernelException {
    checkOpen();
    int address = v4(remote);
    if (shutdown) {
      throw new KernelException(Errno.EPIPE);
    }
    if (length > LARGEST - 28) {
      throw new KernelException(Errno.EMSGSIZE);
    }
    throwError();
    if (localPort == 0) {
      claim(localAddress, 0);
    }
    int to = address == 0 ? Ipv4Address.LOOPBACK.value() : address;
    Output4 output = ipv4.output();
    Route4 route = output.route(localAddress, to, bound);
    checkBroadcast(route);
    int source = localAddress != 0 ? localAddress : output.source(route, to);
    Endpoint target = new Endpoint(new Ipv4Address(to), remote.port());
    Packet packet = build(bytes, offset, length, source, target);
    boolean whole = packet.transportLength() + 20 <= output.mtu(route);
    packet.checksumVerified = true;
    output.send(packet, route, source, to, new Output4.Header(protocol(), ttl, 0, whole, nextId()));
  }

  /** The identification of a packet: a connected socket counts for itself. */
  private int nextId() {
    if (!connected) {
      return Output4.DRAWN;
    }
    if (id < 0) {
      id = ipv4.loop().random("ip id " + inode).nextInt(0x10000);
    }
    id = id + 1 & 0xffff;
    return id;
  }

  private int id = -1;

  // ---- receiving

  /** Keeps a datagram for the reader, if there is room. */
  void receive(Packet packet, int from, int source, int sourcePort, int withTtl) {
    int length = packet.end - from;
    if (queued + length + OVERHEAD > RECEIVE_BUFFER) {
      return;
    }
    Bytes copy = Bytes.of(packet.bytes, from, length);
    queue.add(new Received(copy, source, sourcePort, withTtl));
    queued += length + OVERHEAD;
    readers.wakeOne();
  }

  /** An error that the next call is to throw. */
  void fail(Errno errno) {
    error = errno;
    readers.wakeAll();
  }

  private void throwError() throws KernelException {
    Errno errno = error;
    if (errno != null) {
      error = null;
      throw new KernelException(errno);
    }
  }

  private void checkOpen() throws KernelException {
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
  }

  @Override
  public int receive(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    return receiveFrom(bytes, offset, length).length();
  }

  @Override
  public Datagram receiveFrom(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    Duration limit = timeout;
    long deadline = limit == null ? WaitQueue.FOREVER : ipv4.loop().nanoTime() + limit.toNanos();
    while (true) {
      checkOpen();
      throwError();
      Received received = queue.poll();
      if (received != null) {
        int there = received.bytes.length();
        int fits = Math.min(length, there);
        queued -= there + OVERHEAD;
        received.bytes.slice(0, fits).copyTo(bytes, offset);
        Ipv4Address source = new Ipv4Address(received.source);
        return new Datagram(fits, new Endpoint(source, received.sourcePort), received.ttl);
      }
      if (!readers.await(deadline)) {
        throw new KernelException(Errno.EAGAIN);
      }
    }
  }

  // ---- the rest

  @Override
  public void shutdownOutput() throws KernelException {
    if (!connected) {
      throw new KernelException(Errno.ENOTCONN);
    }
    shutdown = true;
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws KernelException {
    if (option.equals(SocketOption.REUSEADDR)) {
      reuseAddress = (Boolean) value;
    } else if (option.equals(SocketOption.BROADCAST)) {
      broadcast = (Boolean) value;
    } else if (option.equals(SocketOption.TTL)) {
      int number = (Integer) value;
      if (number != -1 && (number < 1 || number > 255)) {
        throw new KernelException(Errno.EINVAL);
      }
      ttl = Math.max(number, 0);
    } else if (option.equals(SocketOption.BIND_TO_DEVICE)) {
      String name = (String) value;
      bound = name.isEmpty() ? null : ipv4.links().find(name);
      if (bound == null && !name.isEmpty()) {
        throw new KernelException(Errno.ENODEV);
      }
    } else {
      throw new KernelException(Errno.ENOPROTOOPT);
    }
  }

  @Override
  public void timeout(@Nullable Duration limit) {
    timeout = limit;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
      readers.wakeAll();
    }
  }
}
