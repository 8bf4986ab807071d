package dev.dejima.tools.ping;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.Zone;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ping}: sends echo requests and tells what comes back. */
public final class PingTool implements Tool {
  private static final int USAGE = 2;

  @Override
  public String name() {
    return "ping";
  }

  @Override
  public int run(Invocation call) throws InterruptedException {
    return new Run(call).run();
  }

  private static final class Run {
    /** How long the last answer is waited for, when nothing has come at all. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Invocation call;
    private int count = Integer.MAX_VALUE;
    private Duration interval = Duration.ofSeconds(1);
    private @Nullable Duration wait;
    private @Nullable Duration deadline;
    private int size = 56;
    private int ttl;
    private int mark;
    private boolean quiet;
    private int version;
    private String origin = "";

    Run(Invocation call) {
      this.call = call;
    }

    int run() throws InterruptedException {
      List<String> operands =
          new Options("ping", USAGE)
              .value('c', value -> count = (int) number(value, 1, Integer.MAX_VALUE))
              .value('i', value -> interval = seconds(value))
              .value('W', value -> wait = seconds(value))
              .value('w', value -> deadline = seconds(value))
              .value('s', value -> size = (int) number(value, 0, 65507))
              .value('t', value -> ttl = (int) number(value, 1, 255))
              .value('m', value -> mark = (int) number(value, 0, Integer.MAX_VALUE))
              .flag('q', () -> quiet = true)
              .flag('n', () -> {})
              .flag('4', () -> version = 4)
              .flag('6', () -> version = 6)
              .value('I', value -> origin = value)
              .parse(call.arguments());
      if (operands.isEmpty()) {
        throw new UsageException(1, "ping: usage error: Destination address required");
      }
      IpAddress target = target(operands.getLast());
      boolean v4 = target instanceof Ipv4Address;
      try (Socket socket = call.namespace().socket(v4 ? SocketType.ICMP4 : SocketType.ICMP6)) {
        return ping(socket, operands.getLast(), target);
      } catch (KernelException e) {
        call.complain("ping: " + e.getMessage());
        return USAGE;
      }
    }

    private int ping(Socket socket, String name, IpAddress target)
        throws KernelException, InterruptedException {
      IpAddress from;
      int identifier;
      try (Socket probe = call.namespace().socket(udp(target))) {
        from = probe(probe, name, target);
        identifier = probe.localName().port();
      } catch (KernelException e) {
        call.complain("ping: connect: " + e.getMessage());
        return USAGE;
      }
      bind(socket, name);
      if (ttl > 0) {
        socket.option(SocketOption.TTL, ttl);
      }
      Conversation conversation = new Conversation(call, socket, target, size, identifier, quiet);
      String where = isAddress(origin) ? "" : origin;
      conversation.begin(name, origin.isEmpty() ? "" : "from " + from + " " + where + ": ");
      try {
        exchange(conversation);
      } catch (InterruptedException e) {
        // Ctrl-C ends ping with its statistics
      }
      return conversation.end(name);
    }

    /** Tries the way; the address that packets will come from. */
    private IpAddress probe(Socket probe, String name, IpAddress target)
        throws KernelException, InterruptedException {
      bind(probe, name);
      boolean needsLink = target instanceof Ipv6Address six && six.isLinkLocal();
      if (!needsLink || !Zone.name(name).isEmpty() || !origin.isEmpty()) {
        probe.connect(new Endpoint(target, 1025));
      }
      boolean group = target instanceof Ipv6Address && target.isMulticast();
      return group && !isAddress(origin) ? Ipv6Address.ANY : probe.localName().address();
    }

    /**
     * Binds to the link of the target's zone, or to what {@code -I} says: a link or an address; and
     * sets the mark.
     */
    private void bind(Socket socket, String name) throws KernelException {
      if (mark != 0) {
        socket.option(SocketOption.MARK, mark);
      }
      Zone.apply(name, socket);
      if (isAddress(origin)) {
        socket.bind(new Endpoint(IpAddress.parse(origin), 0));
      } else if (!origin.isEmpty()) {
        socket.option(SocketOption.BIND_TO_DEVICE, origin);
      }
    }

    private static boolean isAddress(String word) {
      return word.indexOf(':') >= 0 || word.matches("[0-9.]+");
    }

    private static SocketType udp(IpAddress target) {
      return target instanceof Ipv4Address ? SocketType.UDP4 : SocketType.UDP6;
    }

    private void exchange(Conversation conversation) throws KernelException, InterruptedException {
      long start = call.kernel().clock().nanoTime();
      long end = deadline == null ? Long.MAX_VALUE : start + deadline.toNanos();
      for (int sequence = 1; sequence <= count; sequence++) {
        conversation.send(sequence);
        long next = Math.min(end, start + sequence * interval.toNanos());
        if (sequence == count) {
          next = Math.min(end, call.kernel().clock().nanoTime() + linger(conversation).toNanos());
        }
        conversation.receiveUntil(next, sequence == count);
        if (call.kernel().clock().nanoTime() >= end) {
          return;
        }
      }
    }

    private Duration linger(Conversation conversation) {
      if (wait != null) {
        return wait;
      }
      long longest = conversation.longestRoundTrip();
      return longest == 0 ? LINGER : Duration.ofNanos(Math.max(2 * longest, 1_000_000_000L));
    }

    private IpAddress target(String name) {
      try {
        IpAddress local = version == 6 ? Ipv6Address.LOOPBACK : Ipv4Address.LOOPBACK;
        IpAddress address = name.equals("localhost") ? local : IpAddress.parse(Zone.address(name));
        if (version != 0 && address.bits() != (version == 6 ? 128 : 32)) {
          throw new UsageException(
              USAGE, "ping: " + name + ": Address family for hostname not supported");
        }
        return address;
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            USAGE, "ping: " + name + ": " + "Name or service not known (addresses only)");
      }
    }

    private static long number(String word, long min, long max) {
      if (!word.matches("-?[0-9]{1,18}")) {
        throw new UsageException(1, "ping: invalid argument: '" + word + "'");
      }
      long value = Long.parseLong(word);
      if (value >= min && value <= max) {
        return value;
      }
      throw new UsageException(
          1,
          "ping: invalid argument: '%s': out of range: %d <= value <= %d"
              .formatted(word, min, max));
    }

    private static Duration seconds(String word) {
      if (!word.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
        throw new UsageException(1, "ping: bad timing interval: " + word);
      }
      return Duration.ofNanos((long) (Double.parseDouble(word) * 1e9));
    }
  }

  /** Whether a receive only found nothing in time. */
  static boolean isTimeout(KernelException e) {
    return e.errno() == Errno.EAGAIN;
  }
}
