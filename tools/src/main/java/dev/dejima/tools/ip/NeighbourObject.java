package dev.dejima.tools.ip;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelNeighbour;
import dev.dejima.kernel.rtnetlink.GetNeighbours;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewNeighbour;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Set;

/** {@code ip neighbour}. */
final class NeighbourObject {
  private static final int PERMANENT = 128;
  private static final int NOARP = 64;
  private static final String[] STATES = {
    "INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE", "FAILED", "NOARP", "PERMANENT"
  };
  private static final List<String> COMMANDS =
      List.of("show", "list", "lst", "add", "replace", "delete", "flush");

  private final Invocation call;
  private final IpTool.Options options;

  NeighbourObject(Invocation call, IpTool.Options options) {
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
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip neigh help\".");
    switch (command) {
      case "add" -> request(modify(arguments, Set.of(NewFlag.CREATE, NewFlag.EXCL)));
      case "replace" -> request(modify(arguments, Set.of(NewFlag.CREATE, NewFlag.REPLACE)));
      case "delete" -> {
        NewNeighbour neighbour = modify(arguments, Set.of());
        request(new DelNeighbour(neighbour.index(), neighbour.address()));
      }
      case "flush" -> {
        Links links = Links.of(call);
        for (NewNeighbour neighbour : neighbours(Selection.parse(arguments, links))) {
          if (neighbour.state() != PERMANENT) {
            request(new DelNeighbour(neighbour.index(), neighbour.address()));
          }
        }
      }
      default -> show(arguments);
    }
    return 0;
  }

  private void request(RouteMessage message) throws NetlinkException {
    call.namespace().route().request(message);
  }

  private NewNeighbour modify(Arguments arguments, Set<NewFlag> mode) throws NetlinkException {
    Links links = Links.of(call);
    NewLink device = null;
    IpAddress address = null;
    MacAddress linkAddress = null;
    int state = PERMANENT;
    int flags = 0;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = links.get(arguments.take());
        case "lladdr" -> linkAddress = arguments.linkAddress();
        case "router" -> flags |= NewNeighbour.ROUTER;
        case "nud" -> state = state(arguments.take());
        default -> {
          if (address != null) {
            throw Arguments.garbage("to", word, List.of("dev", "lladdr", "nud"));
          }
          address = new Arguments(List.of(word)).address();
        }
      }
    }
    if (device == null || address == null) {
      throw new UsageException(Arguments.USAGE, "Device and destination are required arguments.");
    }
    return new NewNeighbour(device.index(), address, linkAddress, state, flags, mode);
  }

  private static int state(String word) {
    for (int i = 0; i < STATES.length; i++) {
      if (STATES[i].equalsIgnoreCase(word)) {
        return 1 << i;
      }
    }
    throw Arguments.wrong(word, "nud state is bad");
  }

  private List<NewNeighbour> neighbours(Selection selection) throws NetlinkException {
    return call.namespace().route().dump(new GetNeighbours(options.version())).stream()
        .filter(NewNeighbour.class::isInstance)
        .map(NewNeighbour.class::cast)
        .filter(n -> selection.device() == null || n.index() == selection.device().index())
        .filter(n -> (n.state() & NOARP) == 0 && n.state() != 0)
        .toList();
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    Selection selection = Selection.parse(arguments, links);
    for (NewNeighbour neighbour : neighbours(selection)) {
      StringBuilder line = new StringBuilder(neighbour.address().toString()).append(' ');
      if (selection.device() == null) {
        line.append("dev ").append(links.name(neighbour.index())).append(' ');
      }
      if (neighbour.linkAddress() != null) {
        line.append("lladdr ").append(neighbour.linkAddress()).append(' ');
      }
      if ((neighbour.flags() & NewNeighbour.ROUTER) != 0) {
        line.append("router ");
      }
      call.print(line.append(STATES[Integer.numberOfTrailingZeros(neighbour.state())]) + " ");
    }
    return 0;
  }
}
