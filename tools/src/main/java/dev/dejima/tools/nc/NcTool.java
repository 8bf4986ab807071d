package dev.dejima.tools.nc;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.Zone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code nc}: connects to each port in turn, or listens on one. */
public final class NcTool implements Tool {
  private static final int DATAGRAM = 65536;

  @Override
  public String name() {
    return "nc";
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    NcOptions options = NcOptions.parse(call.arguments());
    return options.listen ? listen(call, options) : connect(call, options);
  }

  private static SocketType type(NcOptions options, Endpoint end) {
    boolean v4 = end.address().bits() == 32;
    return options.udp
        ? v4 ? SocketType.UDP4 : SocketType.UDP6
        : v4 ? SocketType.TCP4 : SocketType.TCP6;
  }

  private static int listen(Invocation call, NcOptions options)
      throws IOException, InterruptedException {
    Endpoint local = options.endpoint(options.ports.getFirst());
    try (Socket socket = call.namespace().socket(type(options, local))) {
      socket.option(SocketOption.REUSEADDR, true);
      Zone.apply(options.host, socket);
      socket.bind(local);
      if (!options.udp) {
        socket.listen(1);
      }
      report(call, options, options.udp ? "Bound" : "Listening", socket.localName());
      call.ready();
      do {
        serve(call, options, socket);
      } while (options.keepListening);
      return 0;
    } catch (KernelException e) {
      call.complain("nc: " + e.getMessage());
      return 1;
    }
  }

  private static void serve(Invocation call, NcOptions options, Socket socket)
      throws IOException, InterruptedException {
    if (!options.udp) {
      try (Socket connection = socket.accept()) {
        report(call, options, "Connection received", connection.peerName());
        new Transfer(call, options, connection).run();
      }
      return;
    }
    byte[] first = new byte[DATAGRAM];
    Socket.Datagram datagram = socket.receiveFrom(first, 0, first.length);
    report(call, options, "Connection received", datagram.remote());
    call.out().write(first, 0, datagram.length());
    call.out().flush();
    if (!options.keepListening) {
      socket.connect(datagram.remote());
      new Transfer(call, options, socket).run();
    }
  }

  private static void report(Invocation call, NcOptions options, String what, Endpoint end) {
    if (options.verbose) {
      String host =
          end.address().isLoopback() && !options.numeric ? "localhost" : end.address().toString();
      call.complain(what + " on " + host + " " + end.port());
    }
  }

  private static int connect(Invocation call, NcOptions options)
      throws IOException, InterruptedException {
    int status = 1;
    for (int port : options.ports) {
      Endpoint remote = options.endpoint(port);
      try (Socket socket = call.namespace().socket(type(options, remote))) {
        Zone.apply(options.host, socket);
        source(options, socket, remote.address());
        socket.timeout(options.idle);
        try {
          socket.connect(remote);
        } catch (KernelException e) {
          refused(call, options, remote, e);
          continue;
        }
        if (options.udp && (options.verbose || options.scan) && !answers(socket)) {
          continue;
        }
        status = 0;
        succeeded(call, options, remote);
        call.ready();
        if (!options.scan) {
          new Transfer(call, options, socket).run();
        }
      } catch (KernelException e) {
        call.complain("nc: " + e.getMessage());
        return 1;
      }
    }
    return status;
  }

  private static void source(NcOptions options, Socket socket, IpAddress remote)
      throws KernelException {
    IpAddress address = options.sourceAddress;
    if (address == null && options.sourcePort == 0) {
      return;
    }
    if (address == null) {
      address = IpAddress.parse(remote.bits() == 32 ? "0.0.0.0" : "::");
    }
    try {
      socket.bind(new Endpoint(address, options.sourcePort));
    } catch (KernelException e) {
      throw new KernelException(e.errno(), "bind failed: " + e.errno().text());
    }
  }

  /** Datagrams that nobody wants come back as errors of the sends after them. */
  private static boolean answers(Socket socket) throws InterruptedException {
    boolean answers = true;
    for (int i = 0; i <= 3; i++) {
      try {
        socket.send("X".getBytes(StandardCharsets.US_ASCII), 0, 1);
        answers = true;
      } catch (KernelException e) {
        answers = false;
      }
    }
    return answers;
  }

  private static void refused(
      Invocation call, NcOptions options, Endpoint remote, KernelException e) {
    if (!options.verbose) {
      return;
    }
    String failed = e.errno() == Errno.EINPROGRESS ? "timed out" : "failed";
    call.complain(
        "nc: connect to %s port %d (%s) %s: %s"
            .formatted(
                host(options, remote), remote.port(), options.protocol(), failed, e.getMessage()));
  }

  private static void succeeded(Invocation call, NcOptions options, Endpoint remote) {
    if (options.verbose) {
      call.complain(
          "Connection to %s %d port [%s/%s] succeeded!"
              .formatted(
                  host(options, remote),
                  remote.port(),
                  options.protocol(),
                  options.service(remote.port())));
    }
  }

  private static String host(NcOptions options, Endpoint remote) {
    String address = Zone.withZone(remote.address(), options.host);
    String given = String.valueOf(options.host);
    return given.equals(address) ? address : given + " (" + address + ")";
  }
}
