package dev.dejima.tools.ip;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.util.List;

/** {@code ip}: its options and its objects. */
public final class IpTool implements Tool {
  private static final List<String> OBJECTS =
      List.of("address", "link", "neighbor", "neighbour", "netns", "route", "rule");

  private static final String HELP =
      """
      Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
      where  OBJECT := { address | link | neighbour | netns | route | rule }
             OPTIONS := { -V | -s | -d | -br | -o | -4 | -6 | -n NETNS }\
      """;

  /**
   * The options.
   *
   * @param version 4, 6, or 0 for both
   * @param brief whether {@code -br}
   * @param oneline whether {@code -o}
   * @param statistics whether {@code -s}
   * @param details whether {@code -d}
   */
  record Options(int version, boolean brief, boolean oneline, boolean statistics, boolean details) {
    /** What ends a line inside a record. */
    String lineBreak() {
      return oneline ? "\\" : "\n";
    }
  }

  @Override
  public String name() {
    return "ip";
  }

  /** {@code ip netns exec} is as ready as what it runs. */
  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    Arguments arguments = new Arguments(call.arguments());
    Invocation target = call;
    int version = 0;
    boolean brief = false;
    boolean oneline = false;
    boolean statistics = false;
    boolean details = false;
    while (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
      String option = arguments.take().replaceFirst("^--", "-");
      switch (option) {
        case "-4" -> version = 4;
        case "-6" -> version = 6;
        case "-f", "-family" -> version = family(arguments.take());
        case "-br", "-brief" -> brief = true;
        case "-o", "-oneline" -> oneline = true;
        case "-s", "-stats", "-statistics" -> statistics = true;
        case "-d", "-details" -> details = true;
        case "-c", "-color", "-color=never", "-r", "-resolve" -> {}
        case "-n", "-net", "-netns" -> target = call.in(Netns.open(call, arguments.take()));
        case "-V", "-Version" -> {
          call.print("ip utility, iproute2-6.1.0");
          return 0;
        }
        case "-h", "-help" -> {
          call.complain(HELP);
          return 0;
        }
        default ->
            throw new UsageException(
                Arguments.USAGE, "Option \"" + option + "\" is unknown, try \"ip -help\".");
      }
    }
    if (arguments.isEmpty()) {
      throw new UsageException(Arguments.USAGE, HELP);
    }
    return run(target, new Options(version, brief, oneline, statistics, details), arguments);
  }

  private static int family(String word) {
    return switch (word) {
      case "inet" -> 4;
      case "inet6" -> 6;
      default -> throw Arguments.wrong(word, "invalid protocol family");
    };
  }

  private static int run(Invocation call, Options options, Arguments arguments)
      throws IOException, InterruptedException {
    String word = arguments.take();
    if (word.equals("help")) {
      call.complain(HELP);
      return 0;
    }
    String object =
        Arguments.match(1, word, OBJECTS, "Object \"" + word + "\" is unknown, try \"ip help\".");
    try {
      return switch (object) {
        case "address" -> new AddressObject(call, options).run(arguments);
        case "link" -> new LinkObject(call, options).run(arguments);
        case "route" -> new RouteObject(call, options).run(arguments);
        case "rule" -> new RuleObject(call, options).run(arguments);
        case "netns" -> Netns.run(call, arguments);
        default -> new NeighbourObject(call, options).run(arguments);
      };
    } catch (NetlinkException e) {
      call.complain(answer(e));
      return 2;
    } catch (KernelException e) {
      call.complain(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  /** What iproute2 says of a refusal. */
  public static String answer(NetlinkException e) {
    NetlinkException.Refusal refusal = e.refusals().getFirst();
    String text = refusal.text();
    if (text == null) {
      Errno errno = refusal.errno();
      return "RTNETLINK answers: " + errno.text();
    }
    return "Error: " + text + (text.endsWith(".") ? "" : ".");
  }
}
