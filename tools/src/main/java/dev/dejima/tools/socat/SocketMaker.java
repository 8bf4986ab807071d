package dev.dejima.tools.socat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Endpoint;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.Arrays;

/** Opens what addresses name. */
final class SocketMaker {
  private static final int DATAGRAM = 65536;
  private static final int BACKLOG = 5;

  private final Invocation call;
  private final SocatAddress address;

  SocketMaker(Invocation call, SocatAddress address) {
    this.call = call;
    this.address = address;
  }

  private SocketType type(Endpoint end) {
    boolean v4 = end.address().bits() == 32;
    return address.udp()
        ? v4 ? SocketType.UDP4 : SocketType.UDP6
        : v4 ? SocketType.TCP4 : SocketType.TCP6;
  }

  private Socket open(Endpoint end) throws KernelException {
    Socket socket = call.namespace().socket(type(end));
    try {
      set(socket);
      return socket;
    } catch (KernelException e) {
      socket.close();
      throw failed("setsockopt", e);
    }
  }

  private void set(Socket socket) throws KernelException {
    String device = address.options().get("so-bindtodevice");
    if (device != null) {
      socket.option(SocketOption.BIND_TO_DEVICE, device);
    }
    if (address.has("so-reuseaddr") || isServer()) {
      socket.option(SocketOption.REUSEADDR, true);
    }
    if (address.has("ip-transparent")) {
      socket.option(SocketOption.TRANSPARENT, true);
    }
    if (address.options().containsKey("ipv6-v6only")) {
      socket.option(SocketOption.V6ONLY, address.has("ipv6-v6only"));
    }
    if (address.options().containsKey("ip-ttl")) {
      socket.option(SocketOption.TTL, address.number("ip-ttl", 0));
    }
  }

  /** Whether it serves several at one port of UDP. */
  private boolean isServer() {
    return address.udp() && address.has("fork");
  }

  /**
   * Sets what has no name of its own, which is {@code SO_MARK} alone: on sockets that have their
   * peer, as socat does.
   */
  private void mark(Socket socket) throws KernelException {
    String text = address.options().get("setsockopt-int");
    if (text == null) {
      return;
    }
    if (!text.matches("1:36:[0-9]{1,9}")) {
      throw new UsageException(1, "socat: setsockopt-int: only 1:36:MARK (SO_MARK) is known");
    }
    socket.option(SocketOption.MARK, Integer.parseInt(text.substring("1:36:".length())));
  }

  /** Connects. */
  Channel connect() throws KernelException, InterruptedException {
    Endpoint remote = address.remote();
    Socket socket = open(remote);
    try {
      if (address.hasSource()) {
        bind(socket, address.source(remote.address()));
      }
      socket.connect(remote);
      return channel(socket, new byte[0]);
    } catch (KernelException e) {
      socket.close();
      throw failed("connect to " + remote.address() + " port " + remote.port(), e);
    }
  }

  private static void bind(Socket socket, Endpoint local) throws KernelException {
    try {
      socket.bind(local);
    } catch (KernelException e) {
      throw failed("bind to " + local.address() + " port " + local.port(), e);
    }
  }

  private static KernelException failed(String what, KernelException e) {
    boolean told = e.getMessage() != null && e.getMessage().contains(": ");
    return told ? e : new KernelException(e.errno(), what + ": " + e.errno().text());
  }

  /** A socket that listens. */
  Socket listen() throws KernelException {
    Socket socket = open(address.local());
    try {
      bind(socket, address.local());
      if (!address.udp()) {
        socket.listen(BACKLOG);
      }
      return socket;
    } catch (KernelException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Waits for the next peer of a socket that listens. Of UDP it is the socket itself that is
   * connected to the peer.
   */
  Channel next(Socket listening) throws KernelException, InterruptedException {
    if (!address.udp()) {
      return channel(listening.accept(), new byte[0]);
    }
    byte[] buffer = new byte[DATAGRAM];
    Socket.Datagram datagram = listening.receiveFrom(buffer, 0, buffer.length);
    listening.connect(datagram.remote());
    return channel(listening, Arrays.copyOf(buffer, datagram.length()));
  }

  private Channel channel(Socket socket, byte[] first) throws KernelException {
    mark(socket);
    return new SocketChannel(socket, first, !address.has("shut-none"));
  }
}
