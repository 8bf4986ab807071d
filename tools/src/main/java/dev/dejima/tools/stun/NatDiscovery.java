package dev.dejima.tools.stun;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.tools.Invocation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tests of RFC 3489 section 10.1, one after the other; what is not answered in 150 ms is sent
 * again, three times in all. (stun has all of them on their way at once, up to seven times; what it
 * finds is the same.)
 *
 * <p>From the first port: what the server sees (1), what it sees at its other address (10), and
 * whether what is sent to the mapping comes back (11). From the second port: whether the server can
 * answer from its other address (2), and from its other port (3).
 */
final class NatDiscovery {
  private static final int SEEN = 1;
  private static final int FROM_OTHER_ADDRESS = 2;
  private static final int FROM_OTHER_PORT = 3;
  private static final int SEEN_ELSEWHERE = 10;
  private static final int HAIRPIN = 11;

  private static final int TIMES = 3;
  private static final Duration PATIENCE = Duration.ofMillis(150);

  private final Invocation call;
  private final Endpoint server;
  private final int port;
  private final Random random;
  private final Set<Integer> answered = new HashSet<>();
  private @Nullable Endpoint mapped;
  private @Nullable Endpoint other;
  private @Nullable Endpoint mappedElsewhere;

  NatDiscovery(Invocation call, Endpoint server, int port, Random random) {
    this.call = call;
    this.server = server;
    this.port = port;
    this.random = random;
  }

  /** Whether the mapping has the port that was sent from. */
  boolean preservesPort() {
    return mapped != null && mapped.port() == port;
  }

  /** Whether what is sent to the mapping comes back. */
  boolean hairpins() {
    return answered.contains(HAIRPIN);
  }

  NatKind run() throws KernelException, InterruptedException {
    Namespace here = call.namespace();
    try (Socket first = here.socket(SocketType.UDP4);
        Socket second = here.socket(SocketType.UDP4)) {
      first.bind(new Endpoint(Ipv4Address.ANY, port));
      second.bind(new Endpoint(Ipv4Address.ANY, port + 1));
      mapped = ask(first, server, SEEN, 0).map(StunMessage::mapped).orElse(null);
      if (mapped != null) {
        askMore(first, second, mapped);
      }
    }
    return kind();
  }

  private void askMore(Socket first, Socket second, Endpoint seen)
      throws KernelException, InterruptedException {
    Endpoint changed = other;
    if (changed != null) {
      Endpoint elsewhere = new Endpoint(changed.address(), server.port());
      mappedElsewhere =
          ask(first, elsewhere, SEEN_ELSEWHERE, 0).map(StunMessage::mapped).orElse(null);
    }
    ask(second, server, FROM_OTHER_ADDRESS, StunMessage.CHANGE_IP);
    ask(second, server, FROM_OTHER_PORT, StunMessage.CHANGE_PORT);
    ask(first, seen, HAIRPIN, 0);
  }

  /** Makes a test; empty if nothing answers. What was sent to oneself counts as an answer, too. */
  private Optional<StunMessage> ask(Socket socket, Endpoint to, int test, int change)
      throws KernelException, InterruptedException {
    byte[] id = new byte[StunMessage.ID_LENGTH];
    random.nextBytes(id);
    id[0] = (byte) test;
    byte[] request = StunMessage.request(Bytes.of(id), change).encode();
    for (int i = 0; i < TIMES; i++) {
      try {
        socket.sendTo(request, 0, request.length, to);
      } catch (KernelException e) {
        call.complain("err " + e.errno().number() + " " + e.errno().text() + " in send");
      }
      Optional<StunMessage> answer = receive(socket, test);
      if (answer.isPresent()) {
        answered.add(test);
        other = answer.get().changed() == null ? other : answer.get().changed();
        return answer;
      }
    }
    return Optional.empty();
  }

  private Optional<StunMessage> receive(Socket socket, int test)
      throws KernelException, InterruptedException {
    byte[] buffer = new byte[2048];
    long end = call.kernel().clock().nanoTime() + PATIENCE.toNanos();
    for (long left = PATIENCE.toNanos(); left > 0; left = end - call.kernel().clock().nanoTime()) {
      socket.timeout(Duration.ofNanos(left));
      try {
        int length = socket.receiveFrom(buffer, 0, buffer.length).length();
        Optional<StunMessage> message = StunMessage.decode(buffer, length);
        if (message.filter(m -> m.test() == test).isPresent()) {
          return message;
        }
      } catch (KernelException e) {
        if (e.errno() != Errno.EAGAIN) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  private NatKind kind() {
    if (!answered.contains(SEEN) || mapped == null) {
      return NatKind.BLOCKED;
    }
    boolean fromAnywhere = answered.contains(FROM_OTHER_ADDRESS);
    if (isOwn(mapped)) {
      return fromAnywhere ? NatKind.OPEN : NatKind.FIREWALL;
    }
    if (fromAnywhere) {
      return NatKind.INDEPENDENT_FILTER;
    }
    boolean same = mappedElsewhere == null || mappedElsewhere.equals(mapped);
    if (!same) {
      return NatKind.DEPENDENT_MAPPING;
    }
    return answered.contains(FROM_OTHER_PORT)
        ? NatKind.ADDRESS_DEPENDENT_FILTER
        : NatKind.PORT_DEPENDENT_FILTER;
  }

  /** Whether an address is this host's: it can be bound to. */
  private boolean isOwn(Endpoint mapped) {
    try (Socket socket = call.namespace().socket(SocketType.UDP4)) {
      socket.bind(new Endpoint(mapped.address(), 0));
      return true;
    } catch (KernelException e) {
      return false;
    }
  }
}
