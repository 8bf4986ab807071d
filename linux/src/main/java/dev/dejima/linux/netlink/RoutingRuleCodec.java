package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.GetRoutingRules;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.kernel.rtnetlink.RoutingRule.Action;
import dev.dejima.kernel.rtnetlink.RoutingRule.PortRange;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Rules of policy routing ({@code struct fib_rule_hdr} of {@code linux/fib_rules.h}). */
final class RoutingRuleCodec {
  private static final int FIB_RULE_HDR = 12;
  private static final int FIB_RULE_INVERT = 2;
  private static final int RT_TABLE_COMPAT = 252;
  private static final int UNSET = RoutingRule.UNSET;

  private static final int FRA_DST = 1;
  private static final int FRA_SRC = 2;
  private static final int FRA_IIFNAME = 3;
  private static final int FRA_GOTO = 4;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_SUPPRESS_PREFIXLEN = 14;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_OIFNAME = 17;
  private static final int FRA_PROTOCOL = 21;
  private static final int FRA_IP_PROTO = 22;
  private static final int FRA_SPORT_RANGE = 23;
  private static final int FRA_DPORT_RANGE = 24;

  private RoutingRuleCodec() {}

  static NetlinkMessage get(GetRoutingRules get) {
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(RouteCodec.family(get.version())).raw8(0).raw16(0).raw32(0).raw32(0);
    return new NetlinkMessage(RouteCodec.RTM_GETRULE, 0, out.toBytes());
  }

  static NetlinkMessage encode(int type, RoutingRule rule, int mode) {
    AttributeEncoder out = new AttributeEncoder();
    Prefix source = rule.source();
    Prefix destination = rule.destination();
    out.raw8(RouteCodec.family(rule.version())).raw8(length(destination)).raw8(length(source));
    out.raw8(rule.tos()).raw8(rule.table() > 0xff ? RT_TABLE_COMPAT : rule.table()).raw16(0);
    out.raw8(rule.action().number()).raw32(rule.inverted() ? FIB_RULE_INVERT : 0);
    prefix(out, FRA_DST, destination);
    prefix(out, FRA_SRC, source);
    out.u32If(FRA_PRIORITY, rule.priority() == UNSET ? null : (int) rule.priority());
    if (rule.mark() != 0 || rule.mask() != 0) {
      out.u32(FRA_FWMARK, rule.mark()).u32(FRA_FWMASK, rule.mask());
    }
    out.stringIf(FRA_IIFNAME, rule.input()).stringIf(FRA_OIFNAME, rule.output());
    if (rule.protocol() != 0) {
      out.u8(FRA_IP_PROTO, rule.protocol());
    }
    ports(out, FRA_SPORT_RANGE, rule.sourcePorts());
    ports(out, FRA_DPORT_RANGE, rule.destinationPorts());
    out.u32If(FRA_TABLE, rule.table() == 0 ? null : rule.table());
    out.u32If(FRA_GOTO, rule.action() == Action.GOTO ? (int) rule.target() : null);
    int suppressed = rule.suppressedLength();
    out.u32If(FRA_SUPPRESS_PREFIXLEN, suppressed == UNSET ? null : suppressed);
    if (rule.origin() != 0) {
      out.u8(FRA_PROTOCOL, rule.origin());
    }
    return new NetlinkMessage(type, mode, out.toBytes());
  }

  private static int length(@Nullable Prefix prefix) {
    return prefix == null ? 0 : prefix.length();
  }

  private static void prefix(AttributeEncoder out, int type, @Nullable Prefix prefix) {
    if (prefix != null) {
      out.bytes(type, prefix.address().toBytes());
    }
  }

  /** A {@code struct fib_rule_port_range}. */
  private static void ports(AttributeEncoder out, int type, @Nullable PortRange ports) {
    if (ports != null) {
      AttributeEncoder range = new AttributeEncoder().raw16(ports.first()).raw16(ports.last());
      out.bytes(type, Bytes.of(range.toBytes()));
    }
  }

  static RoutingRule decode(byte[] payload) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, FIB_RULE_HDR);
    in.check();
    Bytes source = null;
    Bytes destination = null;
    String input = null;
    String output = null;
    long priority = 0;
    int mark = 0;
    int mask = 0;
    int protocol = 0;
    PortRange sourcePorts = null;
    PortRange destinationPorts = null;
    int table = payload[4] & 0xff;
    long target = 0;
    int suppressed = UNSET;
    int origin = 0;
    while (in.next()) {
      switch (in.type()) {
        case FRA_DST -> destination = in.bytes();
        case FRA_SRC -> source = in.bytes();
        case FRA_IIFNAME -> input = in.string();
        case FRA_OIFNAME -> output = in.string();
        case FRA_PRIORITY -> priority = Integer.toUnsignedLong(in.u32());
        case FRA_FWMARK -> mark = in.u32();
        case FRA_FWMASK -> mask = in.u32();
        case FRA_IP_PROTO -> protocol = in.u8();
        case FRA_SPORT_RANGE -> sourcePorts = ports(in);
        case FRA_DPORT_RANGE -> destinationPorts = ports(in);
        case FRA_TABLE -> table = in.u32();
        case FRA_GOTO -> target = Integer.toUnsignedLong(in.u32());
        case FRA_SUPPRESS_PREFIXLEN -> suppressed = in.u32();
        case FRA_PROTOCOL -> origin = in.u8();
        default -> {}
      }
    }
    in.check();
    int version = (payload[0] & 0xff) == RouteCodec.family(4) ? 4 : 6;
    int flags = (int) Octets.u32(payload, 8);
    return new RoutingRule(
        version,
        priority,
        (flags & FIB_RULE_INVERT) != 0,
        prefix(version, source, payload[2] & 0xff),
        prefix(version, destination, payload[1] & 0xff),
        payload[3] & 0xff,
        mark,
        mask,
        input,
        output,
        protocol,
        sourcePorts,
        destinationPorts,
        Action.of(payload[7] & 0xff),
        table,
        target,
        suppressed,
        origin,
        flags & ~FIB_RULE_INVERT);
  }

  private static PortRange ports(AttributeDecoder in) {
    int both = in.u32(0);
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? new PortRange(both >>> 16, both & 0xffff)
        : new PortRange(both & 0xffff, both >>> 16);
  }

  private static @Nullable Prefix prefix(int version, @Nullable Bytes address, int length)
      throws MalformedException {
    if (address == null && length == 0) {
      return null;
    }
    IpAddress any = version == 4 ? Ipv4Address.ANY : Ipv6Address.ANY;
    return Octets.prefix(address == null ? any : Octets.address(address), length);
  }
}
