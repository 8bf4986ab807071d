package dev.dejima.linux.netlink;

import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tracked connections ({@code CTA_*} of {@code linux/netfilter/nfnetlink_conntrack.h}). */
public final class ConntrackCodec implements Codec<ConntrackMessage> {
  private static final int IPCTNL_MSG_CT_NEW = 0;
  private static final int IPCTNL_MSG_CT_GET = 1;
  private static final int IPCTNL_MSG_CT_DELETE = 2;

  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_STATUS = 3;
  private static final int CTA_PROTOINFO = 4;
  private static final int CTA_TIMEOUT = 7;
  private static final int CTA_MARK = 8;
  private static final int CTA_COUNTERS_ORIG = 9;
  private static final int CTA_COUNTERS_REPLY = 10;
  private static final int CTA_USE = 11;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;

  private static final int CTA_PROTOINFO_TCP = 1;
  private static final int CTA_PROTOINFO_TCP_STATE = 1;
  private static final int CTA_COUNTERS_PACKETS = 1;
  private static final int CTA_COUNTERS_BYTES = 2;

  @Override
  public int protocol() {
    return Nfnetlink.NETLINK_NETFILTER;
  }

  @Override
  public List<NetlinkMessage> encode(ConntrackMessage message) {
    return List.of(
        switch (message) {
          case GetConntracks get ->
              message(IPCTNL_MSG_CT_GET, 0, Nfnetlink.payload(RouteCodec.family(get.version()), 0));
          case DelConntrack del -> message(IPCTNL_MSG_CT_DELETE, 0, encode(del.original()));
          case NewConntrack entry -> message(IPCTNL_MSG_CT_NEW, CREATE_OR_REPLACE, encode(entry));
        });
  }

  private static final int CREATE_OR_REPLACE = 0x400 | 0x100;

  private static NetlinkMessage message(int type, int flags, AttributeEncoder payload) {
    return Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_CTNETLINK, type, flags, payload);
  }

  private static AttributeEncoder encode(@Nullable ConntrackTuple original) {
    if (original == null) {
      return Nfnetlink.payload(0, 0);
    }
    AttributeEncoder out = Nfnetlink.payload(family(original), 0);
    TupleCodec.encode(out, CTA_TUPLE_ORIG, original);
    return out;
  }

  private static int family(ConntrackTuple tuple) {
    return switch (tuple.source()) {
      case Ipv4Address _ -> RouteCodec.family(4);
      case Ipv6Address _ -> RouteCodec.family(6);
    };
  }

  private static AttributeEncoder encode(NewConntrack entry) {
    AttributeEncoder out = encode(entry.original());
    TupleCodec.encode(out, CTA_TUPLE_REPLY, entry.reply());
    out.be32(CTA_STATUS, entry.status()).be32(CTA_TIMEOUT, (int) entry.timeout());
    out.be32Unless0(CTA_MARK, entry.mark());
    Integer state = entry.tcpState();
    if (state != null) {
      AttributeEncoder.Mark info = out.nest(CTA_PROTOINFO);
      AttributeEncoder.Mark tcp = out.nest(CTA_PROTOINFO_TCP);
      out.u8(CTA_PROTOINFO_TCP_STATE, state);
      out.end(tcp);
      out.end(info);
    }
    counters(out, CTA_COUNTERS_ORIG, entry.originalCounters());
    counters(out, CTA_COUNTERS_REPLY, entry.replyCounters());
    out.be32Unless0(CTA_USE, entry.use());
    out.be32Unless0(CTA_ID, entry.id());
    if (entry.zone() != 0) {
      out.be16(CTA_ZONE, entry.zone());
    }
    return out;
  }

  private static void counters(
      AttributeEncoder out, int type, NewConntrack.@Nullable Counters counters) {
    if (counters != null) {
      AttributeEncoder.Mark mark = out.nest(type);
      out.be64(CTA_COUNTERS_PACKETS, counters.packets());
      out.be64(CTA_COUNTERS_BYTES, counters.bytes()).end(mark);
    }
  }

  @Override
  public @Nullable ConntrackMessage decode(NetlinkMessage message) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(message.payload(), Nfnetlink.NFGENMSG);
    in.check();
    if (message.type() >>> 8 != Nfnetlink.NFNL_SUBSYS_CTNETLINK) {
      return null;
    }
    return switch (message.type() & 0xff) {
      case IPCTNL_MSG_CT_NEW -> decode(in);
      case IPCTNL_MSG_CT_DELETE ->
          message.payload().length == Nfnetlink.NFGENMSG
              ? new DelConntrack(null)
              : new DelConntrack(decodeOriginal(in));
      default -> null;
    };
  }

  private static ConntrackTuple decodeOriginal(AttributeDecoder in) throws MalformedException {
    ConntrackTuple original = null;
    while (in.next()) {
      if (in.type() == CTA_TUPLE_ORIG) {
        original = TupleCodec.decode(in.nested());
      }
    }
    in.check();
    return present(original);
  }

  private static NewConntrack decode(AttributeDecoder in) throws MalformedException {
    ConntrackTuple original = null;
    ConntrackTuple reply = null;
    int id = 0;
    int status = 0;
    long timeout = 0;
    Integer tcpState = null;
    int mark = 0;
    int zone = 0;
    int use = 0;
    NewConntrack.Counters originalCounters = null;
    NewConntrack.Counters replyCounters = null;
    while (in.next()) {
      switch (in.type()) {
        case CTA_TUPLE_ORIG -> original = TupleCodec.decode(in.nested());
        case CTA_TUPLE_REPLY -> reply = TupleCodec.decode(in.nested());
        case CTA_ID -> id = in.be32();
        case CTA_STATUS -> status = in.be32();
        case CTA_TIMEOUT -> timeout = Integer.toUnsignedLong(in.be32());
        case CTA_PROTOINFO -> tcpState = tcpState(in.nested());
        case CTA_MARK -> mark = in.be32();
        case CTA_USE -> use = in.be32();
        case CTA_ZONE -> zone = in.be16();
        case CTA_COUNTERS_ORIG -> originalCounters = counters(in.nested());
        case CTA_COUNTERS_REPLY -> replyCounters = counters(in.nested());
        default -> {}
      }
    }
    in.check();
    return new NewConntrack(
        present(original),
        present(reply),
        id,
        status,
        timeout,
        tcpState,
        mark,
        zone,
        originalCounters,
        replyCounters,
        use);
  }

  private static ConntrackTuple present(@Nullable ConntrackTuple tuple) throws MalformedException {
    if (tuple == null) {
      throw new MalformedException("a connection without a tuple");
    }
    return tuple;
  }

  private static @Nullable Integer tcpState(AttributeDecoder in) {
    Integer state = null;
    while (in.next()) {
      if (in.type() == CTA_PROTOINFO_TCP) {
        for (AttributeDecoder tcp = in.nested(); tcp.next(); ) {
          if (tcp.type() == CTA_PROTOINFO_TCP_STATE) {
            state = tcp.u8();
          }
        }
      }
    }
    return state;
  }

  private static NewConntrack.Counters counters(AttributeDecoder in) {
    long packets = 0;
    long bytes = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_COUNTERS_PACKETS -> packets = in.be64();
        case CTA_COUNTERS_BYTES -> bytes = in.be64();
        default -> {}
      }
    }
    return new NewConntrack.Counters(packets, bytes);
  }

  @Override
  public List<Integer> groups(Group group) {
    return switch (group) {
      case CONNTRACK_NEW -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_NEW);
      case CONNTRACK_UPDATE -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_UPDATE);
      case CONNTRACK_DESTROY -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_DESTROY);
      case LINK, ADDRESS, ROUTE, NEIGHBOUR, NFTABLES, NFTRACE -> List.of();
    };
  }

  @Override
  public String typeName(int type) {
    return switch (type & 0xff) {
      case IPCTNL_MSG_CT_NEW -> "IPCTNL_MSG_CT_NEW";
      case IPCTNL_MSG_CT_GET -> "IPCTNL_MSG_CT_GET";
      case IPCTNL_MSG_CT_DELETE -> "IPCTNL_MSG_CT_DELETE";
      default -> "IPCTNL_MSG_" + (type & 0xff);
    };
  }
}
