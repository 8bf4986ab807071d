package dev.dejima.linux.netlink;

import dev.dejima.packet.Bytes;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints messages as they pass, decoded; see the package's description. */
public final class Debug {
  private static final int NLM_F_ECHO = 0x8;

  /** Whether the switch is on. */
  private static final boolean ON = on();

  private final Codec<?> codec;
  private final String namespace;
  private final PrintStream out;

  /**
   * A printer of one socket's messages.
   *
   * @param namespace whose socket it is
   */
  public Debug(Codec<?> codec, String namespace) {
    this(codec, namespace, System.err);
  }

  Debug(Codec<?> codec, String namespace, PrintStream out) {
    this.codec = codec;
    this.namespace = namespace;
    this.out = out;
  }

  private static boolean on() {
    String property = System.getProperty("DEJIMA_DEBUG", System.getenv("DEJIMA_DEBUG"));
    return property != null && List.of(property.split(",")).contains("netlink");
  }

  void sent(NetlinkMessage message) {
    if (ON) {
      out.println(describe(">", message));
    }
  }

  void received(NetlinkMessage message) {
    if (ON) {
      out.println(describe("<", message));
    }
  }

  /**
   * One line: direction, namespace, header, and the record or, where none is for it, the octets.
   */
  String describe(String direction, NetlinkMessage message) {
    return "%s %s %s %s seq %d len %d %s"
        .formatted(
            direction,
            namespace.isEmpty() ? "-" : namespace,
            typeName(message.type()),
            flags(message),
            message.sequence(),
            message.size(),
            content(message));
  }

  private String typeName(int type) {
    return switch (type) {
      case NetlinkMessage.NLMSG_NOOP -> "NLMSG_NOOP";
      case NetlinkMessage.NLMSG_ERROR -> "NLMSG_ERROR";
      case NetlinkMessage.NLMSG_DONE -> "NLMSG_DONE";
      case NetlinkMessage.NLMSG_OVERRUN -> "NLMSG_OVERRUN";
      default -> codec.typeName(type);
    };
  }

  private static String flags(NetlinkMessage message) {
    List<String> names = new ArrayList<>();
    int flags = message.flags();
    boolean request = (flags & NetlinkMessage.NLM_F_REQUEST) != 0;
    name(names, flags, NetlinkMessage.NLM_F_REQUEST, "REQUEST");
    name(names, flags, NetlinkMessage.NLM_F_MULTI, "MULTI");
    name(names, flags, NetlinkMessage.NLM_F_ACK, "ACK");
    name(names, flags, NLM_F_ECHO, "ECHO");
    name(names, flags, NetlinkMessage.NLM_F_DUMP_INTR, "DUMP_INTR");
    if (message.type() == NetlinkMessage.NLMSG_ERROR
        || message.type() == NetlinkMessage.NLMSG_DONE) {
      name(names, flags, NetlinkMessage.NLM_F_CAPPED, "CAPPED");
      name(names, flags, NetlinkMessage.NLM_F_ACK_TLVS, "ACK_TLVS");
    } else if (request && (flags & NetlinkMessage.NLM_F_DUMP) == NetlinkMessage.NLM_F_DUMP) {
      names.add("DUMP");
    } else {
      Codec.mode(flags).forEach(flag -> names.add(flag.name()));
    }
    return names.isEmpty() ? "0" : String.join("|", names);
  }

  private static void name(List<String> names, int flags, int flag, String name) {
    if ((flags & flag) != 0) {
      names.add(name);
    }
  }

  private String content(NetlinkMessage message) {
    try {
      if (message.type() < NetlinkMessage.NLMSG_MIN_TYPE) {
        Acknowledgement ack = Acknowledgement.decode(message);
        return ack.refusal() ? ack.toString() : "ok";
      }
      Object record = codec.decode(message);
      return record != null ? record.toString() : Bytes.of(message.payload()).toHex();
    } catch (MalformedException e) {
      return Bytes.of(message.payload()).toHex() + " (" + e.getMessage() + ")";
    }
  }
}
