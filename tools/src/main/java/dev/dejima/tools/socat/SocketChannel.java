package dev.dejima.tools.socat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import java.util.Arrays;

/** A socket that has its peer. */
final class SocketChannel implements Channel {
  private final Socket socket;
  private final boolean shuts;

  /** What has been read already: the datagram that told of the peer. */
  private byte[] first;

  SocketChannel(Socket socket, byte[] first, boolean shuts) {
    this.socket = socket;
    this.first = first;
    this.shuts = shuts;
  }

  @Override
  public int read(byte[] into) throws KernelException, InterruptedException {
    if (first.length == 0) {
      return socket.receive(into, 0, into.length);
    }
    int length = Math.min(first.length, into.length);
    System.arraycopy(first, 0, into, 0, length);
    first =
        socket.type().datagram() ? new byte[0] : Arrays.copyOfRange(first, length, first.length);
    return length;
  }

  @Override
  public void write(byte[] octets, int length) throws KernelException, InterruptedException {
    socket.send(octets, 0, length);
  }

  @Override
  public void end() throws KernelException {
    if (shuts) {
      socket.shutdownOutput();
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
