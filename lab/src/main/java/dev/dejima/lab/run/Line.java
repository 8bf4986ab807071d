package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One end of a connection that has a name, for the steps that speak of it. */
final class Line {
  private final String name;
  private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
  private volatile @Nullable Socket socket;

  Line(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void open(Socket connection) {
    socket = connection;
  }

  /** The connection; empty as long as there is none. */
  Optional<Socket> socket() {
    return Optional.ofNullable(socket);
  }

  void send(Socket connection, String data) throws KernelException, InterruptedException {
    byte[] octets = data.getBytes(StandardCharsets.UTF_8);
    connection.send(octets, 0, octets.length);
  }

  /**
   * Waits until what has come is as expected, or the other end has said that it sends no more.
   *
   * @return what has come
   * @throws KernelException EAGAIN if it takes too long
   */
  String receive(Socket connection, String pattern, Duration limit)
      throws KernelException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    connection.timeout(limit);
    while (!Pattern.matches(pattern, text())) {
      int length = connection.receive(buffer, 0, buffer.length);
      if (length < 0) {
        return text();
      }
      unread.write(buffer, 0, length);
    }
    String all = text();
    unread.reset();
    return all;
  }

  /** What has come and was not what a step waited for. */
  String text() {
    return unread.toString(StandardCharsets.UTF_8);
  }

  void close() {
    socket().ifPresent(Socket::close);
  }
}
