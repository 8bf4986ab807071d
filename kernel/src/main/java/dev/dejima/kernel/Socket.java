package dev.dejima.kernel;

import dev.dejima.packet.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket of socket(2). Calls block; {@link #timeout} bounds how long. All fail with the errno
 * that Linux gives: ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT, ECONNRESET, EADDRINUSE and so on.
 */
public interface Socket extends AutoCloseable {
  SocketType type();

  void bind(Endpoint local) throws KernelException;

  /** Begins to listen, with room for so many connections that nobody has accepted yet. */
  void listen(int backlog) throws KernelException;

  /**
   * Waits for a connection.
   *
   * @throws KernelException EAGAIN if the timeout passed
   */
  Socket accept() throws KernelException, InterruptedException;

  /**
   * Connects; of a datagram socket, sets where datagrams go to and come from.
   *
   * @throws KernelException EINPROGRESS if the timeout passed
   */
  void connect(Endpoint remote) throws KernelException, InterruptedException;

  /** Sends all of it, waiting for room; a datagram socket sends one datagram. */
  void send(byte[] bytes, int offset, int length) throws KernelException, InterruptedException;

  /** Sends one datagram. */
  void sendTo(byte[] bytes, int offset, int length, Endpoint remote)
      throws KernelException, InterruptedException;

  /**
   * Waits for data.
   *
   * @return octets received; -1 when the peer has closed its side
   * @throws KernelException EAGAIN if the timeout passed
   */
  int receive(byte[] bytes, int offset, int length) throws KernelException, InterruptedException;

  /**
   * Waits for a datagram; what does not fit is lost.
   *
   * @throws KernelException EAGAIN if the timeout passed
   */
  Datagram receiveFrom(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException;

  /** Sends no more; the peer sees the end (shutdown(2) with SHUT_WR). */
  void shutdownOutput() throws KernelException;

  /** The local end. */
  Endpoint localName() throws KernelException;

  /** The other end. */
  Endpoint peerName() throws KernelException;

  /** Sets one option. */
  <T> void option(SocketOption<T> option, T value) throws KernelException;

  /**
   * Bounds how long each call may block.
   *
   * @param limit null for no bound
   */
  void timeout(@Nullable Duration limit);

  @Override
  void close();

  /**
   * What came with a datagram.
   *
   * @param length octets received
   * @param remote who sent it
   * @param ttl the TTL or hop limit it arrived with
   * @param zone the number of the link on which a link-local sender lies; 0 for others
   */
  record Datagram(int length, Endpoint remote, int ttl, int zone) {}
}
