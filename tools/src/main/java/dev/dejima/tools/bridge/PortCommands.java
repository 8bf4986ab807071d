package dev.dejima.tools.bridge;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.SetBridgePort;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.ip.Arguments;
import dev.dejima.tools.ip.LinkDetailsPrinter;
import dev.dejima.tools.ip.LinkPrinter;
import dev.dejima.tools.ip.Links;
import dev.dejima.tools.ip.Switches;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code bridge link} (iproute2's {@code bridge/link.c}). */
final class PortCommands {
  private static final List<String> COMMANDS = List.of("set", "show", "list", "lst");

  private static final String SETTINGS =
      """
      Usage: bridge link set dev DEV [ cost COST ] [ priority PRIO ] [ state STATE ]
                                     [ guard {on | off} ] [ hairpin {on | off} ]
                                     [ fastleave {on | off} ] [ root_block {on | off} ]
                                     [ learning {on | off} ] [ flood {on | off} ]
                                     [ mcast_router MULTICAST_ROUTER ] [ mcast_flood {on | off} ]
                                     [ bcast_flood {on | off} ] [ mcast_to_unicast {on | off} ]
                                     [ neigh_suppress {on | off} ] [ vlan_tunnel {on | off} ]
                                     [ isolated {on | off} ] [ locked {on | off} ]
             bridge link show [dev DEV]\
      """;

  /** What {@code -d} shows, in its order. */
  private static final List<BridgePortOption> DETAILS =
      List.of(
          BridgePortOption.HAIRPIN,
          BridgePortOption.GUARD,
          BridgePortOption.ROOT_BLOCK,
          BridgePortOption.FASTLEAVE,
          BridgePortOption.LEARNING,
          BridgePortOption.FLOOD,
          BridgePortOption.MCAST_FLOOD,
          BridgePortOption.BCAST_FLOOD,
          BridgePortOption.MCAST_ROUTER,
          BridgePortOption.MCAST_TO_UNICAST,
          BridgePortOption.NEIGH_SUPPRESS,
          BridgePortOption.VLAN_TUNNEL,
          BridgePortOption.ISOLATED,
          BridgePortOption.LOCKED);

  private final Invocation call;
  private final BridgeTool.Options options;

  PortCommands(Invocation call, BridgeTool.Options options) {
    this.call = call;
    this.options = options;
  }

  int run(Arguments arguments) throws NetlinkException {
    if (arguments.isEmpty()) {
      return show(arguments);
    }
    String word = arguments.take();
    String command =
        Arguments.match(
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"bridge link help\".");
    return command.equals("set") ? set(arguments) : show(arguments);
  }

  private int set(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    Map<BridgePortOption, Long> settings = new EnumMap<>(BridgePortOption.class);
    String device = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = arguments.take();
        case "self", "master" -> {}
        case "cost", "priority", "mcast_router" -> number(settings, word, arguments.take());
        case "state" -> settings.put(BridgePortOption.STATE, state(arguments.take()));
        default -> {
          BridgePortOption option = option(word);
          settings.put(option, Switches.take(arguments, word) ? 1L : 0L);
        }
      }
    }
    if (device == null) {
      throw new UsageException(Arguments.USAGE, "Device is a required argument.");
    }
    NewLink link = port(links, device);
    if (!settings.isEmpty()) {
      call.namespace().route().request(new SetBridgePort(link.index(), settings));
    }
    return 0;
  }

  private static NewLink port(Links links, String name) {
    return links
        .find(name)
        .orElseThrow(
            () ->
                new UsageException(Arguments.USAGE, "Cannot find bridge device \"" + name + "\""));
  }

  /** As atoi(3) reads it; nothing is set by what is not above zero. */
  private static void number(Map<BridgePortOption, Long> settings, String word, String digits) {
    BridgePortOption option = option(word);
    boolean isNumber = digits.matches("-?[0-9]{1,9}");
    long value = isNumber ? Long.parseLong(digits) : 0;
    if (value > 0 || value == 0 && option != BridgePortOption.COST) {
      settings.put(option, value);
    }
  }

  private static BridgePortOption option(String word) {
    for (BridgePortOption option : BridgePortOption.values()) {
      boolean known =
          DETAILS.contains(option)
              || option == BridgePortOption.COST
              || option == BridgePortOption.PRIORITY;
      if (known && option.word().equals(word)) {
        return option;
      }
    }
    throw new UsageException(Arguments.USAGE, SETTINGS);
  }

  private static long state(String word) {
    for (int state = 0; state <= 4; state++) {
      if (LinkDetailsPrinter.state(state).equals(word)) {
        return state;
      }
    }
    if (word.matches("[0-9]{1,3}")) {
      return Long.parseLong(word);
    }
    throw new UsageException(Arguments.USAGE, "Error: invalid STP port state");
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    String device = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      device = word.equals("dev") ? arguments.take() : word;
    }
    if (device != null && links.find(device).isEmpty()) {
      throw new UsageException(Arguments.USAGE, "Cannot find device \"" + device + "\"");
    }
    for (NewLink link : links.all()) {
      Map<BridgePortOption, Long> port = link.port();
      if (port != null && (device == null || device.equals(link.name()))) {
        call.print(line(links, link, port));
      }
    }
    return 0;
  }

  private String line(Links links, NewLink link, Map<BridgePortOption, Long> port) {
    StringBuilder line = new StringBuilder();
    line.append(link.index()).append(": ").append(name(links, link)).append(": <");
    line.append(flags(links, link)).append('>');
    line.append(" mtu ").append(link.mtu());
    Integer master = link.master();
    if (master != null) {
      line.append(" master ").append(links.name(master));
    }
    line.append(" state ").append(LinkDetailsPrinter.state(value(port, BridgePortOption.STATE)));
    line.append(" priority ").append(value(port, BridgePortOption.PRIORITY));
    line.append(" cost ").append(value(port, BridgePortOption.COST)).append(' ');
    if (options.details()) {
      line.append(options.lineBreak()).append("    ");
      DETAILS.forEach(option -> detail(line, option, port.get(option)));
    }
    return line.toString();
  }

  /** The number of the other end is taken for one of this namespace, as bridge(8) does. */
  private static String name(Links links, NewLink link) {
    String name = String.valueOf(link.name());
    int other = otherEnd(link);
    return other == 0 ? name : name + "@" + links.name(other);
  }

  /** The number of the link at the other end; 0 where none is told. */
  private static int otherEnd(NewLink link) {
    Integer peer = link.peer();
    return peer == null || peer == link.index() ? 0 : peer;
  }

  private static String flags(Links links, NewLink link) {
    List<String> words = LinkPrinter.flags(link.flags());
    if (links.isDown(otherEnd(link))) {
      words.add("M-DOWN");
    }
    return String.join(",", words);
  }

  private static long value(Map<BridgePortOption, Long> port, BridgePortOption option) {
    return port.getOrDefault(option, 0L);
  }

  private static void detail(StringBuilder line, BridgePortOption option, @Nullable Long value) {
    if (value != null) {
      boolean number = option == BridgePortOption.MCAST_ROUTER;
      line.append(option.word()).append(' ');
      line.append(number ? value.toString() : Switches.word(value)).append(' ');
    }
  }
}
