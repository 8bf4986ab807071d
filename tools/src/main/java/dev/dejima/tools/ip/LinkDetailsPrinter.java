package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.BridgeOption;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.kernel.rtnetlink.LinkDetails;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code ip -d link} prints more (iproute2's {@code iplink_bridge.c} and its like). */
public final class LinkDetailsPrinter {
  private static final String[] STATES = {
    "disabled", "listening", "learning", "forwarding", "blocking"
  };
  private static final String[] ADDRESS_GENERATION = {"eui64", "none", "stable_secret", "random"};
  private static final List<String> VLAN_FLAGS =
      List.of("REORDER_HDR", "GVRP", "LOOSE_BINDING", "MVRP", "BRIDGE_BINDING");

  private final String lineBreak;
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text, Locale.ROOT);

  private LinkDetailsPrinter(String lineBreak) {
    this.lineBreak = lineBreak;
  }

  /** What follows the link's addresses. */
  static String print(NewLink link, String lineBreak) {
    LinkDetailsPrinter printer = new LinkDetailsPrinter(lineBreak);
    LinkDetails details = link.details();
    if (details != null) {
      printer.out.format(
          " promiscuity %d  allmulti %d minmtu %d maxmtu %d ",
          details.promiscuity(), details.allMulticast(), details.leastMtu(), details.largestMtu());
    }
    printer.kind(link.info());
    Map<BridgePortOption, Long> port = link.port();
    if (port != null) {
      printer.port(port);
    }
    if (details != null) {
      printer.rest(details);
    }
    return printer.text.toString();
  }

  private void kind(@Nullable LinkInfo info) {
    if (info == null) {
      return;
    }
    text.append(lineBreak).append("    ").append(info.kind()).append(' ');
    switch (info) {
      case LinkInfo.Bridge(var options) -> bridge(options);
      case LinkInfo.Vlan vlan -> vlan(vlan);
      case LinkInfo.Veth _, LinkInfo.Other _ -> {}
    }
  }

  private void bridge(Map<BridgeOption, Long> options) {
    for (BridgeOption option : BridgeOption.values()) {
      Long value = options.get(option);
      if (value != null) {
        bridge(option, value);
      }
    }
  }

  private void bridge(BridgeOption option, long value) {
    switch (option) {
      case BRIDGE_ID, DESIGNATED_ROOT -> out.format("%s %s ", option.word(), identifier(value));
      case HELLO_TIMER, TCN_TIMER, TOPOLOGY_CHANGE_TIMER, GC_TIMER -> timer(option.word(), value);
      case GROUP_ADDRESS -> out.format("%s %s ", option.word(), LinkType.address(value));
      case GROUP_FWD_MASK -> out.format("%s %s ", option.word(), hexadecimal(value));
      case VLAN_PROTOCOL -> out.format("%s %s ", option.word(), LinkType.protocolName(value));
      case BOOLEANS ->
          out.format("no_linklocal_learn %d mcast_vlan_snooping %d ", value & 1, value >> 1 & 1);
      case FDB_FLUSH, FDB_N_LEARNED, FDB_MAX_LEARNED -> {}
      default -> out.format("%s %d ", option.word(), value);
    }
  }

  private void timer(String word, long hundredths) {
    out.format("%s %4d.%02d ", word, hundredths / 100, hundredths % 100);
  }

  private static String hexadecimal(long value) {
    return value == 0 ? "0" : "0x" + Long.toHexString(value);
  }

  private static String identifier(long value) {
    List<String> octets = new ArrayList<>();
    for (int shift = 40; shift >= 0; shift -= 8) {
      octets.add(Long.toHexString(value >>> shift & 0xff));
    }
    return "%04x.%s".formatted(value >>> 48, String.join(":", octets));
  }

  private void vlan(LinkInfo.Vlan vlan) {
    if (vlan.protocol() != null) {
      out.format("protocol %s ", LinkType.protocolName(vlan.protocol()));
    }
    if (vlan.id() != null) {
      out.format("id %d ", vlan.id());
    }
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < VLAN_FLAGS.size(); i++) {
      if ((vlan.flags() >> i & 1) != 0) {
        flags.add(VLAN_FLAGS.get(i));
      }
    }
    out.format("<%s> ", String.join(",", flags));
  }

  /** iproute2's word for the state of a port. */
  public static String state(long state) {
    return state < STATES.length ? STATES[(int) state] : "state (" + state + ")";
  }

  private void port(Map<BridgePortOption, Long> options) {
    text.append(lineBreak).append("    bridge_slave ");
    for (BridgePortOption option : BridgePortOption.values()) {
      Long value = options.get(option);
      if (value != null) {
        port(option, value);
      }
      if (option == BridgePortOption.MCAST_ROUTER) {
        Long fast = options.get(BridgePortOption.FASTLEAVE);
        out.format("mcast_fast_leave %s ", Switches.word(fast == null ? 0 : fast));
      }
    }
  }

  private void port(BridgePortOption option, long value) {
    switch (option) {
      case STATE -> out.format("state %s ", state(value));
      case PRIORITY,
          COST,
          DESIGNATED_PORT,
          DESIGNATED_COST,
          TOPOLOGY_CHANGE_ACK,
          CONFIG_PENDING,
          MCAST_ROUTER ->
          out.format("%s %d ", option.word(), value);
      case PORT_ID, PORT_NO -> out.format("%s 0x%x ", option.word(), value);
      case DESIGNATED_BRIDGE, DESIGNATED_ROOT ->
          out.format("%s %s ", option.word(), identifier(value));
      case HOLD_TIMER, MESSAGE_AGE_TIMER, FORWARD_DELAY_TIMER -> timer(option.word(), value);
      case GROUP_FWD_MASK ->
          out.format("group_fwd_mask %s group_fwd_mask_str 0x%x ", hexadecimal(value), value);
      case FDB_FLUSH -> {}
      default -> out.format("%s %s ", option.word(), Switches.word(value));
    }
  }

  private void rest(LinkDetails details) {
    out.format("addrgenmode %s ", ADDRESS_GENERATION[details.addressGeneration() & 3]);
    out.format("numtxqueues %d numrxqueues %d ", details.sendQueues(), details.receiveQueues());
    out.format("gso_max_size %d gso_max_segs %d ", details.gsoMaxSize(), details.gsoMaxSegments());
    out.format("tso_max_size %d tso_max_segs %d ", details.tsoMaxSize(), details.tsoMaxSegments());
    out.format("gro_max_size %d ", details.groMaxSize());
  }
}
