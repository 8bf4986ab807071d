package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelAddress;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** {@code ip address}. */
final class AddressObject {
  private static final List<String> COMMANDS =
      List.of("add", "change", "replace", "delete", "show", "list", "lst", "flush");
  private static final List<String> SETTINGS =
      List.of(
          "dev",
          "peer",
          "broadcast",
          "scope",
          "label",
          "noprefixroute",
          "nodad",
          "optimistic",
          "mngtmpaddr",
          "valid_lft",
          "preferred_lft");

  private static final String WILDCARD =
      """
      Warning: Executing wildcard deletion to stay compatible with old scripts.
               Explicitly specify the prefix length (%s) to avoid this warning.
               This special behaviour is likely to disappear in further releases,
               fix your scripts!\
      """;

  private final Invocation call;
  private final IpTool.Options options;

  AddressObject(Invocation call, IpTool.Options options) {
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
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip address help\".");
    switch (command) {
      case "add" -> request(modify(arguments, Set.of(NewFlag.CREATE, NewFlag.EXCL)));
      case "change" -> request(modify(arguments, Set.of(NewFlag.REPLACE)));
      case "replace" -> request(modify(arguments, Set.of(NewFlag.CREATE, NewFlag.REPLACE)));
      case "delete" -> delete(arguments);
      case "flush" -> flush(arguments);
      default -> show(arguments);
    }
    return 0;
  }

  private void delete(Arguments arguments) throws NetlinkException {
    boolean exact = arguments.rest().stream().anyMatch(word -> word.contains("/"));
    NewAddress wanted = modify(arguments, Set.of());
    Prefix prefix = wanted.address();
    if (!exact && wanted.peer() == null && prefix.address() instanceof Ipv4Address) {
      call.complain(WILDCARD.formatted(prefix));
      for (NewAddress address : addresses(wanted.index())) {
        if (address.address().address().equals(prefix.address())) {
          prefix = address.address();
          break;
        }
      }
    }
    request(new DelAddress(wanted.index(), prefix));
  }

  private void request(RouteMessage message) throws NetlinkException {
    call.namespace().route().request(message);
  }

  private NewAddress modify(Arguments arguments, Set<NewFlag> mode) throws NetlinkException {
    Links links = Links.of(call);
    NewLink device = null;
    Prefix local = null;
    Prefix peer = null;
    String broadcast = null;
    Integer scope = null;
    String label = null;
    int flags = 0;
    long valid = NewAddress.FOREVER;
    long preferred = NewAddress.FOREVER;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = links.get(arguments.take());
        case "local" -> local = arguments.prefix();
        case "peer", "remote" -> peer = arguments.prefix();
        case "broadcast", "brd" -> broadcast = arguments.take();
        case "scope" -> scope = Scope.parse(arguments.take());
        case "label" -> label = arguments.take();
        case "noprefixroute" -> flags |= NewAddress.NOPREFIXROUTE;
        case "nodad" -> flags |= NewAddress.NODAD;
        case "optimistic" -> flags |= NewAddress.OPTIMISTIC;
        case "mngtmpaddr" -> flags |= NewAddress.MANAGED_TEMPORARIES;
        case "valid_lft" -> valid = lifetime(arguments.take(), "valid_lft");
        case "preferred_lft" -> preferred = lifetime(arguments.take(), "preferred_lft");
        default -> {
          if (local != null) {
            throw Arguments.garbage("local", word, SETTINGS);
          }
          local = new Arguments(List.of(word)).prefix();
        }
      }
    }
    if (device == null) {
      throw Arguments.missing(1, "dev");
    }
    if (local == null) {
      throw Arguments.missing(1, "local");
    }
    if (peer != null) {
      local = new Prefix(local.address(), peer.length());
    }
    NewAddress plain = NewAddress.of(device.index(), local);
    return new NewAddress(
        device.index(),
        local,
        peer == null ? null : peer.address(),
        broadcast == null ? null : broadcast(local, broadcast),
        label,
        scope == null ? plain.scope() : scope,
        flags,
        valid,
        Math.min(preferred, valid),
        mode);
  }

  private static long lifetime(String word, String what) {
    if (word.equals("forever")) {
      return NewAddress.FOREVER;
    }
    if (!word.matches("[0-9]{1,10}") || Long.parseLong(word) > NewAddress.FOREVER) {
      throw Arguments.wrong(word, what + " value is invalid");
    }
    return Long.parseLong(word);
  }

  private static IpAddress broadcast(Prefix local, String word) {
    return word.equals("+") ? local.last() : new Arguments(List.of(word)).ipv4Address();
  }

  private List<NewAddress> addresses(int index) throws NetlinkException {
    List<NewAddress> found = new ArrayList<>();
    for (RouteMessage message :
        call.namespace().route().dump(new GetAddresses(options.version()))) {
      if (message instanceof NewAddress address && address.index() == index) {
        found.add(address);
      }
    }
    found.sort(Comparator.comparingInt(address -> address.address().address().bits()));
    return found;
  }

  private void flush(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    Selection selection = Selection.parse(arguments, links);
    if (selection.device() == null) {
      throw new UsageException(1, "Flush requires arguments.");
    }
    for (NewAddress address : addresses(selection.device().index())) {
      if ((address.flags() & NewAddress.SECONDARY) == 0) {
        request(new DelAddress(address.index(), address.address()));
      }
    }
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    Selection selection = Selection.parse(arguments, links);
    LinkPrinter printer = new LinkPrinter(links, options);
    for (NewLink link : links.all()) {
      if (!selection.matches(link)) {
        continue;
      }
      List<NewAddress> addresses = addresses(link.index());
      if (options.version() != 0 && addresses.isEmpty()) {
        continue;
      }
      if (options.brief()) {
        call.print(brief(printer, link, addresses));
        continue;
      }
      if (!options.oneline()) {
        String lines = printer.print(link, false);
        boolean reduced = options.version() == 6 && selection.device() == null;
        call.print(
            options.version() == 0
                ? lines
                : reduced ? printer.headlineOfIpv6(link) : printer.headline(link));
      }
      for (NewAddress address : addresses) {
        call.print(print(link, address));
      }
    }
    return 0;
  }

  private static String brief(LinkPrinter printer, NewLink link, List<NewAddress> addresses) {
    StringBuilder line =
        new StringBuilder(
            "%-16s %-14s ".formatted(printer.nameWithPeer(link), LinkPrinter.state(link)));
    addresses.forEach(address -> line.append(network(address)).append(' '));
    return line.toString();
  }

  private String print(NewLink link, NewAddress address) {
    StringBuilder text = new StringBuilder();
    if (options.oneline()) {
      text.append(link.index()).append(": ").append(link.name());
    }
    boolean v4 = address.address().address() instanceof Ipv4Address;
    text.append(v4 ? "    inet " : "    inet6 ");
    text.append(network(address));
    if (address.broadcast() != null) {
      text.append(" brd ").append(address.broadcast());
    }
    text.append(" scope ").append(Scope.name(address.scope())).append(' ');
    flag(text, address, NewAddress.SECONDARY, v4 ? "secondary " : "temporary ");
    flag(text, address, NewAddress.NODAD, "nodad ");
    flag(text, address, NewAddress.OPTIMISTIC, "optimistic ");
    flag(text, address, NewAddress.DADFAILED, "dadfailed ");
    flag(text, address, NewAddress.DEPRECATED, "deprecated ");
    flag(text, address, NewAddress.TENTATIVE, "tentative ");
    if ((address.flags() & NewAddress.PERMANENT) == 0) {
      text.append("dynamic ");
    }
    flag(text, address, NewAddress.MANAGED_TEMPORARIES, "mngtmpaddr ");
    flag(text, address, NewAddress.NOPREFIXROUTE, "noprefixroute ");
    if (v4) {
      text.append(address.label() == null ? link.name() : address.label());
    }
    text.append(options.lineBreak());
    text.append("       valid_lft ").append(lifetime(address.validLifetime()));
    text.append(" preferred_lft ").append(lifetime(address.preferredLifetime()));
    return text.toString();
  }

  private static String network(NewAddress address) {
    Prefix local = address.address();
    return address.peer() == null
        ? local.toString()
        : local.address() + " peer " + address.peer() + "/" + local.length();
  }

  private static void flag(StringBuilder text, NewAddress address, int bit, String word) {
    if ((address.flags() & bit) != 0) {
      text.append(word);
    }
  }

  private static String lifetime(long seconds) {
    return seconds == NewAddress.FOREVER ? "forever" : seconds + "sec";
  }
}
