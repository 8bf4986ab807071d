package dev.dejima.linux.netlink;

import static dev.dejima.linux.netlink.RouteCodec.RTM_DELLINK;
import static dev.dejima.linux.netlink.RouteCodec.RTM_GETLINK;
import static dev.dejima.linux.netlink.RouteCodec.RTM_NEWLINK;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.Attribute;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.LinkStatistics;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Links ({@code struct ifinfomsg} and {@code IFLA_*} of {@code linux/if_link.h}). */
final class LinkCodec {
  private static final int IFINFOMSG = 16;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINK = 5;
  private static final int IFLA_QDISC = 6;
  private static final int IFLA_STATS = 7;
  private static final int IFLA_MASTER = 10;
  private static final int IFLA_TXQLEN = 13;
  private static final int IFLA_OPERSTATE = 16;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_STATS64 = 23;
  private static final int IFLA_GROUP = 27;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_LINK_NETNSID = 37;

  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int VETH_INFO_PEER = 1;

  private final ToIntFunction<Namespace> descriptor;

  LinkCodec(ToIntFunction<Namespace> descriptor) {
    this.descriptor = descriptor;
  }

  NetlinkMessage get() {
    return new NetlinkMessage(RTM_GETLINK, 0, new byte[IFINFOMSG]);
  }

  NetlinkMessage encode(DelLink link) {
    AttributeEncoder out = header(link.index(), 0, 0);
    if (link.index() == 0) {
      out.stringIf(IFLA_IFNAME, link.name());
    }
    return new NetlinkMessage(RTM_DELLINK, 0, out.toBytes());
  }

  NetlinkMessage encode(NewLink link) {
    AttributeEncoder out = header(link.index(), link.flags(), link.change());
    attributes(out, link);
    return new NetlinkMessage(RTM_NEWLINK, Codec.bits(link.mode()), out.toBytes());
  }

  private static AttributeEncoder header(int index, int flags, int change) {
    AttributeEncoder out = new AttributeEncoder();
    header(out, index, flags, change);
    return out;
  }

  private static void header(AttributeEncoder out, int index, int flags, int change) {
    out.raw8(0).raw8(0).raw16(0).raw32(index).raw32(flags).raw32(change);
  }

  private void attributes(AttributeEncoder out, NewLink link) {
    out.stringIf(IFLA_IFNAME, link.name());
    MacAddress address = link.address();
    if (address != null) {
      out.bytes(IFLA_ADDRESS, address.toBytes());
    }
    out.u32If(IFLA_MTU, link.mtu());
    out.u32If(IFLA_TXQLEN, link.txQueueLength());
    out.u32If(IFLA_GROUP, link.group());
    Integer state = link.operState();
    if (state != null) {
      out.u8(IFLA_OPERSTATE, state);
    }
    out.stringIf(IFLA_QDISC, link.qdisc());
    out.u32If(IFLA_MASTER, link.master());
    out.u32If(IFLA_LINK, link.peer());
    out.u32If(IFLA_LINK_NETNSID, link.peerNamespace());
    Namespace namespace = link.namespace();
    if (namespace != null) {
      out.u32(IFLA_NET_NS_FD, descriptor.applyAsInt(namespace));
    }
    LinkInfo info = link.info();
    if (info != null) {
      info(out, info);
    }
    LinkStatistics statistics = link.statistics();
    if (statistics != null) {
      out.bytes(IFLA_STATS64, encode(statistics));
    }
    for (Attribute attribute : link.other()) {
      out.bytes(attribute.type(), attribute.value());
    }
  }

  private void info(AttributeEncoder out, LinkInfo info) {
    AttributeEncoder.Mark mark = out.open(IFLA_LINKINFO);
    out.bytes(IFLA_INFO_KIND, Bytes.of(info.kind().getBytes(StandardCharsets.UTF_8)));
    switch (info) {
      case LinkInfo.Veth(NewLink peer) -> {
        if (peer != null) {
          peer(out, peer);
        }
      }
      case LinkInfo.Bridge _ -> {}
      case LinkInfo.Other other -> out.bytesUnlessEmpty(IFLA_INFO_DATA, other.data());
    }
    out.end(mark);
  }

  private void peer(AttributeEncoder out, NewLink peer) {
    AttributeEncoder.Mark data = out.open(IFLA_INFO_DATA);
    AttributeEncoder.Mark mark = out.open(VETH_INFO_PEER);
    header(out, peer.index(), peer.flags(), peer.change());
    attributes(out, peer);
    out.end(mark);
    out.end(data);
  }

  static NewLink decode(byte[] payload, int flags) throws MalformedException {
    AttributeDecoder attributes = AttributeDecoder.of(payload, IFINFOMSG);
    attributes.check();
    ByteBuffer header = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    NewLink.Builder link = new NewLink.Builder().index(header.getInt(4));
    link.flags(header.getInt(8), header.getInt(12)).mode(Codec.mode(flags));
    decode(attributes, link);
    attributes.check();
    return link.build();
  }

  private static void decode(AttributeDecoder in, NewLink.Builder link) {
    List<Attribute> other = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case IFLA_IFNAME -> link.name(in.string());
        case IFLA_ADDRESS -> address(in, link, other);
        case IFLA_MTU -> link.mtu(in.u32());
        case IFLA_TXQLEN -> link.txQueueLength(in.u32());
        case IFLA_GROUP -> link.group(in.u32());
        case IFLA_OPERSTATE -> link.operState(in.u8());
        case IFLA_QDISC -> link.qdisc(in.string());
        case IFLA_MASTER -> link.master(in.u32());
        case IFLA_LINK -> link.peer(in.u32());
        case IFLA_LINK_NETNSID -> link.peerNamespace(in.u32());
        case IFLA_LINKINFO -> link.info(info(in.nested()));
        case IFLA_STATS64 -> link.statistics(statistics(in));
        case IFLA_STATS -> {} // the same, of 32 bits
        default -> other.add(new Attribute(in.type(), in.bytes()));
      }
    }
    link.other(other);
  }

  /** A tunnel's link-layer address is that of its end, not of 6 octets. */
  private static void address(AttributeDecoder in, NewLink.Builder link, List<Attribute> other) {
    Bytes octets = in.bytes();
    if (octets.length() == 6) {
      link.address(new MacAddress(octets.toLongBigEndian()));
    } else {
      other.add(new Attribute(IFLA_ADDRESS, octets));
    }
  }

  private static @Nullable LinkInfo info(AttributeDecoder in) {
    String kind = null;
    Bytes data = Bytes.EMPTY;
    NewLink peer = null;
    while (in.next()) {
      switch (in.type()) {
        case IFLA_INFO_KIND -> kind = in.string();
        case IFLA_INFO_DATA -> {
          data = in.bytes();
          peer = "veth".equals(kind) ? peer(in.nested()) : null;
        }
        default -> {}
      }
    }
    return switch (kind) {
      case null -> null;
      case "veth" -> new LinkInfo.Veth(peer);
      case "bridge" -> new LinkInfo.Bridge();
      case String other -> new LinkInfo.Other(other, data);
    };
  }

  private static @Nullable NewLink peer(AttributeDecoder in) {
    NewLink.Builder peer = null;
    while (in.next()) {
      if (in.type() == VETH_INFO_PEER) {
        peer = new NewLink.Builder().flags(in.u32(8), in.u32(12)).index(in.u32(4));
        decode(in.nested(IFINFOMSG), peer);
      }
    }
    return peer == null ? null : peer.build();
  }

  /** {@code struct rtnl_link_stats64}: the sum of the rest are details of errors. */
  private static LinkStatistics statistics(AttributeDecoder in) {
    return new LinkStatistics(
        in.u64(0),
        in.u64(8),
        in.u64(16),
        in.u64(24),
        in.u64(32),
        in.u64(40),
        in.u64(48),
        in.u64(56),
        in.u64(64),
        in.u64(72));
  }

  private static Bytes encode(LinkStatistics statistics) {
    ByteBuffer buffer = ByteBuffer.allocate(80).order(ByteOrder.nativeOrder());
    buffer.putLong(statistics.rxPackets()).putLong(statistics.txPackets());
    buffer.putLong(statistics.rxBytes()).putLong(statistics.txBytes());
    buffer.putLong(statistics.rxErrors()).putLong(statistics.txErrors());
    buffer.putLong(statistics.rxDropped()).putLong(statistics.txDropped());
    buffer.putLong(statistics.multicast()).putLong(statistics.collisions());
    return Bytes.of(buffer.array());
  }

  static DelLink decodeDeleted(byte[] payload) throws MalformedException {
    NewLink link = decode(payload, 0);
    return new DelLink(link.index(), link.name());
  }
}
