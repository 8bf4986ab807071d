package dev.dejima.netstack.socket;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Internet;
import dev.dejima.netstack.inet.Origin;
import dev.dejima.netstack.inet.SocketAddresses;
import dev.dejima.netstack.inet.Way;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What the datagram sockets have in common. Calls come with the baton held. */
abstract class DatagramSocket implements Socket, Sock {
  /** Octets of {@code net.core.rmem_default}. */
  private static final int RECEIVE_BUFFER = 212992;

  /** What Linux counts for a datagram besides its octets. */
  private static final int OVERHEAD = 768;

  private static final int LARGEST_4 = 65535 - 28;
  private static final int LARGEST_6 = 65535 - 8;

  final SocketHost host;
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

  /** IPV6_V6ONLY. */
  boolean only6;

  /** As packets carry it; null where not chosen. */
  @Nullable IpAddress localAddress;

  int localPort;

  /** As packets carry it; null where not connected. */
  @Nullable IpAddress remoteAddress;

  int remotePort;
  int ttl;
  @Nullable NetDevice bound;

  /** SO_MARK. */
  int mark;

  /** IP_TRANSPARENT. */
  boolean transparent;

  private record Received(Bytes bytes, IpAddress source, int sourcePort, int ttl, int zone) {}

  DatagramSocket(SocketHost host, SocketType type, long inode) {
    this.host = host;
    this.type = type;
    this.inode = inode;
    this.readers = new WaitQueue(host.loop(), "a datagram (" + type + ")");
  }

  /** Takes the port, or any where it is 0. */
  abstract void claim(@Nullable IpAddress address, int port) throws KernelException;

  /** Gives the port back. */
  abstract void release();

  /** Makes the transport part of a packet. */
  abstract Packet build(byte[] bytes, int offset, int length, IpAddress source, Endpoint remote)
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

  boolean connected() {
    return remoteAddress != null;
  }

  @Override
  public boolean isFull() {
    return true;
  }

  @Override
  public boolean isWildcard() {
    return localAddress == null;
  }

  @Override
  public boolean isTransparent() {
    return transparent;
  }

  @Override
  public int mark() {
    return mark;
  }

  private IpAddress onWire(Endpoint endpoint) throws KernelException {
    return SocketAddresses.onWire(type, only6, endpoint.address());
  }

  /** Whether it is for IPv6 alone: one that is bound to an address of IPv6 is. */
  boolean isOnly6() {
    return only6 || localAddress instanceof Ipv6Address;
  }

  /** Whether packets to an address are for it, as far as addresses go. */
  boolean takes(IpAddress destination) {
    return SocketAddresses.takes(type, only6, localAddress, destination);
  }

  @Override
  public void bind(Endpoint local) throws KernelException {
    checkOpen();
    IpAddress given = onWire(local);
    IpAddress address = given.isUnspecified() ? null : given;
    if (localPort != 0) {
      throw new KernelException(Errno.EINVAL);
    }
    if (address instanceof Ipv6Address six && six.isLinkLocal() && bound == null) {
      throw new KernelException(Errno.EINVAL);
    }
    if (address != null && !origin().mayBind(host.internets().of(address), address)) {
      throw new KernelException(Errno.EADDRNOTAVAIL);
    }
    claim(address, local.port());
    localAddress = address;
  }

  @Override
  public void connect(Endpoint remote) throws KernelException {
    checkOpen();
    IpAddress to = SocketAddresses.orLoopback(onWire(remote));
    if (bound == null && to instanceof Ipv6Address six && six.isLinkLocal()) {
      throw new KernelException(Errno.EINVAL);
    }
    Way way = way(to, remote.port());
    if (localPort == 0) {
      claim(localAddress, 0);
    }
    localAddress = localAddress == null ? way.source() : localAddress;
    remoteAddress = to;
    remotePort = remote.port();
  }

  private Origin origin() {
    return new Origin(bound, mark, transparent);
  }

  private Way way(IpAddress to, int port) throws KernelException {
    Internet internet = host.internets().of(to);
    Way way = origin().way(internet, localAddress, to, protocol(), 0, localPort, port);
    if (way.isBroadcast() && !broadcast) {
      throw new KernelException(Errno.EACCES);
    }
    return way;
  }

  @Override
  public Endpoint localName() {
    IpAddress local = localAddress;
    return new Endpoint(
        local == null ? SocketAddresses.any(type) : SocketAddresses.shown(type, local), localPort);
  }

  @Override
  public Endpoint peerName() throws KernelException {
    IpAddress remote = remoteAddress;
    if (remote == null) {
      throw new KernelException(Errno.ENOTCONN);
    }
    return new Endpoint(SocketAddresses.shown(type, remote), remotePort);
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
    if (!connected()) {
      throw new KernelException(Errno.EDESTADDRREQ);
    }
    sendTo(bytes, offset, length, peerName());
  }

  @Override
  public void sendTo(byte[] bytes, int offset, int length, Endpoint remote) throws KernelException {
    checkOpen();
    IpAddress to = SocketAddresses.orLoopback(onWire(remote));
    boolean four = to instanceof Ipv4Address;
    if (shutdown) {
      throw new KernelException(Errno.EPIPE);
    }
    if (length > (four ? LARGEST_4 : LARGEST_6)) {
      throw new KernelException(Errno.EMSGSIZE);
    }
    throwError();
    if (localPort == 0) {
      claim(localAddress, 0);
    }
    Way way = way(to, remote.port());
    Packet packet = build(bytes, offset, length, way.source(), new Endpoint(to, remote.port()));
    packet.local = true;
    packet.mark = mark;
    packet.socket = this;
    boolean whole = packet.transportLength() + Ipv4View.LENGTH <= way.mtu();
    packet.checksumVerified = true;
    way.send(packet, new Header(protocol(), ttl, 0, whole, nextId()));
  }

  /** The identification of a packet: a connected socket counts for itself. */
  private int nextId() {
    if (!connected()) {
      return Header.DRAWN;
    }
    if (id < 0) {
      id = host.loop().random("ip id " + inode).nextInt(0x10000);
    }
    id = id + 1 & 0xffff;
    return id;
  }

  private int id = -1;

  // ---- receiving

  /** Keeps a datagram for the reader, if there is room. */
  void receive(Packet packet, int from, IpAddress source, int sourcePort, int withTtl) {
    int length = packet.end - from;
    if (queued + length + OVERHEAD > RECEIVE_BUFFER) {
      return;
    }
    Bytes copy = Bytes.of(packet.bytes, from, length);
    boolean onLink = source instanceof Ipv6Address six && six.isLinkLocal();
    int zone = onLink && packet.in != null ? packet.in.index() : 0;
    queue.add(new Received(copy, source, sourcePort, withTtl, zone));
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
    long deadline = limit == null ? WaitQueue.FOREVER : host.loop().nanoTime() + limit.toNanos();
    while (true) {
      checkOpen();
      throwError();
      Received received = queue.poll();
      if (received != null) {
        int there = received.bytes.length();
        int fits = Math.min(length, there);
        queued -= there + OVERHEAD;
        received.bytes.slice(0, fits).copyTo(bytes, offset);
        IpAddress source = SocketAddresses.shown(type, received.source);
        return new Datagram(
            fits, new Endpoint(source, received.sourcePort), received.ttl, received.zone);
      }
      if (!readers.await(deadline)) {
        throw new KernelException(Errno.EAGAIN);
      }
    }
  }

  // ---- the rest

  @Override
  public void shutdownOutput() throws KernelException {
    if (!connected()) {
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
    } else if (option.equals(SocketOption.V6ONLY) && type.version() == 6) {
      only6 = (Boolean) value;
    } else if (option.equals(SocketOption.BIND_TO_DEVICE)) {
      String name = (String) value;
      bound = name.isEmpty() ? null : host.links().find(name);
      if (bound == null && !name.isEmpty()) {
        throw new KernelException(Errno.ENODEV);
      }
    } else if (option.equals(SocketOption.MARK)) {
      mark = (Integer) value;
    } else if (option.equals(SocketOption.TRANSPARENT)) {
      transparent = (Boolean) value;
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
