package dev.dejima.tools.stun;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Debian's {@code stund}: a server at two ports of two addresses, that it may answer from each. */
public final class StundTool implements Tool {
  private static final int PORT = 3478;

  /** Where to listen. */
  private static final class Places {
    @Nullable IpAddress primary;
    @Nullable IpAddress alternate;
    int port = PORT;
    int otherPort = PORT + 1;
  }

  @Override
  public String name() {
    return "stund";
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws InterruptedException {
    Places places = new Places();
    List<String> operands =
        new Options("stund", 255)
            .value('h', text -> places.primary = address(text))
            .value('a', text -> places.alternate = address(text))
            .value('p', text -> places.port = number(text))
            .value('o', text -> places.otherPort = number(text))
            .parse(call.arguments());
    IpAddress first = places.primary;
    IpAddress second = places.alternate;
    if (first == null || second == null || !operands.isEmpty()) {
      throw new UsageException(255, "Usage: stund -h ADDRESS -a OTHER-ADDRESS [-p PORT] [-o PORT]");
    }
    call.print("STUN server version 0.97");
    List<Socket> sockets = new ArrayList<>();
    try {
      for (IpAddress address : List.of(first, second)) {
        for (int number : new int[] {places.port, places.otherPort}) {
          Socket socket = call.namespace().socket(SocketType.UDP4);
          sockets.add(socket);
          socket.bind(new Endpoint(address, number));
        }
      }
      call.ready();
      serve(call, sockets);
      return 0;
    } catch (KernelException e) {
      call.complain("stund: " + e.getMessage());
      return 255;
    } finally {
      sockets.forEach(Socket::close);
    }
  }

  private static int number(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, with all others that make no sense.
    }
    throw new UsageException(255, "stund: no port to listen at: " + text);
  }

  private static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(255, "stund: no address to listen at: " + text);
    }
  }

  private static void serve(Invocation call, List<Socket> sockets) throws InterruptedException {
    Process self = call.process();
    List<Process> servers = new ArrayList<>();
    for (int i = 0; i < sockets.size(); i++) {
      int own = i;
      servers.add(
          self.start(
              call.namespace(), "stund: socket " + i, call.streams(), _ -> serve(sockets, own)));
    }
    for (Process server : servers) {
      server.await();
    }
  }

  private static int serve(List<Socket> sockets, int own) throws InterruptedException {
    byte[] buffer = new byte[2048];
    while (true) {
      Socket.Datagram datagram;
      try {
        datagram = sockets.get(own).receiveFrom(buffer, 0, buffer.length);
      } catch (KernelException e) {
        return e.errno() == Errno.EBADF ? 0 : 1; // Closed, as the server ends.
      }
      Optional<StunMessage> request =
          StunMessage.decode(buffer, datagram.length()).filter(StunMessage::isRequest);
      if (request.isPresent()) {
        answer(sockets, own, request.get(), datagram.remote());
      }
    }
  }

  /** Sockets are numbered so that bit 1 is the other address, bit 0 the other port. */
  private static void answer(List<Socket> sockets, int own, StunMessage request, Endpoint client)
      throws InterruptedException {
    int by =
        own
            ^ ((request.change() & StunMessage.CHANGE_IP) != 0 ? 2 : 0)
            ^ ((request.change() & StunMessage.CHANGE_PORT) != 0 ? 1 : 0);
    try {
      byte[] response =
          new StunMessage(
                  request.id(),
                  0,
                  client,
                  sockets.get(by).localName(),
                  sockets.get(own ^ 3).localName())
              .encode();
      sockets.get(by).sendTo(response, 0, response.length, client);
    } catch (KernelException e) {
      // The client asks again.
    }
  }
}
