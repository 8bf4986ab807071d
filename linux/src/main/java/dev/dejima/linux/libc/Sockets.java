package dev.dejima.linux.libc;

import dev.dejima.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Calls on sockets. Addresses are {@code struct sockaddr} as octets ({@link SocketAddress}). */
public final class Sockets {
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;
  public static final int AF_NETLINK = 16;
  public static final int AF_PACKET = 17;

  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_NONBLOCK = Libc.O_NONBLOCK;
  public static final int SOCK_CLOEXEC = Libc.O_CLOEXEC;

  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_TRUNC = 0x20;

  public static final int SOL_SOCKET = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_ERROR = 4;
  public static final int SO_BROADCAST = 6;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_LINGER = 13;
  public static final int SO_BINDTODEVICE = 25;
  public static final int SO_MARK = 36;
  public static final int SO_SNDBUFFORCE = 32;
  public static final int SO_RCVBUFFORCE = 33;

  public static final int SHUT_WR = 1;

  private static final int SOCKADDR_STORAGE = 128;
  private static final int MSGHDR = 56;
  private static final int CONTROL = 64;
  private static final int CMSG_HEADER = 16;

  private Sockets() {}

  /** socket(2), closed on exec. */
  public static int socket(int domain, int type, int protocol) throws KernelException {
    try (Frame frame = new Frame()) {
      return (int) frame.call(SystemCall.SOCKET, domain, type | SOCK_CLOEXEC, protocol);
    }
  }

  /** bind(2). */
  public static void bind(int fd, byte[] address) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.BIND, fd, frame.copyOf(address).address(), address.length);
    }
  }

  /** listen(2). */
  public static void listen(int fd, int backlog) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.LISTEN, fd, backlog, 0);
    }
  }

  /** accept4(2): a non-blocking socket, closed on exec. */
  public static int accept(int fd) throws KernelException {
    try (Frame frame = new Frame()) {
      int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
      return Libc.orBlocked(frame.tryCall(SystemCall.ACCEPT4, fd, 0, 0, flags, 0, 0));
    }
  }

  /** connect(2). */
  public static void connect(int fd, byte[] address) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.CONNECT, fd, frame.copyOf(address).address(), address.length);
    }
  }

  /** shutdown(2). */
  public static void shutdown(int fd, int how) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.SHUTDOWN, fd, how, 0);
    }
  }

  /** getsockname(2). */
  public static byte[] getsockname(int fd) throws KernelException {
    return name(SystemCall.GETSOCKNAME, fd);
  }

  /** getpeername(2). */
  public static byte[] getpeername(int fd) throws KernelException {
    return name(SystemCall.GETPEERNAME, fd);
  }

  private static byte[] name(SystemCall call, int fd) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment address = frame.allocate(SOCKADDR_STORAGE);
      MemorySegment length = frame.allocate(4);
      Frame.view(length).putInt(0, SOCKADDR_STORAGE);
      frame.call(call, fd, address.address(), length.address());
      byte[] bytes = new byte[Frame.view(length).getInt(0)];
      Frame.copyOut(address, bytes, 0, bytes.length);
      return bytes;
    }
  }

  /**
   * sendto(2).
   *
   * @param address where to; empty on a connected socket
   */
  public static int send(int fd, byte[] bytes, int offset, int length, int flags, byte[] address)
      throws KernelException {
    try (Frame frame = new Frame()) {
      long data = frame.copyOf(bytes, offset, length).address();
      long to = frame.copyOf(address).address();
      return Libc.orBlocked(
          frame.tryCall(
              SystemCall.SENDTO, fd, data, length, flags | MSG_NOSIGNAL, to, address.length));
    }
  }

  /** recv(2). With {@link #MSG_TRUNC} it answers the length that came, which may not have fit. */
  public static int recv(int fd, byte[] bytes, int offset, int length, int flags)
      throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.allocate(Math.max(length, 1));
      int count =
          Libc.orBlocked(
              frame.tryCall(SystemCall.RECVFROM, fd, memory.address(), length, flags, 0, 0));
      Frame.copyOut(memory, bytes, offset, Math.clamp(count, 0, length));
      return count;
    }
  }

  /**
   * A datagram that recvmsg(2) read.
   *
   * @param length its octets, or {@link Libc#WOULD_BLOCK}
   * @param address who sent it
   * @param control the first octets of an integer control message of each (level, type) asked for;
   *     -1 where it did not come
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(int length, byte[] address, int control) {}

  /**
   * recvmsg(2), with one control message that is an integer.
   *
   * @param level its level
   * @param type its type
   */
  public static Received recvmsg(int fd, byte[] bytes, int offset, int length, int level, int type)
      throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment data = frame.allocate(Math.max(length, 1));
      MemorySegment address = frame.allocate(SOCKADDR_STORAGE);
      MemorySegment control = frame.allocate(CONTROL);
      MemorySegment vector = frame.allocate(16);
      Frame.view(vector).putLong(data.address()).putLong(length);
      MemorySegment header = frame.allocate(MSGHDR);
      ByteBuffer msghdr = Frame.view(header);
      msghdr.putLong(0, address.address()).putInt(8, SOCKADDR_STORAGE);
      msghdr.putLong(16, vector.address()).putLong(24, 1);
      msghdr.putLong(32, control.address()).putLong(40, CONTROL);
      int count =
          Libc.orBlocked(frame.tryCall(SystemCall.RECVMSG, fd, header.address(), 0, 0, 0, 0));
      if (count < 0) {
        return new Received(count, new byte[0], -1);
      }
      Frame.copyOut(data, bytes, offset, Math.min(count, length));
      byte[] from = new byte[msghdr.getInt(8)];
      Frame.copyOut(address, from, 0, from.length);
      ByteBuffer messages = Frame.view(control).limit((int) msghdr.getLong(40));
      return new Received(count, from, control(messages, level, type));
    }
  }

  private static int control(ByteBuffer messages, int level, int type) {
    int at = 0;
    while (at + CMSG_HEADER + 4 <= messages.limit()) {
      long length = messages.getLong(at);
      if (messages.getInt(at + 8) == level && messages.getInt(at + 12) == type) {
        return messages.getInt(at + CMSG_HEADER);
      }
      if (length < CMSG_HEADER) {
        break;
      }
      at += (int) ((length + 7) & ~7L);
    }
    return -1;
  }

  /** setsockopt(2) with octets. */
  public static void setsockopt(int fd, int level, int option, byte[] value)
      throws KernelException {
    try (Frame frame = new Frame()) {
      long pointer = frame.copyOf(value).address();
      frame.call(SystemCall.SETSOCKOPT, fd, level, option, pointer, value.length, 0);
    }
  }

  /** setsockopt(2) with an integer. */
  public static void setsockopt(int fd, int level, int option, int value) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.allocate(4);
      Frame.view(memory).putInt(0, value);
      frame.call(SystemCall.SETSOCKOPT, fd, level, option, memory.address(), 4, 0);
    }
  }

  /**
   * setsockopt(2) with SO_ATTACH_FILTER.
   *
   * @param program {@code struct sock_filter}s, one behind the other
   */
  public static void attachFilter(int fd, byte[] program) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment fprog = frame.allocate(16);
      ByteBuffer view = Frame.view(fprog);
      view.putShort(0, (short) (program.length / 8));
      view.putLong(8, frame.copyOf(program).address());
      frame.call(SystemCall.SETSOCKOPT, fd, SOL_SOCKET, SO_ATTACH_FILTER, fprog.address(), 16, 0);
    }
  }

  private static final int SO_ATTACH_FILTER = 26;

  /** getsockopt(2); at most {@code size} octets. */
  public static byte[] getsockopt(int fd, int level, int option, int size) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment value = frame.allocate(size);
      MemorySegment length = frame.allocate(4);
      Frame.view(length).putInt(0, size);
      frame.call(SystemCall.GETSOCKOPT, fd, level, option, value.address(), length.address(), 0);
      byte[] bytes = new byte[size];
      Frame.copyOut(value, bytes, 0, size);
      return Arrays.copyOf(bytes, Frame.view(length).getInt(0));
    }
  }
}
