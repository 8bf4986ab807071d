package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
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

/**
 * A listener of a test. It serves one peer after another; a connection that has a name is left to
 * the steps that speak of it.
 */
public final class Server {
  private static final int BACKLOG = 128;

  private final Listener listener;
  private final boolean v4;
  private final @Nullable Line line;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private volatile @Nullable Endpoint peer;
  private volatile @Nullable KernelException refusal;
  private volatile boolean busy;

  /** Listens at every address of that version of IP, where the listener has none. */
  public Server(Listener listener, boolean v4) {
    this(listener, v4, null);
  }

  /**
   * A listener.
   *
   * @param line where to leave the connection that has a name; absent for none
   */
  Server(Listener listener, boolean v4, @Nullable Line line) {
    this.listener = listener;
    this.v4 = v4;
    this.line = line;
  }

  Listener listener() {
    return listener;
  }

  /** Who came last; empty if nobody did. */
  public Optional<Endpoint> peer() {
    return Optional.ofNullable(peer);
  }

  /** Whether it is with a peer now. */
  boolean isBusy() {
    return busy;
  }

  /** What came last. */
  public String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.UTF_8);
    }
  }

  /** Why it could not listen, or go on. */
  public Optional<KernelException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Forgets who came before. */
  void forget() {
    peer = null;
    hear(null, 0);
  }

  private void hear(byte @Nullable [] octets, int length) {
    synchronized (heard) {
      if (octets == null) {
        heard.reset();
      } else {
        heard.write(octets, 0, length);
      }
    }
  }

  /** Runs it, as a process. */
  public int run(Process self) throws InterruptedException {
    try {
      IpAddress everywhere = IpAddress.parse(v4 ? "0.0.0.0" : "::");
      IpAddress address = listener.address() == null ? everywhere : listener.address();
      Endpoint local = new Endpoint(address, listener.port());
      boolean four = address.bits() == 32;
      if (listener.transport() == Transport.TCP) {
        stream(self, local, four ? SocketType.TCP4 : SocketType.TCP6);
      } else {
        datagram(self, local, four ? SocketType.UDP4 : SocketType.UDP6);
      }
      return 0;
    } catch (KernelException e) {
      refusal = e;
      return 1;
    }
  }

  private void stream(Process self, Endpoint local, SocketType type)
      throws KernelException, InterruptedException {
    try (Socket socket = self.namespace().socket(type)) {
      socket.option(SocketOption.REUSEADDR, true);
      socket.bind(local);
      socket.listen(BACKLOG);
      self.ready();
      if (line != null) {
        Socket connection = socket.accept();
        peer = connection.peerName();
        line.open(connection);
        return;
      }
      while (true) {
        serve(socket.accept());
      }
    }
  }

  private void serve(Socket accepted) throws InterruptedException {
    busy = true;
    try (Socket connection = accepted) {
      forget();
      peer = connection.peerName();
      byte[] buffer = new byte[1 << 16];
      for (int n = connection.receive(buffer, 0, buffer.length);
          n > 0;
          n = connection.receive(buffer, 0, buffer.length)) {
        hear(buffer, n);
      }
    } catch (KernelException e) {
      // The peer broke it off: that is its own affair.
    } finally {
      busy = false;
    }
  }

  private void datagram(Process self, Endpoint local, SocketType type)
      throws KernelException, InterruptedException {
    try (Socket socket = self.namespace().socket(type)) {
      socket.bind(local);
      self.ready();
      byte[] buffer = new byte[1 << 16];
      while (true) {
        Datagram datagram = socket.receiveFrom(buffer, 0, buffer.length);
        busy = true;
        forget();
        peer = datagram.remote();
        hear(buffer, datagram.length());
        socket.sendTo(buffer, 0, datagram.length(), datagram.remote());
        busy = false;
      }
    }
  }
}
