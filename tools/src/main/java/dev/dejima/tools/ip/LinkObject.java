package dev.dejima.tools.ip;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Bytes;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ip link}. */
final class LinkObject {
  private static final List<String> COMMANDS =
      List.of("add", "set", "delete", "show", "list", "lst");
  private static final List<String> SETTINGS =
      List.of(
          "up",
          "down",
          "netns",
          "name",
          "mtu",
          "address",
          "master",
          "nomaster",
          "txqueuelen",
          "group",
          "arp",
          "multicast",
          "promisc",
          "allmulticast");

  private final Invocation call;
  private final IpTool.Options options;

  LinkObject(Invocation call, IpTool.Options options) {
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
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip link help\".");
    return switch (command) {
      case "add" -> add(arguments);
      case "set" -> set(arguments);
      case "delete" -> delete(arguments);
      default -> show(arguments);
    };
  }

  private int add(Arguments arguments) throws NetlinkException {
    NewLink.Builder link = new NewLink.Builder().mode(Set.of(NewFlag.CREATE, NewFlag.EXCL));
    Links links = Links.of(call);
    String name = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "type" -> {
          type(link, arguments);
          if (!arguments.isEmpty()) {
            throw Arguments.garbage("type", arguments.peek(), List.of("peer"));
          }
        }
        case "link" -> link.peer(links.get(arguments.take()).index());
        case "master" -> link.master(Selection.master(links, arguments.take()).index());
        case "name", "dev" -> name = checked(word, arguments.take());
        default -> {
          if (!setting(word, link, arguments)) {
            name = checked("dev", name(word, name));
          }
        }
      }
    }
    if (link.build().info() == null) {
      throw new UsageException(1, "Not enough information: \"type\" argument is required");
    }
    call.namespace().route().request(link.name(name).build());
    return 0;
  }

  private static String name(String word, @Nullable String before) {
    if (before != null) {
      throw Arguments.garbage("dev", word, SETTINGS);
    }
    return word;
  }

  /** What iproute2 takes as a name: 1 to 15 octets, no blanks, no slash. */
  private static String checked(String argument, String name) {
    boolean odd = name.chars().anyMatch(c -> c == '/' || Character.isWhitespace(c));
    if (name.isEmpty() || name.length() > 15 || odd) {
      throw Arguments.wrong(name, "\"" + argument + "\" not a valid ifname");
    }
    return name;
  }

  private void type(NewLink.Builder link, Arguments arguments) {
    String kind = arguments.take();
    switch (kind) {
      case "veth" -> link.info(new LinkInfo.Veth(peer(arguments)));
      case "bridge" -> link.info(new LinkInfo.Bridge(LinkType.bridge(arguments)));
      case "bridge_slave" -> link.port(LinkType.port(arguments));
      case "vlan" -> link.info(LinkType.vlan(arguments));
      default -> link.info(new LinkInfo.Other(kind, Bytes.EMPTY));
    }
  }

  private @Nullable NewLink peer(Arguments arguments) {
    if (arguments.isEmpty()) {
      return null;
    }
    if (!arguments.takeIf("peer")) {
      throw Arguments.garbage("type", arguments.peek(), List.of("peer"));
    }
    NewLink.Builder peer = new NewLink.Builder();
    String name = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      if (word.equals("name")) {
        name = checked(word, arguments.take());
      } else if (!setting(word, peer, arguments)) {
        name = checked("dev", name(word, name));
      }
    }
    return peer.name(name).build();
  }

  /** Reads one setting; false if the word begins none. */
  private boolean setting(String word, NewLink.Builder link, Arguments arguments) {
    switch (word) {
      case "up" -> flag(link, NewLink.UP, true);
      case "down" -> flag(link, NewLink.UP, false);
      case "netns" -> link.namespace(namespace(arguments.take()));
      case "mtu" -> link.mtu(arguments.number("Invalid \"mtu\" value\n", 0, Integer.MAX_VALUE));
      case "address" -> link.address(arguments.linkAddress());
      case "txqueuelen", "qlen" ->
          link.txQueueLength(
              arguments.number("Invalid \"txqueuelen\" value\n", 0, Integer.MAX_VALUE));
      case "group" -> link.group(group(arguments));
      case "arp" -> flag(link, NewLink.NOARP, !onOff(arguments, word));
      case "multicast" -> flag(link, NewLink.MULTICAST, onOff(arguments, word));
      case "promisc" -> flag(link, NewLink.PROMISC, onOff(arguments, word));
      case "allmulticast" -> flag(link, NewLink.ALLMULTI, onOff(arguments, word));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void flag(NewLink.Builder link, int bit, boolean on) {
    NewLink soFar = link.build();
    int flags = on ? soFar.flags() | bit : soFar.flags() & ~bit;
    link.flags(flags, soFar.change() | bit);
  }

  private static boolean onOff(Arguments arguments, String setting) {
    String word = arguments.take();
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new UsageException(
              1,
              "Error: argument of \"%s\" must be \"on\" or \"off\", not \"%s\""
                  .formatted(setting, word));
    };
  }

  private static int group(Arguments arguments) {
    return arguments.takeIf("default")
        ? 0
        : arguments.number("Invalid \"group\" value\n", 0, Integer.MAX_VALUE);
  }

  private Namespace namespace(String name) {
    return call.kernel()
        .namespace(name)
        .orElseThrow(() -> Arguments.wrong(name, "Invalid \"netns\" value\n"));
  }

  private int set(Arguments arguments) throws NetlinkException {
    NewLink.Builder link = new NewLink.Builder();
    Links links = Links.of(call);
    String device = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = arguments.take();
        case "name" -> link.name(checked(word, arguments.take()));
        case "master" -> link.master(Selection.master(links, arguments.take()).index());
        case "nomaster" -> link.master(0);
        case "type" -> type(link, arguments);
        default -> {
          if (!setting(word, link, arguments)) {
            device = name(word, device);
          }
        }
      }
    }
    if (device == null) {
      throw Arguments.missing(Arguments.USAGE, "dev");
    }
    call.namespace().route().request(link.index(links.get(device).index()).build());
    return 0;
  }

  private int delete(Arguments arguments) throws NetlinkException {
    arguments.takeIf("dev");
    if (arguments.isEmpty()) {
      throw Arguments.missing(Arguments.USAGE, "dev");
    }
    String name = arguments.take();
    if (!arguments.isEmpty()) {
      throw Arguments.garbage("dev", arguments.peek(), List.of("dev NAME"));
    }
    NewLink link = Links.of(call).get(name);
    call.namespace().route().request(new DelLink(link.index(), null));
    return 0;
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    Selection selection = Selection.parse(arguments, links);
    LinkPrinter printer = new LinkPrinter(links, options);
    for (NewLink link : links.all()) {
      if (selection.matches(link)) {
        call.print(options.brief() ? brief(printer, link) : printer.print(link, true));
      }
    }
    return 0;
  }

  private static String brief(LinkPrinter printer, NewLink link) {
    return "%-16s %-14s %s <%s> "
        .formatted(
            printer.nameWithPeer(link),
            LinkPrinter.state(link),
            LinkPrinter.address(link),
            String.join(",", printer.flags(link)));
  }
}
