package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.libc.SocketAddress;
import dev.dejima.linux.libc.Sockets;
import dev.dejima.packet.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket of the system. It never blocks: where a call would, it waits in ppoll(2), so that the
 * thread can be interrupted and the time is bounded.
 */
final class LinuxSocket implements Socket {
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int SOL_IP = 0;
  private static final int SOL_TCP = 6;
  private static final int SOL_IPV6 = 41;
  private static final int IP_TTL = 2;
  private static final int IP_RECVTTL = 12;
  private static final int IPV6_UNICAST_HOPS = 16;
  private static final int IPV6_V6ONLY = 26;
  private static final int IP_TRANSPARENT = 19;
  private static final int IPV6_TRANSPARENT = 75;
  private static final int IPV6_RECVHOPLIMIT = 51;
  private static final int IPV6_HOPLIMIT = 52;
  private static final int TCP_NODELAY = 1;

  private final LinuxKernel kernel;
  private final SocketType type;
  private final Descriptor descriptor;
  private volatile @Nullable Duration limit;

  private LinuxSocket(LinuxKernel kernel, SocketType type, int fd) {
    this.kernel = kernel;
    this.type = type;
    this.descriptor = new Descriptor(kernel, fd);
  }

  /** Opens a socket in the namespace of the calling thread. */
  static LinuxSocket open(LinuxKernel kernel, SocketType type) throws KernelException {
    boolean v6 = type.version() == 6;
    int kind =
        switch (type) {
          case TCP4, TCP6 -> Sockets.SOCK_STREAM;
          case UDP4, UDP6, PING4, PING6 -> Sockets.SOCK_DGRAM;
          case ICMP4, ICMP6 -> Sockets.SOCK_RAW;
        };
    int protocol =
        switch (type) {
          case TCP4, TCP6, UDP4, UDP6 -> 0;
          case PING4, ICMP4 -> IPPROTO_ICMP;
          case PING6, ICMP6 -> IPPROTO_ICMPV6;
        };
    int domain = v6 ? Sockets.AF_INET6 : Sockets.AF_INET;
    int fd = Sockets.socket(domain, kind | Sockets.SOCK_NONBLOCK, protocol);
    LinuxSocket socket = new LinuxSocket(kernel, type, fd);
    if (type.datagram()) {
      Sockets.setsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1);
    }
    return socket;
  }

  @Override
  public SocketType type() {
    return type;
  }

  /** What a call does with the descriptor's number. */
  private interface Call<T> {
    T on(int fd) throws KernelException;
  }

  private <T> T with(Call<T> call) throws KernelException {
    int fd = descriptor.acquire();
    try {
      return call.on(fd);
    } finally {
      descriptor.release();
    }
  }

  private void run(Call<?> call) throws KernelException {
    with(call);
  }

  /** A call that says {@link Libc#WOULD_BLOCK} as long as it would. */
  private interface Attempt {
    int on(int fd) throws KernelException;
  }

  private int blocking(int events, Attempt attempt) throws KernelException, InterruptedException {
    Deadline deadline = Deadline.in(limit);
    int fd = descriptor.acquire();
    try {
      int result = attempt.on(fd);
      while (result == Libc.WOULD_BLOCK) {
        if (!descriptor.await(events, deadline)) {
          throw new KernelException(Errno.EAGAIN);
        }
        result = attempt.on(fd);
      }
      return result;
    } finally {
      descriptor.release();
    }
  }

  @Override
  public void bind(Endpoint local) throws KernelException {
    run(
        fd -> {
          Sockets.bind(fd, SocketAddress.of(local));
          return true;
        });
  }

  @Override
  public void listen(int backlog) throws KernelException {
    run(
        fd -> {
          Sockets.listen(fd, backlog);
          return true;
        });
  }

  @Override
  public Socket accept() throws KernelException, InterruptedException {
    return new LinuxSocket(kernel, type, blocking(Libc.POLLIN, Sockets::accept));
  }

  @Override
  public void connect(Endpoint remote) throws KernelException, InterruptedException {
    Deadline deadline = Deadline.in(limit);
    int fd = descriptor.acquire();
    try {
      while (!connected(fd, remote)) {
        if (!descriptor.await(Libc.POLLOUT, deadline)) {
          throw new KernelException(Errno.EINPROGRESS);
        }
        refused(fd);
      }
    } finally {
      descriptor.release();
    }
  }

  /**
   * connect(2), which is asked again after poll(2): that may end early, and SO_ERROR says nothing
   * of a connection that is still being made.
   */
  private static boolean connected(int fd, Endpoint remote) throws KernelException {
    try {
      Sockets.connect(fd, SocketAddress.of(remote));
      return true;
    } catch (KernelException e) {
      if (e.errno() == Errno.EINPROGRESS || e.errno() == Errno.EALREADY) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Says why a connection cannot be made, which connect(2) does not as long as it tries again: an
   * ICMP error that comes while the socket is in use ({@code tcp_v4_err()}).
   */
  private static void refused(int fd) throws KernelException {
    byte[] value = Sockets.getsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_ERROR, 4);
    int number = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
    if (number != 0) {
      throw new KernelException(Errno.of(number));
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    int sent = 0;
    do {
      int from = offset + sent;
      int rest = length - sent;
      sent += blocking(Libc.POLLOUT, fd -> Sockets.send(fd, bytes, from, rest, 0, NOWHERE));
    } while (sent < length);
  }

  private static final byte[] NOWHERE = new byte[0];

  @Override
  public void sendTo(byte[] bytes, int offset, int length, Endpoint remote)
      throws KernelException, InterruptedException {
    byte[] to = SocketAddress.of(remote);
    blocking(Libc.POLLOUT, fd -> Sockets.send(fd, bytes, offset, length, 0, to));
  }

  @Override
  public int receive(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    int count = blocking(Libc.POLLIN, fd -> Sockets.recv(fd, bytes, offset, length, 0));
    return count == 0 && length > 0 && !type.datagram() ? -1 : count;
  }

  @Override
  public Datagram receiveFrom(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    boolean v6 = type.version() == 6;
    int level = v6 ? SOL_IPV6 : SOL_IP;
    int control = v6 ? IPV6_HOPLIMIT : IP_TTL;
    Sockets.Received[] received = new Sockets.Received[1];
    blocking(
        Libc.POLLIN,
        fd -> {
          received[0] = Sockets.recvmsg(fd, bytes, offset, length, level, control);
          return received[0].length();
        });
    Sockets.Received datagram = received[0];
    Endpoint from = SocketAddress.endpoint(datagram.address(), v6);
    int zone = SocketAddress.zone(datagram.address(), v6);
    return new Datagram(datagram.length(), from, datagram.control(), zone);
  }

  @Override
  public void shutdownOutput() throws KernelException {
    run(
        fd -> {
          Sockets.shutdown(fd, Sockets.SHUT_WR);
          return true;
        });
  }

  @Override
  public Endpoint localName() throws KernelException {
    return with(fd -> SocketAddress.endpoint(Sockets.getsockname(fd), type.version() == 6));
  }

  @Override
  public Endpoint peerName() throws KernelException {
    return with(fd -> SocketAddress.endpoint(Sockets.getpeername(fd), type.version() == 6));
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws KernelException {
    run(
        fd -> {
          set(fd, option, value);
          return true;
        });
  }

  private void set(int fd, SocketOption<?> option, Object value) throws KernelException {
    int on = Boolean.TRUE.equals(value) ? 1 : 0;
    if (option.equals(SocketOption.REUSEADDR)) {
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, on);
    } else if (option.equals(SocketOption.BROADCAST)) {
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_BROADCAST, on);
    } else if (option.equals(SocketOption.V6ONLY)) {
      Sockets.setsockopt(fd, SOL_IPV6, IPV6_V6ONLY, on);
    } else if (option.equals(SocketOption.NODELAY)) {
      Sockets.setsockopt(fd, SOL_TCP, TCP_NODELAY, on);
    } else if (option.equals(SocketOption.RESET_ON_CLOSE)) {
      byte[] linger = new byte[8];
      ByteBuffer.wrap(linger).order(ByteOrder.nativeOrder()).putInt(on);
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_LINGER, linger);
    } else if (option.equals(SocketOption.TTL) && value instanceof Integer ttl) {
      boolean v6 = type.version() == 6;
      Sockets.setsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_UNICAST_HOPS : IP_TTL, ttl);
    } else if (option.equals(SocketOption.MARK) && value instanceof Integer mark) {
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_MARK, mark);
    } else if (option.equals(SocketOption.TRANSPARENT)) {
      boolean v6 = type.version() == 6;
      Sockets.setsockopt(fd, v6 ? SOL_IPV6 : SOL_IP, v6 ? IPV6_TRANSPARENT : IP_TRANSPARENT, on);
    } else if (option.equals(SocketOption.BIND_TO_DEVICE) && value instanceof String device) {
      byte[] name = device.getBytes(StandardCharsets.UTF_8);
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, Sockets.SO_BINDTODEVICE, name);
    } else {
      throw new KernelException(Errno.ENOPROTOOPT, "no socket option " + option.name());
    }
  }

  @Override
  public void timeout(@Nullable Duration bound) {
    limit = bound;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
