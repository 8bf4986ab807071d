package dev.dejima.tools.stun;

import dev.dejima.kernel.KernelException;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Debian's {@code stun}: what kind of NAT there is before a server. */
public final class StunTool implements Tool {
  private static final int PORT = 3478;
  private static final int LOWEST_PORT = 0x4000;
  private static final int PRESERVES_PORT = 0x01;
  private static final int NO_HAIRPIN = 0x10;

  @Override
  public String name() {
    return "stun";
  }

  @Override
  public int run(Invocation call) throws KernelException, InterruptedException {
    AtomicInteger port = new AtomicInteger();
    List<String> operands =
        new Options("stun", 255).value('p', text -> port.set(port(text))).parse(call.arguments());
    if (operands.size() != 1) {
      throw new UsageException(255, "Usage: stun SERVER[:PORT] [-p SOURCE-PORT]");
    }
    call.print("STUN client version 0.97");
    Random random = new Random(call.kernel().clock().nanoTime());
    int from = port.get() == 0 ? LOWEST_PORT + random.nextInt(LOWEST_PORT) : port.get();
    NatDiscovery discovery = new NatDiscovery(call, server(operands.getFirst()), from, random);
    NatKind kind = discovery.run();
    StringBuilder line = new StringBuilder("Primary: ").append(kind.text());
    if (kind.translates()) {
      line.append(discovery.preservesPort() ? ", preserves ports" : ", random port");
      line.append(discovery.hairpins() ? ", will hairpin" : ", no hairpin");
    }
    call.print(line.append('\t').toString());
    int status =
        kind.number()
            | (discovery.preservesPort() ? PRESERVES_PORT : 0)
            | (discovery.hairpins() ? 0 : NO_HAIRPIN);
    call.print("Return value is 0x%06x".formatted(status));
    return status;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, with all others that make no sense.
    }
    throw new UsageException(255, "stun: no port to send from: " + text);
  }

  private static Endpoint server(String text) {
    try {
      Endpoint server =
          text.contains(":") ? Endpoint.parse(text) : new Endpoint(IpAddress.parse(text), PORT);
      if (server.address() instanceof Ipv4Address) {
        return server;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new UsageException(255, text + " is not a valid host name ");
  }
}
