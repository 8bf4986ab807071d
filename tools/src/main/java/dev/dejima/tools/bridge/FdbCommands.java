package dev.dejima.tools.bridge;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelFdbEntry;
import dev.dejima.kernel.rtnetlink.GetFdbEntries;
import dev.dejima.kernel.rtnetlink.NewFdbEntry;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.MacAddress;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.ip.Arguments;
import dev.dejima.tools.ip.Links;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code bridge fdb} (iproute2's {@code bridge/fdb.c}). */
final class FdbCommands {
  private static final List<String> COMMANDS =
      List.of("add", "append", "replace", "delete", "get", "show", "list", "lst", "flush");
  private static final int NOT_FOUND = 254;

  private final Invocation call;
  private final BridgeTool.Options options;

  FdbCommands(Invocation call, BridgeTool.Options options) {
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
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"bridge fdb help\".");
    return switch (command) {
      case "add" -> set(arguments, Set.of(NewFlag.CREATE, NewFlag.EXCL));
      case "append" -> set(arguments, Set.of(NewFlag.CREATE, NewFlag.APPEND));
      case "replace" -> set(arguments, Set.of(NewFlag.CREATE, NewFlag.REPLACE));
      case "delete" -> delete(arguments);
      case "get" -> get(arguments);
      case "flush" -> flush(arguments);
      default -> show(arguments);
    };
  }

  // ---- changing

  private int set(Arguments arguments, Set<NewFlag> mode) throws NetlinkException {
    NewFdbEntry entry = entry(arguments, mode);
    call.namespace().route().request(entry);
    return 0;
  }

  private int delete(Arguments arguments) throws NetlinkException {
    NewFdbEntry entry = entry(arguments, Set.of());
    call.namespace()
        .route()
        .request(new DelFdbEntry(entry.index(), entry.address(), entry.vlan(), entry.flags()));
    return 0;
  }

  private NewFdbEntry entry(Arguments arguments, Set<NewFlag> mode) throws NetlinkException {
    Links links = Links.of(call);
    String device = null;
    String address = null;
    int state = 0;
    int flags = 0;
    int vlan = 0;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = arguments.take();
        case "self" -> flags |= NewFdbEntry.SELF;
        case "master" -> flags |= NewFdbEntry.MASTER;
        case "use" -> flags |= NewFdbEntry.USE;
        case "extern_learn" -> flags |= NewFdbEntry.EXTERNALLY_LEARNED;
        case "sticky" -> flags |= NewFdbEntry.STICKY;
        case "local", "permanent" -> state |= NewFdbEntry.PERMANENT;
        case "static", "temp" -> state |= NewFdbEntry.NOARP;
        case "dynamic" -> state |= NewFdbEntry.REACHABLE;
        case "vlan" -> vlan = vlan(arguments.take());
        default -> address = address(address, word.equals("to") ? arguments.take() : word);
      }
    }
    if (device == null || address == null) {
      throw new UsageException(Arguments.USAGE, "Device and address are required arguments.");
    }
    if ((flags & (NewFdbEntry.SELF | NewFdbEntry.MASTER)) == 0) {
      flags |= NewFdbEntry.SELF;
    }
    if ((state & (NewFdbEntry.NOARP | NewFdbEntry.REACHABLE)) == 0) {
      state |= NewFdbEntry.PERMANENT;
    }
    MacAddress mac = mac(address);
    int index = device(links, device, "Cannot find device").index();
    return new NewFdbEntry(index, mac, 0, vlan, state, flags, 0, 0, mode);
  }

  private static String address(@Nullable String before, String word) {
    if (before != null) {
      throw new UsageException(
          Arguments.USAGE,
          "Error: either \"to\" is duplicate, or \"%s\" is a garbage.".formatted(word));
    }
    return word;
  }

  private static MacAddress mac(String word) {
    try {
      return MacAddress.parse(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException(Arguments.USAGE, "Invalid mac address " + word);
    }
  }

  private static int vlan(String word) {
    if (word.matches("[0-9]{1,4}") && Integer.parseInt(word) < 4096) {
      return Integer.parseInt(word);
    }
    throw Arguments.wrong(word, "invalid VLAN ID");
  }

  private static NewLink device(Links links, String name, String complaint) {
    return links
        .find(name)
        .orElseThrow(() -> new UsageException(Arguments.USAGE, complaint + " \"" + name + "\""));
  }

  private int flush(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    String device = null;
    int flags = 0;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "dev" -> device = arguments.take();
        case "self" -> flags |= NewFdbEntry.SELF;
        case "master" -> flags |= NewFdbEntry.MASTER;
        default -> throw Arguments.garbage("flush", word, List.of("dev DEV", "self", "master"));
      }
    }
    if (device == null) {
      throw new UsageException(Arguments.USAGE, "Device is a required argument.");
    }
    int index = device(links, device, "Cannot find bridge device").index();
    call.namespace()
        .route()
        .request(new DelFdbEntry(index, null, 0, flags == 0 ? NewFdbEntry.SELF : flags));
    return 0;
  }

  // ---- showing

  private List<NewFdbEntry> all() throws NetlinkException {
    return call.namespace().route().dump(new GetFdbEntries()).stream()
        .map(NewFdbEntry.class::cast)
        .toList();
  }

  private int show(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    NewLink bridge = null;
    NewLink device = null;
    Integer state = null;
    boolean dynamic = false;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "br" -> bridge = device(links, arguments.take(), "Cannot find bridge device");
        case "dev", "brport" -> device = device(links, arguments.take(), "Cannot find device");
        case "state" -> state = state(arguments.take());
        case "dynamic" -> dynamic = true;
        case "vlan" -> vlan(arguments.take());
        default -> {}
      }
    }
    for (NewFdbEntry entry : all()) {
      if ((bridge == null || concerns(links, entry, bridge))
          && (device == null || device.index() == entry.index())
          && (state == null || (state & entry.state()) != 0)
          && (!dynamic || (entry.state() & (NewFdbEntry.PERMANENT | NewFdbEntry.NOARP)) == 0)) {
        call.print(line(links, entry, device == null));
      }
    }
    return 0;
  }

  private static int state(String word) {
    return switch (word) {
      case "permanent" -> NewFdbEntry.PERMANENT;
      case "static", "temp" -> NewFdbEntry.NOARP;
      case "stale" -> NewFdbEntry.STALE;
      case "reachable" -> NewFdbEntry.REACHABLE;
      case "all" -> -1;
      default -> throw Arguments.wrong(word, "invalid state");
    };
  }

  private static boolean concerns(Links links, NewFdbEntry entry, NewLink bridge) {
    return entry.index() == bridge.index()
        || links.all().stream()
            .anyMatch(
                link ->
                    link.index() == entry.index()
                        && Integer.valueOf(bridge.index()).equals(link.master()));
  }

  private int get(Arguments arguments) throws NetlinkException {
    Links links = Links.of(call);
    NewLink bridge = null;
    NewLink device = null;
    String address = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "br" -> bridge = device(links, arguments.take(), "Cannot find bridge device");
        case "dev", "brport" -> device = device(links, arguments.take(), "Cannot find device");
        case "self", "master", "dynamic" -> {}
        default -> address = address(address, word.equals("to") ? arguments.take() : word);
      }
    }
    if (address == null || bridge == null && device == null) {
      throw new UsageException(Arguments.USAGE, "Device and address are required arguments.");
    }
    MacAddress wanted = mac(address);
    for (NewFdbEntry entry : all()) {
      boolean there =
          bridge != null
              ? entry.master() == bridge.index()
              : device != null && entry.master() != 0 && device.index() == entry.index();
      if (there && entry.address().equals(wanted)) {
        call.print(line(links, entry, true));
        return 0;
      }
    }
    call.complain("Error: Fdb entry not found.");
    return NOT_FOUND;
  }

  private String line(Links links, NewFdbEntry entry, boolean withDevice) {
    StringBuilder line = new StringBuilder().append(entry.address()).append(' ');
    if (withDevice) {
      line.append("dev ").append(links.name(entry.index())).append(' ');
    }
    if (entry.vlan() != 0) {
      line.append("vlan ").append(entry.vlan()).append(' ');
    }
    if (options.statistics() && entry.master() != 0) {
      line.append("used %d/%d ".formatted(entry.used(), entry.updated()));
    }
    append(line, entry, NewFdbEntry.SELF, "self ");
    append(line, entry, NewFdbEntry.EXTERNALLY_LEARNED, "extern_learn ");
    append(line, entry, NewFdbEntry.STICKY, "sticky ");
    if (entry.master() != 0) {
      line.append("master ").append(links.name(entry.master())).append(' ');
    }
    return line.append(word(entry.state())).toString();
  }

  private static void append(StringBuilder line, NewFdbEntry entry, int flag, String word) {
    if ((entry.flags() & flag) != 0) {
      line.append(word);
    }
  }

  private static String word(int state) {
    if ((state & NewFdbEntry.PERMANENT) != 0) {
      return "permanent";
    }
    if ((state & NewFdbEntry.NOARP) != 0) {
      return "static";
    }
    return (state & NewFdbEntry.STALE) != 0 ? "stale" : "";
  }
}
