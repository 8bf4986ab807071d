package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.FoundRoute;
import dev.dejima.kernel.rtnetlink.GetRoute;
import dev.dejima.kernel.rtnetlink.GetRoutes;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/** Routes ({@code struct rtmsg} and {@code RTA_*} of {@code linux/rtnetlink.h}). */
final class RouteEntryCodec {
  private static final int RTMSG = 12;
  private static final int RT_SCOPE_NOWHERE = 255;
  private static final int RT_TABLE_COMPAT = 252;

  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_TABLE = 15;
  private static final int RTA_SRC = 2;
  private static final int RTA_IIF = 3;
  private static final int RTA_MARK = 16;
  private static final int RTA_UID = 25;
  private static final int RTA_IP_PROTO = 27;
  private static final int RTA_SPORT = 28;
  private static final int RTA_DPORT = 29;
  private static final int RTM_F_CLONED = 0x200;
  private static final int RTM_F_LOOKUP_TABLE = 0x1000;
  private static final int RTM_F_FIB_MATCH = 0x2000;

  private static final int CACHE_FLAGS =
      FoundRoute.LOCAL | FoundRoute.BROADCAST | FoundRoute.MULTICAST | FoundRoute.REDIRECT;

  private RouteEntryCodec() {}

  /** Without strict checking the kernel answers with all tables: the caller picks. */
  static NetlinkMessage get(GetRoutes get) {
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(RouteCodec.family(get.version())).raw8(0).raw8(0).raw8(0).raw32(0).raw32(0);
    out.u32If(RTA_TABLE, get.table() == 0 ? null : get.table());
    return new NetlinkMessage(RouteCodec.RTM_GETROUTE, 0, out.toBytes());
  }

  /** Asks for one route, as {@code ip route get} does. */
  static NetlinkMessage get(GetRoute get) {
    IpAddress source = get.source();
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(RouteCodec.family(get.destination() instanceof Ipv4Address ? 4 : 6));
    out.raw8(get.destination().bits()).raw8(source == null ? 0 : source.bits()).raw8(get.tos());
    out.raw32(0).raw32(get.whole() ? RTM_F_FIB_MATCH : RTM_F_LOOKUP_TABLE);
    out.bytes(RTA_DST, get.destination().toBytes());
    address(out, RTA_SRC, source);
    out.u32If(RTA_IIF, get.input() == 0 ? null : get.input());
    out.u32If(RTA_OIF, get.output() == 0 ? null : get.output());
    out.u32If(RTA_MARK, get.mark() == 0 ? null : get.mark());
    if (get.protocol() != 0) {
      out.u8(RTA_IP_PROTO, get.protocol());
    }
    if (get.sourcePort() != 0) {
      out.be16(RTA_SPORT, get.sourcePort());
    }
    if (get.destinationPort() != 0) {
      out.be16(RTA_DPORT, get.destinationPort());
    }
    return new NetlinkMessage(RouteCodec.RTM_GETROUTE, 0, out.toBytes());
  }

  static @Nullable FoundRoute decodeFound(byte[] payload) throws MalformedException {
    NewRoute route = decode(payload, 0);
    if (route == null) {
      return null;
    }
    IpAddress source = null;
    int input = 0;
    int mark = 0;
    long uid = FoundRoute.NOBODY;
    AttributeDecoder in = AttributeDecoder.of(payload, RTMSG);
    while (in.next()) {
      switch (in.type()) {
        case RTA_SRC -> source = Octets.address(in.bytes());
        case RTA_IIF -> input = in.u32();
        case RTA_MARK -> mark = in.u32();
        case RTA_UID -> uid = in.u32();
        default -> {}
      }
    }
    in.check();
    int flags = route.flags();
    return new FoundRoute(
        route, source, input, mark, uid, flags & CACHE_FLAGS, (flags & RTM_F_CLONED) != 0);
  }

  static NetlinkMessage encode(NewRoute route) {
    byte[] payload =
        encode(
            route.destination(),
            route.gateway(),
            route.device(),
            route.preferredSource(),
            route.metric(),
            route.table(),
            route.protocol(),
            route.scope(),
            route.type(),
            route.flags());
    return new NetlinkMessage(RouteCodec.RTM_NEWROUTE, Codec.bits(route.mode()), payload);
  }

  /** A scope that is not given is {@code RT_SCOPE_NOWHERE}, as in fib_table_delete(). */
  static NetlinkMessage encode(DelRoute route) {
    byte[] payload =
        encode(
            route.destination(),
            route.gateway(),
            route.device(),
            route.preferredSource(),
            route.metric(),
            route.table(),
            route.protocol(),
            route.scope() == 0 ? RT_SCOPE_NOWHERE : route.scope(),
            route.type(),
            0);
    return new NetlinkMessage(RouteCodec.RTM_DELROUTE, 0, payload);
  }

  private static byte[] encode(
      Prefix destination,
      @Nullable IpAddress gateway,
      int device,
      @Nullable IpAddress source,
      int metric,
      int table,
      int protocol,
      int scope,
      RouteType type,
      int flags) {
    int family = RouteCodec.family(destination.address() instanceof Ipv4Address ? 4 : 6);
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(family).raw8(destination.length()).raw8(0).raw8(0);
    out.raw8(table > 0xff ? RT_TABLE_COMPAT : table).raw8(protocol).raw8(scope);
    out.raw8(type.ordinal()).raw32(flags);
    if (destination.length() > 0) {
      out.bytes(RTA_DST, destination.address().toBytes());
    }
    address(out, RTA_GATEWAY, gateway);
    out.u32If(RTA_OIF, device == 0 ? null : device);
    address(out, RTA_PREFSRC, source);
    out.u32If(RTA_PRIORITY, metric == 0 ? null : metric);
    out.u32If(RTA_TABLE, table > 0xff ? table : null);
    return out.toBytes();
  }

  private static void address(AttributeEncoder out, int type, @Nullable IpAddress address) {
    if (address != null) {
      out.bytes(type, address.toBytes());
    }
  }

  static @Nullable NewRoute decode(byte[] payload, int mode) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(payload, RTMSG);
    in.check();
    int family = payload[0] & 0xff;
    if (family != RouteCodec.family(4) && family != RouteCodec.family(6)) {
      return null; // of MPLS, or of multicast forwarding
    }
    Bytes destination = null;
    Bytes gateway = null;
    Bytes source = null;
    int device = 0;
    int metric = 0;
    int table = payload[4] & 0xff;
    while (in.next()) {
      switch (in.type()) {
        case RTA_DST -> destination = in.bytes();
        case RTA_GATEWAY -> gateway = in.bytes();
        case RTA_PREFSRC -> source = in.bytes();
        case RTA_OIF -> device = in.u32();
        case RTA_PRIORITY -> metric = in.u32();
        case RTA_TABLE -> table = in.u32();
        default -> {}
      }
    }
    in.check();
    IpAddress any = family == RouteCodec.family(4) ? Ipv4Address.ANY : Ipv6Address.ANY;
    return new NewRoute(
        Octets.prefix(destination == null ? any : Octets.address(destination), payload[1] & 0xff),
        gateway == null ? null : Octets.address(gateway),
        device,
        source == null ? null : Octets.address(source),
        metric,
        table,
        payload[5] & 0xff,
        payload[6] & 0xff,
        type(payload[7] & 0xff),
        (int) Octets.u32(payload, 8),
        Codec.mode(mode));
  }

  private static RouteType type(int number) {
    return number < RouteType.values().length ? RouteType.values()[number] : RouteType.UNSPEC;
  }

  static @Nullable DelRoute decodeDeleted(byte[] payload) throws MalformedException {
    NewRoute route = decode(payload, 0);
    if (route == null) {
      return null;
    }
    return new DelRoute(
        route.destination(),
        route.gateway(),
        route.device(),
        route.preferredSource(),
        route.metric(),
        route.table(),
        route.protocol(),
        route.scope(),
        route.type());
  }
}
