package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.BridgeOption;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.LinkOption;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.MacAddress;
import dev.dejima.tools.UsageException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What stands behind {@code type} in {@code ip link}: the options of one kind of link. */
final class LinkType {
  private static final Set<BridgeOption> SETTABLE =
      EnumSet.complementOf(
          EnumSet.of(
              BridgeOption.BRIDGE_ID,
              BridgeOption.DESIGNATED_ROOT,
              BridgeOption.ROOT_PORT,
              BridgeOption.ROOT_PATH_COST,
              BridgeOption.TOPOLOGY_CHANGE,
              BridgeOption.TOPOLOGY_CHANGE_DETECTED,
              BridgeOption.HELLO_TIMER,
              BridgeOption.TCN_TIMER,
              BridgeOption.TOPOLOGY_CHANGE_TIMER,
              BridgeOption.GC_TIMER,
              BridgeOption.BOOLEANS,
              BridgeOption.FDB_N_LEARNED,
              BridgeOption.FDB_MAX_LEARNED));

  private static final Set<BridgePortOption> SETTABLE_OF_PORTS =
      EnumSet.complementOf(
          EnumSet.of(
              BridgePortOption.PORT_ID,
              BridgePortOption.PORT_NO,
              BridgePortOption.DESIGNATED_PORT,
              BridgePortOption.DESIGNATED_COST,
              BridgePortOption.DESIGNATED_BRIDGE,
              BridgePortOption.DESIGNATED_ROOT,
              BridgePortOption.HOLD_TIMER,
              BridgePortOption.MESSAGE_AGE_TIMER,
              BridgePortOption.FORWARD_DELAY_TIMER,
              BridgePortOption.TOPOLOGY_CHANGE_ACK,
              BridgePortOption.CONFIG_PENDING));

  private static final Set<BridgePortOption> NUMBERS_OF_PORTS =
      EnumSet.of(
          BridgePortOption.STATE,
          BridgePortOption.PRIORITY,
          BridgePortOption.COST,
          BridgePortOption.MCAST_ROUTER,
          BridgePortOption.GROUP_FWD_MASK);

  /** The bits of {@link BridgeOption#BOOLEANS}. */
  private static final Map<String, Long> BOOLEANS =
      Map.of("no_linklocal_learn", 1L, "mcast_vlan_snooping", 2L);

  private static final int REORDER_HEADERS = 1;
  private static final int GVRP = 2;
  private static final int LOOSE_BINDING = 4;
  private static final int MVRP = 8;
  private static final int BRIDGE_BINDING = 16;

  private LinkType() {}

  /** The options of a bridge. */
  static Map<BridgeOption, Long> bridge(Arguments arguments) {
    Map<BridgeOption, Long> options = new EnumMap<>(BridgeOption.class);
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      Long bit = BOOLEANS.get(word);
      if (bit != null) {
        long value = number(arguments, word, 1) == 0 ? 0 : bit;
        options.merge(BridgeOption.BOOLEANS, bit << 32 | value, (a, b) -> a | b);
      } else {
        BridgeOption option = option("bridge: unknown command", word, SETTABLE);
        options.put(option, value(arguments, option));
      }
    }
    return options;
  }

  /** The options of a port of a bridge. */
  static Map<BridgePortOption, Long> port(Arguments arguments) {
    Map<BridgePortOption, Long> options = new EnumMap<>(BridgePortOption.class);
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      BridgePortOption option =
          word.equals("mcast_fast_leave")
              ? BridgePortOption.FASTLEAVE
              : option("bridge_slave: unknown option", word, SETTABLE_OF_PORTS);
      boolean hasNumber = NUMBERS_OF_PORTS.contains(option) || option == BridgePortOption.FDB_FLUSH;
      options.put(
          option, hasNumber ? value(arguments, option) : Switches.take(arguments, word) ? 1L : 0L);
    }
    return options;
  }

  private static <O extends Enum<O> & LinkOption> O option(
      String complaint, String word, Set<O> known) {
    return known.stream()
        .filter(option -> option.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    1,
                    "%s \"%s\"?\nknown: %s"
                        .formatted(
                            complaint,
                            word,
                            String.join(", ", known.stream().map(LinkOption::word).toList()))));
  }

  private static long value(Arguments arguments, LinkOption option) {
    return switch (option.layout()) {
      case U8 -> number(arguments, option.word(), 0xff);
      case U16 -> number(arguments, option.word(), 0xffff);
      case U32, U64 -> number(arguments, option.word(), 0xffff_ffffL);
      case BE16 -> protocol(arguments);
      case BE48 -> arguments.linkAddress().value();
      case BE64 -> throw new IllegalArgumentException(option.word());
      case FLAG -> 1;
    };
  }

  private static long number(Arguments arguments, String option, long most) {
    String word = arguments.take();
    try {
      long value = Long.decode(word);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw Arguments.wrong(word, "invalid " + option);
  }

  /** A VLAN: its number, and what its tags are. */
  static LinkInfo vlan(Arguments arguments) {
    Integer id = null;
    Integer protocol = null;
    int flags = REORDER_HEADERS;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "id" -> id = arguments.number("id is invalid", 0, 0xffff);
        case "protocol", "proto" -> protocol = protocol(arguments);
        case "reorder_hdr" -> flags = with(flags, REORDER_HEADERS, arguments, word);
        case "gvrp" -> flags = with(flags, GVRP, arguments, word);
        case "mvrp" -> flags = with(flags, MVRP, arguments, word);
        case "loose_binding" -> flags = with(flags, LOOSE_BINDING, arguments, word);
        case "bridge_binding" -> flags = with(flags, BRIDGE_BINDING, arguments, word);
        default ->
            throw new UsageException(
                1,
                "vlan: unknown command \"%s\"?\nknown: id, protocol, reorder_hdr, gvrp, mvrp, loose_binding, bridge_binding"
                    .formatted(word));
      }
    }
    return new LinkInfo.Vlan(id, protocol, flags);
  }

  private static int with(int flags, int bit, Arguments arguments, String word) {
    return Switches.take(arguments, word) ? flags | bit : flags & ~bit;
  }

  private static int protocol(Arguments arguments) {
    String word = arguments.take();
    return switch (word.toLowerCase(java.util.Locale.ROOT)) {
      case "802.1q" -> EtherType.VLAN;
      case "802.1ad" -> EtherType.QINQ;
      default -> throw Arguments.wrong(word, "protocol is invalid");
    };
  }

  /** iproute2's word for the EtherType of tags. */
  static String protocolName(long type) {
    return type == EtherType.VLAN
        ? "802.1Q"
        : type == EtherType.QINQ ? "802.1ad" : "0x" + Long.toHexString(type);
  }

  static String address(long value) {
    return new MacAddress(value).toString();
  }
}
