package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** One direction of a flow ({@code CTA_TUPLE_*}, {@code CTA_IP_*}, {@code CTA_PROTO_*}). */
final class TupleCodec {
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_TUPLE_ZONE = 3;

  private static final int CTA_IP_V4_SRC = 1;
  private static final int CTA_IP_V4_DST = 2;
  private static final int CTA_IP_V6_SRC = 3;
  private static final int CTA_IP_V6_DST = 4;

  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_SRC_PORT = 2;
  private static final int CTA_PROTO_DST_PORT = 3;
  private static final int CTA_PROTO_ICMP_ID = 4;
  private static final int CTA_PROTO_ICMP_TYPE = 5;
  private static final int CTA_PROTO_ICMP_CODE = 6;
  private static final int CTA_PROTO_ICMPV6_ID = 7;
  private static final int CTA_PROTO_ICMPV6_TYPE = 8;
  private static final int CTA_PROTO_ICMPV6_CODE = 9;

  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;

  private TupleCodec() {}

  static int family(ConntrackTuple tuple) {
    return RouteCodec.family(tuple.source() instanceof Ipv4Address ? 4 : 6);
  }

  /** The same tuple in a zone. */
  static ConntrackTuple inZone(ConntrackTuple tuple, int zone) {
    return new ConntrackTuple(
        tuple.source(),
        tuple.destination(),
        tuple.protocol(),
        tuple.sourcePort(),
        tuple.destinationPort(),
        zone);
  }

  /** A tuple without its zone. */
  static void encode(AttributeEncoder out, int type, ConntrackTuple tuple) {
    encode(out, type, tuple, 0);
  }

  /** A tuple, with a zone that is only this direction's. */
  static void encode(AttributeEncoder out, int type, ConntrackTuple tuple, int zone) {
    boolean v4 = tuple.source() instanceof Ipv4Address;
    AttributeEncoder.Mark mark = out.nest(type);
    AttributeEncoder.Mark ip = out.nest(CTA_TUPLE_IP);
    out.bytes(v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, tuple.source().toBytes());
    out.bytes(v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, tuple.destination().toBytes());
    out.end(ip);
    AttributeEncoder.Mark proto = out.nest(CTA_TUPLE_PROTO);
    out.u8(CTA_PROTO_NUM, tuple.protocol());
    protocol(out, tuple);
    out.end(proto);
    if (zone != 0) {
      out.be16(CTA_TUPLE_ZONE, zone);
    }
    out.end(mark);
  }

  private static void protocol(AttributeEncoder out, ConntrackTuple tuple) {
    int type = tuple.destinationPort() >>> 8;
    int code = tuple.destinationPort() & 0xff;
    switch (tuple.protocol()) {
      case IPPROTO_ICMP -> {
        out.be16(CTA_PROTO_ICMP_ID, tuple.sourcePort());
        out.u8(CTA_PROTO_ICMP_TYPE, type).u8(CTA_PROTO_ICMP_CODE, code);
      }
      case IPPROTO_ICMPV6 -> {
        out.be16(CTA_PROTO_ICMPV6_ID, tuple.sourcePort());
        out.u8(CTA_PROTO_ICMPV6_TYPE, type).u8(CTA_PROTO_ICMPV6_CODE, code);
      }
      default -> {
        out.be16(CTA_PROTO_SRC_PORT, tuple.sourcePort());
        out.be16(CTA_PROTO_DST_PORT, tuple.destinationPort());
      }
    }
  }

  static @Nullable ConntrackTuple decode(AttributeDecoder in) throws MalformedException {
    Bytes source = null;
    Bytes destination = null;
    Ports ports = new Ports(0, 0, 0);
    int zone = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_TUPLE_IP -> {
          for (AttributeDecoder ip = in.nested(); ip.next(); ) {
            switch (ip.type()) {
              case CTA_IP_V4_SRC, CTA_IP_V6_SRC -> source = ip.bytes();
              case CTA_IP_V4_DST, CTA_IP_V6_DST -> destination = ip.bytes();
              default -> {}
            }
          }
        }
        case CTA_TUPLE_PROTO -> ports = ports(in.nested());
        case CTA_TUPLE_ZONE -> zone = in.be16();
        default -> {}
      }
    }
    return new ConntrackTuple(
        Octets.address(source),
        Octets.address(destination),
        ports.protocol,
        ports.source,
        ports.destination,
        zone);
  }

  private record Ports(int protocol, int source, int destination) {}

  private static Ports ports(AttributeDecoder in) {
    int protocol = 0;
    int source = 0;
    int destination = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_PROTO_NUM -> protocol = in.u8();
        case CTA_PROTO_SRC_PORT, CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> source = in.be16();
        case CTA_PROTO_DST_PORT -> destination = in.be16();
        case CTA_PROTO_ICMP_TYPE, CTA_PROTO_ICMPV6_TYPE -> destination |= in.u8() << 8;
        case CTA_PROTO_ICMP_CODE, CTA_PROTO_ICMPV6_CODE -> destination |= in.u8();
        default -> {}
      }
    }
    return new Ports(protocol, source, destination);
  }
}
