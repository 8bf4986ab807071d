package dev.dejima.linux.netlink;

import static dev.dejima.linux.netlink.NetlinkMessage.NLMSG_DONE;
import static dev.dejima.linux.netlink.NetlinkMessage.NLMSG_ERROR;
import static dev.dejima.linux.netlink.NetlinkMessage.NLM_F_ACK;
import static dev.dejima.linux.netlink.NetlinkMessage.NLM_F_DUMP;
import static dev.dejima.linux.netlink.NetlinkMessage.NLM_F_DUMP_INTR;
import static dev.dejima.linux.netlink.NetlinkMessage.NLM_F_REQUEST;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NetlinkException.Refusal;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.libc.SocketAddress;
import dev.dejima.linux.libc.Sockets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A netlink socket (netlink(7)). It belongs to the namespace of the thread that opened it, and
 * serves one exchange at a time.
 *
 * <p>The kernel handles a request within sendto(2): when that returns, acknowledgements and errors
 * are in the receive buffer, and so is the first part of a dump. Nothing here waits for long.
 */
public final class NetlinkSocket implements AutoCloseable {
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int RECEIVE_BUFFER = 4 << 20;
  private static final int LARGEST_DATAGRAM = 1 << 16;
  private static final int OVERHEAD = 1024;

  private final int fd;
  private final Debug debug;
  private byte[] scratch = new byte[LARGEST_DATAGRAM];
  private int sequence = 1;
  private int sendBuffer;

  private NetlinkSocket(int fd, Debug debug) {
    this.fd = fd;
    this.debug = debug;
  }

  /**
   * Opens a socket in the namespace of the calling thread.
   *
   * @param debug what prints its messages
   */
  public static NetlinkSocket open(int protocol, Debug debug) throws KernelException {
    int type = Sockets.SOCK_RAW | Sockets.SOCK_NONBLOCK;
    int fd = Sockets.socket(Sockets.AF_NETLINK, type, protocol);
    NetlinkSocket socket = new NetlinkSocket(fd, debug);
    try {
      Sockets.setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, 1);
      Sockets.setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, 1);
      socket.buffer(Sockets.SO_RCVBUFFORCE, Sockets.SO_RCVBUF, RECEIVE_BUFFER);
      Sockets.bind(fd, SocketAddress.netlink());
      return socket;
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
  }

  public int fd() {
    return fd;
  }

  /** Sets a buffer's size, beyond the system's bound where that is allowed. */
  private void buffer(int forced, int bounded, int size) throws KernelException {
    try {
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, forced, size);
    } catch (KernelException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
      Sockets.setsockopt(fd, Sockets.SOL_SOCKET, bounded, size);
    }
  }

  /** Joins a multicast group. */
  public void join(int group) throws KernelException {
    Sockets.setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  }

  /**
   * Sends requests one by one and waits for each one's acknowledgement; ends at the first refusal.
   *
   * @throws NetlinkException if one is refused
   */
  public void request(List<NetlinkMessage> messages) throws KernelException {
    request(messages, _ -> {});
  }

  /**
   * The same on a socket that messages come to unasked.
   *
   * @param unasked is handed what comes before the acknowledgement
   */
  public synchronized void request(List<NetlinkMessage> messages, Consumer<NetlinkMessage> unasked)
      throws KernelException {
    for (NetlinkMessage message : messages) {
      NetlinkMessage numbered = message.numbered(NLM_F_REQUEST | NLM_F_ACK, ++sequence);
      send(List.of(numbered));
      Acknowledgement ack = null;
      while (ack == null) {
        for (NetlinkMessage answer : receive()) {
          if (answer.sequence() == numbered.sequence() && answer.type() == NLMSG_ERROR) {
            ack = Acknowledgement.decode(answer);
          } else {
            unasked.accept(answer);
          }
        }
      }
      if (ack.refusal()) {
        throw new NetlinkException(List.of(ack.toRefusal(0)));
      }
    }
  }

  /**
   * Sends a request that is answered by messages, and a dump's end.
   *
   * @param each is handed the answers; they may change on the way, and then all come again after
   *     {@code restart}
   */
  public synchronized void dump(
      NetlinkMessage message, Consumer<NetlinkMessage> each, Runnable restart)
      throws KernelException {
    boolean torn = true;
    while (torn) {
      restart.run();
      torn = dumpOnce(message.numbered(NLM_F_REQUEST | NLM_F_DUMP, ++sequence), each);
    }
  }

  private boolean dumpOnce(NetlinkMessage request, Consumer<NetlinkMessage> each)
      throws KernelException {
    send(List.of(request));
    boolean torn = false;
    while (true) {
      for (NetlinkMessage answer : receive()) {
        if (answer.sequence() != request.sequence()) {
          continue;
        }
        torn |= (answer.flags() & NLM_F_DUMP_INTR) != 0;
        if (answer.type() == NLMSG_ERROR || answer.type() == NLMSG_DONE) {
          Acknowledgement end = Acknowledgement.decode(answer);
          if (end.errno() == Errno.EINTR) {
            torn = true;
          } else if (end.refusal()) {
            throw new NetlinkException(List.of(end.toRefusal(0)));
          }
          return torn;
        }
        each.accept(answer);
      }
    }
  }

  /**
   * Sends a request that is answered by one message.
   *
   * @throws NetlinkException if it is refused
   */
  public synchronized NetlinkMessage get(NetlinkMessage message) throws KernelException {
    NetlinkMessage request = message.numbered(NLM_F_REQUEST, ++sequence);
    send(List.of(request));
    while (true) {
      for (NetlinkMessage answer : receive()) {
        if (answer.sequence() != request.sequence()) {
          continue;
        }
        if (answer.type() == NLMSG_ERROR) {
          throw new NetlinkException(List.of(Acknowledgement.decode(answer).toRefusal(0)));
        }
        return answer;
      }
    }
  }

  /**
   * Sends messages as one datagram, which the kernel takes whole or not at all.
   *
   * @return the refusals, each with the index of its message
   */
  public synchronized List<Refusal> batch(List<NetlinkMessage> messages) throws KernelException {
    int first = sequence + 1;
    List<NetlinkMessage> numbered = new ArrayList<>(messages.size());
    for (NetlinkMessage message : messages) {
      numbered.add(message.numbered(NLM_F_REQUEST, ++sequence));
    }
    int answers = messages.size() * OVERHEAD;
    if (answers > RECEIVE_BUFFER) {
      buffer(Sockets.SO_RCVBUFFORCE, Sockets.SO_RCVBUF, answers);
    }
    send(numbered);
    List<Refusal> refusals = new ArrayList<>();
    for (List<NetlinkMessage> some = poll(); !some.isEmpty(); some = poll()) {
      for (NetlinkMessage answer : some) {
        int index = answer.sequence() - first;
        if (answer.type() == NLMSG_ERROR && index >= 0 && index < messages.size()) {
          Acknowledgement ack = Acknowledgement.decode(answer);
          if (ack.refusal()) {
            refusals.add(ack.toRefusal(index));
          }
        }
      }
    }
    return refusals;
  }

  private void send(List<NetlinkMessage> messages) throws KernelException {
    int size = 0;
    for (NetlinkMessage message : messages) {
      debug.sent(message);
      size += message.size();
    }
    if (size > sendBuffer) {
      sendBuffer = Math.max(2 * size, LARGEST_DATAGRAM);
      buffer(Sockets.SO_SNDBUFFORCE, Sockets.SO_SNDBUF, sendBuffer);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    for (NetlinkMessage message : messages) {
      message.putTo(buffer);
    }
    Sockets.send(fd, buffer.array(), 0, size, 0, new byte[0]);
  }

  /** Waits for a datagram. */
  private List<NetlinkMessage> receive() throws KernelException {
    List<NetlinkMessage> messages = poll();
    while (messages.isEmpty()) {
      Libc.poll(fd, Libc.POLLIN, -1, -1);
      messages = poll();
    }
    return messages;
  }

  /** The messages of the next datagram if one has come; otherwise none. */
  public synchronized List<NetlinkMessage> poll() throws KernelException {
    int flags = Sockets.MSG_DONTWAIT | Sockets.MSG_TRUNC;
    int length = Sockets.recv(fd, scratch, 0, scratch.length, flags);
    if (length == Libc.WOULD_BLOCK) {
      return List.of();
    }
    if (length > scratch.length) {
      scratch = new byte[length];
      throw new MalformedException("a datagram of " + length + " octets");
    }
    List<NetlinkMessage> messages = split(scratch, length);
    messages.forEach(debug::received);
    return messages;
  }

  /**
   * Takes a datagram apart.
   *
   * @throws MalformedException if a message is longer than what is left
   */
  static List<NetlinkMessage> split(byte[] datagram, int length) throws MalformedException {
    ByteBuffer buffer = ByteBuffer.wrap(datagram, 0, length).order(ByteOrder.nativeOrder());
    List<NetlinkMessage> messages = new ArrayList<>();
    int at = 0;
    while (length - at >= NetlinkMessage.NLMSG_HDRLEN) {
      int size = buffer.getInt(at);
      if (size < NetlinkMessage.NLMSG_HDRLEN || size > length - at) {
        throw new MalformedException("a message of " + size + " octets in " + (length - at));
      }
      byte[] payload = new byte[size - NetlinkMessage.NLMSG_HDRLEN];
      buffer.get(at + NetlinkMessage.NLMSG_HDRLEN, payload);
      int type = buffer.getShort(at + 4) & 0xffff;
      int flags = buffer.getShort(at + 6) & 0xffff;
      messages.add(new NetlinkMessage(type, flags, buffer.getInt(at + 8), payload));
      at += size + 3 & ~3;
    }
    return messages;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
