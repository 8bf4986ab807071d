package dev.dejima.tools.bridge;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.ip.Arguments;
import dev.dejima.tools.ip.IpTool;
import java.util.List;

/** {@code bridge}: its options and its objects. */
public final class BridgeTool implements Tool {
  private static final List<String> OBJECTS = List.of("link", "fdb", "vlan");

  private static final String HELP =
      """
      Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }
      where  OBJECT := { link | fdb | vlan }
             OPTIONS := { -V | -s | -d | -o | -n NETNS }\
      """;

  /**
   * The options.
   *
   * @param oneline whether {@code -o}
   * @param statistics whether {@code -s}
   * @param details whether {@code -d}
   */
  record Options(boolean oneline, boolean statistics, boolean details) {
    /** What ends a line inside a record. */
    String lineBreak() {
      return oneline ? "\\" : "\n";
    }
  }

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public int run(Invocation call) {
    Arguments arguments = new Arguments(call.arguments());
    Invocation target = call;
    boolean oneline = false;
    boolean statistics = false;
    boolean details = false;
    while (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
      String option = arguments.take().replaceFirst("^--", "-");
      switch (option) {
        case "-o", "-oneline" -> oneline = true;
        case "-s", "-stats", "-statistics" -> statistics = true;
        case "-d", "-details" -> details = true;
        case "-c", "-color", "-color=never", "-compressvlans" -> {}
        case "-n", "-net", "-netns" -> target = call.in(namespace(call, arguments.take()));
        case "-V", "-Version" -> {
          call.print("bridge utility, 6.1.0");
          return 0;
        }
        case "-h", "-help" -> {
          call.complain(HELP);
          return 0;
        }
        default ->
            throw new UsageException(
                Arguments.USAGE, "Option \"" + option + "\" is unknown, try \"bridge help\".");
      }
    }
    if (arguments.isEmpty()) {
      throw new UsageException(Arguments.USAGE, HELP);
    }
    return run(target, new Options(oneline, statistics, details), arguments);
  }

  private static Namespace namespace(Invocation call, String name) {
    return call.kernel()
        .namespace(name)
        .orElseThrow(
            () ->
                new UsageException(
                    Arguments.USAGE,
                    "Cannot open network namespace \"" + name + "\": " + Errno.ENOENT.text()));
  }

  private static int run(Invocation call, Options options, Arguments arguments) {
    String word = arguments.take();
    if (word.equals("help")) {
      call.complain(HELP);
      return 0;
    }
    String object =
        Arguments.match(word, OBJECTS, "Object \"" + word + "\" is unknown, try \"bridge help\".");
    try {
      return switch (object) {
        case "link" -> new PortCommands(call, options).run(arguments);
        case "fdb" -> new FdbCommands(call, options).run(arguments);
        default -> vlans(call);
      };
    } catch (NetlinkException e) {
      call.complain(IpTool.answer(e));
      return Arguments.USAGE;
    }
  }

  /** No bridge here filters VLANs: there is nothing below the headings. */
  private static int vlans(Invocation call) {
    call.print("port              vlan-id  ");
    return 0;
  }
}
