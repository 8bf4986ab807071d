package dev.dejima.tools.socat;

import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * {@code socat}: two addresses, and what is read at one is written to the other. Of its addresses
 * it has the standard streams, a pipe, and sockets of TCP and UDP.
 */
public final class SocatTool implements Tool {
  private static final String USAGE =
      "usage: socat [-46uU] [-t seconds] ADDRESS ADDRESS, each as TCP4-LISTEN:80,reuseaddr,fork";

  /** What it was asked to do. */
  private static final class Wishes {
    int version;
    boolean forth = true;
    boolean back = true;
    Duration grace = Duration.ofMillis(500);
  }

  @Override
  public String name() {
    return "socat";
  }

  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    Wishes wishes = new Wishes();
    List<String> operands =
        new Options("socat", 1)
            .flag('4', () -> wishes.version = 4)
            .flag('6', () -> wishes.version = 6)
            .flag('u', () -> wishes.back = false)
            .flag('U', () -> wishes.forth = false)
            .value('t', text -> wishes.grace = seconds(text))
            .parse(call.arguments());
    if (operands.size() != 2) {
      throw new UsageException(1, USAGE);
    }
    SocatAddress left = SocatAddress.parse(operands.get(0), wishes.version);
    SocatAddress right = SocatAddress.parse(operands.get(1), wishes.version);
    try {
      if (left.kind() == SocatAddress.Kind.LISTEN) {
        serve(call, wishes, left, right);
      } else {
        try (Channel first = open(call, left)) {
          join(call.process(), call, wishes, first, right);
        }
      }
      return 0;
    } catch (IOException e) {
      call.complain("socat: " + e.getMessage());
      return 1;
    }
  }

  private static Duration seconds(String text) {
    if (!text.matches("[0-9]{1,9}([.][0-9]{1,3})?")) {
      throw new UsageException(1, "socat: -t: no number of seconds: " + text);
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  /** Waits for peers at the first address: for one, or for all that come. */
  private static void serve(Invocation call, Wishes wishes, SocatAddress left, SocatAddress right)
      throws IOException, InterruptedException {
    SocketMaker maker = new SocketMaker(call, left);
    Socket listening = maker.listen();
    try {
      call.ready();
      while (left.has("fork")) {
        Channel peer = maker.next(listening);
        call.process()
            .start(
                call.namespace(),
                "socat: " + left.text(),
                call.streams(),
                self -> serve(self, call, wishes, peer, right));
        if (left.udp()) {
          listening = maker.listen();
        }
      }
      try (Channel peer = maker.next(listening)) {
        join(call.process(), call, wishes, peer, right);
      }
    } finally {
      listening.close();
    }
  }

  private static int serve(
      Process self, Invocation call, Wishes wishes, Channel peer, SocatAddress right)
      throws InterruptedException {
    try (peer) {
      join(self, call, wishes, peer, right);
      return 0;
    } catch (IOException e) {
      call.complain("socat: " + e.getMessage());
      return 1;
    }
  }

  private static void join(
      Process self, Invocation call, Wishes wishes, Channel left, SocatAddress address)
      throws IOException, InterruptedException {
    try (Channel right = open(call, address)) {
      if (wishes.forth && wishes.back) {
        new SocatTransfer(self, call, wishes.grace).bothWays(left, right);
      } else if (wishes.forth) {
        SocatTransfer.copy(left, right);
      } else {
        SocatTransfer.copy(right, left);
      }
    }
  }

  private static Channel open(Invocation call, SocatAddress address)
      throws IOException, InterruptedException {
    return switch (address.kind()) {
      case STDIO -> {
        call.ready();
        yield new StreamChannel(call.in(), call.out(), false);
      }
      case PIPE -> {
        Pipe pipe = call.kernel().pipe();
        yield new StreamChannel(pipe.source(), pipe.sink(), true);
      }
      case CONNECT -> new SocketMaker(call, address).connect();
      case LISTEN -> {
        SocketMaker maker = new SocketMaker(call, address);
        try (Socket listening = maker.listen()) {
          call.ready();
          yield maker.next(listening);
        }
      }
    };
  }
}
