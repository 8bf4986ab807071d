package dev.dejima.linux.netlink;

import static dev.dejima.linux.netlink.RouteCodec.RTM_DELLINK;
import static dev.dejima.linux.netlink.RouteCodec.RTM_GETLINK;
import static dev.dejima.linux.netlink.RouteCodec.RTM_NEWLINK;
import static dev.dejima.linux.netlink.RouteCodec.RTM_SETLINK;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.Attribute;
import dev.dejima.kernel.rtnetlink.DelLink;
import dev.dejima.kernel.rtnetlink.LinkDetails;
import dev.dejima.kernel.rtnetlink.LinkStatistics;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.SetBridgePort;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

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
  private static final int IFLA_PROTINFO = 12;
  private static final int IFLA_TXQLEN = 13;
  private static final int IFLA_OPERSTATE = 16;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_STATS64 = 23;
  private static final int IFLA_GROUP = 27;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_LINK_NETNSID = 37;

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

  NetlinkMessage encode(SetBridgePort port) {
    AttributeEncoder out = new AttributeEncoder();
    out.raw8(FdbCodec.AF_BRIDGE).raw8(0).raw16(0).raw32(port.index()).raw32(0).raw32(0);
    AttributeEncoder.Mark mark = out.nest(IFLA_PROTINFO);
    LinkInfoCodec.PORTS.encode(out, port.options());
    out.end(mark);
    return new NetlinkMessage(RTM_SETLINK, 0, out.toBytes());
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
    if (link.info() != null || link.port() != null) {
      AttributeEncoder.Mark mark = out.open(IFLA_LINKINFO);
      LinkInfoCodec.encode(out, link, this::peer);
      out.end(mark);
    }
    LinkDetails details = link.details();
    if (details != null) {
      LinkDetailsCodec.encode(out, details);
    }
    LinkStatistics statistics = link.statistics();
    if (statistics != null) {
      out.bytes(IFLA_STATS64, encode(statistics));
    }
    for (Attribute attribute : link.other()) {
      out.bytes(attribute.type(), attribute.value());
    }
  }

  private void peer(AttributeEncoder out, NewLink peer) {
    header(out, peer.index(), peer.flags(), peer.change());
    attributes(out, peer);
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
    LinkDetailsCodec details = new LinkDetailsCodec();
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
        case IFLA_LINKINFO -> LinkInfoCodec.decode(in.nested(), link, LinkCodec::peer);
        case IFLA_STATS64 -> link.statistics(statistics(in));
        case IFLA_STATS -> {} // the same, of 32 bits
        default -> {
          if (!details.read(in)) {
            other.add(new Attribute(in.type(), in.bytes()));
          }
        }
      }
    }
    link.details(details.details()).other(other);
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

  private static NewLink peer(AttributeDecoder in) {
    NewLink.Builder peer = new NewLink.Builder().flags(in.u32(8), in.u32(12)).index(in.u32(4));
    decode(in.nested(IFINFOMSG), peer);
    return peer.build();
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
