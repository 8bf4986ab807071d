package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.Socket.Datagram;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A listener of a test. */
public final class Server {
  private static final int BACKLOG = 8;

  private final Listener listener;
  private final boolean v4;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private volatile @Nullable Endpoint peer;
  private volatile @Nullable KernelException refusal;

  /** Listens once, of that version of IP. */
  public Server(Listener listener, boolean v4) {
    this.listener = listener;
    this.v4 = v4;
  }

  Listener listener() {
    return listener;
  }

  /** Who came; empty if nobody did. */
  Optional<Endpoint> peer() {
    return Optional.ofNullable(peer);
  }

  /** What came. */
  String heard() {
    return heard.toString(StandardCharsets.UTF_8);
  }

  /** Why it could not listen, or go on. */
  Optional<KernelException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Runs it, as a process. */
  public int run(Process self) throws InterruptedException {
    try {
      IpAddress address = listener.address();
      IpAddress at = address != null ? address : IpAddress.parse(v4 ? "0.0.0.0" : "::");
      Endpoint any = new Endpoint(at, listener.port());
      if (listener.transport() == Transport.TCP) {
        stream(self, any);
      } else {
        datagram(self, any);
      }
      return 0;
    } catch (KernelException e) {
      refusal = e;
      return 1;
    }
  }

  private void stream(Process self, Endpoint any) throws KernelException, InterruptedException {
    Namespace namespace = self.namespace();
    try (Socket socket = namespace.socket(v4 ? SocketType.TCP4 : SocketType.TCP6)) {
      socket.option(SocketOption.REUSEADDR, true);
      socket.bind(any);
      socket.listen(BACKLOG);
      self.ready();
      try (Socket connection = socket.accept()) {
        peer = connection.peerName();
        byte[] buffer = new byte[1 << 16];
        for (int n = connection.receive(buffer, 0, buffer.length);
            n > 0;
            n = connection.receive(buffer, 0, buffer.length)) {
          heard.write(buffer, 0, n);
        }
      }
    }
  }

  private void datagram(Process self, Endpoint any) throws KernelException, InterruptedException {
    Namespace namespace = self.namespace();
    try (Socket socket = namespace.socket(v4 ? SocketType.UDP4 : SocketType.UDP6)) {
      socket.bind(any);
      self.ready();
      byte[] buffer = new byte[1 << 16];
      Datagram datagram = socket.receiveFrom(buffer, 0, buffer.length);
      peer = datagram.remote();
      heard.write(buffer, 0, datagram.length());
      socket.sendTo(buffer, 0, datagram.length(), datagram.remote());
    }
  }
}
