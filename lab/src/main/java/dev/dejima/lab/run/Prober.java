package dev.dejima.lab.run;

import dev.dejima.kernel.Clock;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Probe;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IcmpHeader;
import dev.dejima.packet.Ipv4View;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries what a test tries. */
public final class Prober {
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST_6 = 128;
  private static final int ECHO_REPLY_6 = 129;

  /** Destination unreachable and time exceeded: a router says that there is no way. */
  private static final Set<Integer> ERRORS = Set.of(3, 11);

  private static final Set<Integer> ERRORS_6 = Set.of(1, 3);
  private static final int ECHO_LENGTH = 64;
  private static final int IDENTIFIER = 0xde;

  private final Probe probe;
  private final @Nullable Line line;
  private final Clock clock;
  private final Duration limit;
  private final long start;
  private volatile @Nullable Answer answer;
  private final byte[] buffer = new byte[1 << 16];

  /** Tries a probe, for so long at most. */
  public Prober(Probe probe, Clock clock, Duration limit) {
    this(probe, clock, limit, null);
  }

  /**
   * A probe to be tried.
   *
   * @param line where to leave the connection that has a name; absent for none
   */
  Prober(Probe probe, Clock clock, Duration limit, @Nullable Line line) {
    this.probe = probe;
    this.line = line;
    this.clock = clock;
    this.limit = limit;
    this.start = clock.nanoTime();
  }

  /** What came of it, once it has run. */
  public Answer answer() {
    Answer known = answer;
    return known == null ? new Answer(Optional.empty(), "the probe did not end", took()) : known;
  }

  private Duration took() {
    return Duration.ofNanos(clock.nanoTime() - start);
  }

  /** Runs it, as a process. */
  public int run(Process self) throws InterruptedException {
    return run(self.namespace());
  }

  /** Runs it from a namespace. */
  int run(Namespace namespace) throws InterruptedException {
    try {
      switch (probe) {
        case Probe.Connect connect -> connect(namespace, connect);
        case Probe.Udp udp -> datagram(namespace, udp);
        case Probe.Ping ping -> ping(namespace, ping);
      }
      return 0;
    } catch (KernelException e) {
      if (answer == null) {
        answer = Answer.of(e, took());
      }
      return 1;
    }
  }

  private static SocketType type(Probe probe, SocketType v4, SocketType v6) {
    return probe.address().bits() == 32 ? v4 : v6;
  }

  private void connect(Namespace namespace, Probe.Connect probed)
      throws KernelException, InterruptedException {
    SocketType type = type(probed, SocketType.TCP4, SocketType.TCP6);
    Socket socket = namespace.socket(type);
    boolean stays = false;
    try {
      bind(socket, probed.source());
      socket.timeout(limit);
      socket.connect(probed.to());
      answer = Answer.connected(took());
      byte[] text = probed.send().getBytes(StandardCharsets.UTF_8);
      if (text.length > 0) {
        socket.send(text, 0, text.length);
      }
      if (line != null) {
        line.open(socket);
        stays = true;
      } else {
        finish(socket);
      }
    } finally {
      if (!stays) {
        socket.close();
      }
    }
  }

  private void finish(Socket socket) throws KernelException, InterruptedException {
    socket.shutdownOutput();
    while (socket.receive(buffer, 0, buffer.length) > 0) {
      // What the peer sends does not matter, but that it ends does.
    }
  }

  private static void bind(Socket socket, @Nullable Endpoint source) throws KernelException {
    if (source != null) {
      socket.option(SocketOption.REUSEADDR, true);
      socket.bind(source);
    }
  }

  private void datagram(Namespace namespace, Probe.Udp probed)
      throws KernelException, InterruptedException {
    SocketType type = type(probed, SocketType.UDP4, SocketType.UDP6);
    try (Socket socket = namespace.socket(type)) {
      bind(socket, probed.source());
      socket.timeout(limit);
      socket.connect(probed.to());
      byte[] text = probed.send().getBytes(StandardCharsets.UTF_8);
      socket.send(text, 0, text.length);
      socket.receive(buffer, 0, buffer.length);
      answer = Answer.connected(took());
    }
  }

  private void ping(Namespace namespace, Probe.Ping probed)
      throws KernelException, InterruptedException {
    boolean v4 = probed.to().bits() == 32;
    byte[] request = new byte[ECHO_LENGTH];
    IcmpHeader.echo(v4 ? ECHO_REQUEST : ECHO_REQUEST_6, IDENTIFIER, 1).emit(request, 0);
    if (v4) {
      int checksum = Checksum.of(request, 0, request.length);
      request[2] = (byte) (checksum >> 8);
      request[3] = (byte) checksum;
    }
    try (Socket socket = namespace.socket(v4 ? SocketType.ICMP4 : SocketType.ICMP6)) {
      socket.sendTo(request, 0, request.length, new Endpoint(probed.to(), 0));
      while (answer == null) {
        Duration left = limit.minus(took());
        if (!left.isPositive()) {
          answer = new Answer(Optional.of(Outcome.TIMEOUT), "", took());
          return;
        }
        socket.timeout(left);
        int length = socket.receiveFrom(buffer, 0, buffer.length).length();
        reply(v4, length);
      }
    }
  }

  private void reply(boolean v4, int length) {
    int offset = 0;
    if (v4) {
      Ipv4View ip = new Ipv4View();
      if (!ip.wrapQuoted(buffer, 0, length)) {
        return;
      }
      offset = ip.headerLength();
    }
    Optional<IcmpHeader> icmp = IcmpHeader.parse(buffer, offset, length);
    if (icmp.isEmpty()) {
      return;
    }
    int type = icmp.get().type();
    boolean ours = icmp.get().rest() >>> 16 == IDENTIFIER;
    if (type == (v4 ? ECHO_REPLY : ECHO_REPLY_6) && ours) {
      answer = Answer.connected(took());
    } else if ((v4 ? ERRORS : ERRORS_6).contains(type)) {
      answer = new Answer(Optional.of(Outcome.UNREACHABLE), "", took());
    }
  }
}
