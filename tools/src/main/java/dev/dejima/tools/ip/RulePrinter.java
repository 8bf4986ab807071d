package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.PortRange;
import dev.dejima.packet.Prefix;
import dev.dejima.packet.ProtocolNames;
import org.jspecify.annotations.Nullable;

/** Rules as {@code ip rule} prints them (iproute2's {@code iprule.c}). */
final class RulePrinter {
  private static final int KERNEL = 2;

  private RulePrinter() {}

  static String print(RoutingRule rule) {
    StringBuilder text = new StringBuilder();
    text.append(rule.priority()).append(":\t").append(rule.inverted() ? "not " : "");
    text.append("from ").append(rule.source() == null ? "all" : prefix(rule.source()));
    if (rule.destination() != null) {
      text.append(" to ").append(prefix(rule.destination()));
    }
    if (rule.tos() != 0) {
      text.append(" tos ").append("0x%02x".formatted(rule.tos()));
    }
    if (rule.mark() != 0 || rule.mask() != 0) {
      text.append(" fwmark 0x").append(Integer.toHexString(rule.mark()));
      text.append(rule.mask() == -1 ? "" : "/0x" + Integer.toHexString(rule.mask()));
    }
    device(text, " iif ", rule.input(), rule.flags() & RoutingRule.INPUT_DETACHED);
    device(text, " oif ", rule.output(), rule.flags() & RoutingRule.OUTPUT_DETACHED);
    if (rule.protocol() != 0) {
      int protocol = rule.protocol();
      text.append(" ipproto ");
      text.append(ProtocolNames.table().name(protocol).orElse(Integer.toString(protocol)));
    }
    ports(text, " sport ", rule.sourcePorts());
    ports(text, " dport ", rule.destinationPorts());
    if (rule.table() != 0) {
      text.append(" lookup ").append(RouteNames.tableName(rule.table()));
    }
    if (rule.suppressedLength() != RoutingRule.UNSET) {
      text.append(" suppress_prefixlength ").append(rule.suppressedLength());
    }
    action(text, rule);
    if (rule.origin() != KERNEL && rule.origin() != 0) {
      text.append(" proto ").append(RouteNames.protocolName(rule.origin()));
    }
    return text.toString();
  }

  private static void action(StringBuilder text, RoutingRule rule) {
    switch (rule.action()) {
      case LOOKUP, UNSPEC -> {}
      case GOTO -> {
        text.append(" goto ").append(rule.target());
        text.append((rule.flags() & RoutingRule.UNRESOLVED) != 0 ? " [unresolved]" : "");
      }
      case NOP -> text.append(" nop");
      case BLACKHOLE -> text.append(" blackhole");
      case UNREACHABLE -> text.append(" unreachable");
      case PROHIBIT -> text.append(" prohibit");
    }
  }

  private static String prefix(Prefix prefix) {
    boolean host = prefix.length() == prefix.address().bits();
    return host ? prefix.address().toString() : prefix.toString();
  }

  private static void device(StringBuilder text, String word, @Nullable String name, int gone) {
    if (name != null) {
      text.append(word).append(name).append(gone != 0 ? " [detached]" : "");
    }
  }

  private static void ports(StringBuilder text, String word, @Nullable PortRange ports) {
    if (ports != null) {
      text.append(word).append(ports.first());
      text.append(ports.last() == ports.first() ? "" : "-" + ports.last());
    }
  }
}
