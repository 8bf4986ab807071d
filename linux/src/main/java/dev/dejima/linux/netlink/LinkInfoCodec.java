package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.BridgeOption;
import dev.dejima.kernel.rtnetlink.BridgePortOption;
import dev.dejima.kernel.rtnetlink.LinkInfo;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.packet.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What kind of link it is, and how it stands as port of a bridge ({@code IFLA_LINKINFO}). */
final class LinkInfoCodec {
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int IFLA_INFO_SLAVE_KIND = 4;
  private static final int IFLA_INFO_SLAVE_DATA = 5;
  private static final int VETH_INFO_PEER = 1;
  private static final int IFLA_VLAN_ID = 1;
  private static final int IFLA_VLAN_FLAGS = 2;
  private static final int IFLA_VLAN_PROTOCOL = 5;
  private static final int ALL_FLAGS = -1;
  private static final String BRIDGE = "bridge";

  private static final LinkOptionCodec<BridgeOption> BRIDGES =
      new LinkOptionCodec<>(BridgeOption.class);
  static final LinkOptionCodec<BridgePortOption> PORTS =
      new LinkOptionCodec<>(BridgePortOption.class);

  private LinkInfoCodec() {}

  /**
   * Writes what a link has of both.
   *
   * @param peer writes the other end of a veth
   */
  static void encode(
      AttributeEncoder out, NewLink link, BiConsumer<AttributeEncoder, NewLink> peer) {
    LinkInfo info = link.info();
    if (info != null) {
      kind(out, IFLA_INFO_KIND, info.kind());
      data(out, info, peer);
    }
    Map<BridgePortOption, Long> port = link.port();
    if (port != null) {
      kind(out, IFLA_INFO_SLAVE_KIND, BRIDGE);
      AttributeEncoder.Mark mark = out.nest(IFLA_INFO_SLAVE_DATA);
      PORTS.encode(out, port);
      out.end(mark);
    }
  }

  private static void kind(AttributeEncoder out, int type, String kind) {
    out.bytes(type, Bytes.of(kind.getBytes(StandardCharsets.UTF_8)));
  }

  private static void data(
      AttributeEncoder out, LinkInfo info, BiConsumer<AttributeEncoder, NewLink> writePeer) {
    switch (info) {
      case LinkInfo.Veth(NewLink peer) -> {
        if (peer != null) {
          AttributeEncoder.Mark data = out.open(IFLA_INFO_DATA);
          AttributeEncoder.Mark mark = out.open(VETH_INFO_PEER);
          writePeer.accept(out, peer);
          out.end(mark);
          out.end(data);
        }
      }
      case LinkInfo.Bridge(Map<BridgeOption, Long> options) -> {
        if (!options.isEmpty()) {
          AttributeEncoder.Mark data = out.open(IFLA_INFO_DATA);
          BRIDGES.encode(out, options);
          out.end(data);
        }
      }
      case LinkInfo.Vlan(Integer id, Integer protocol, int flags) -> {
        AttributeEncoder.Mark data = out.open(IFLA_INFO_DATA);
        if (id != null) {
          out.u16(IFLA_VLAN_ID, id);
        }
        if (protocol != null) {
          out.be16(IFLA_VLAN_PROTOCOL, protocol);
        }
        if (flags != 0) {
          AttributeEncoder.Mark mark = out.open(IFLA_VLAN_FLAGS);
          out.raw32(flags).raw32(ALL_FLAGS).end(mark);
        }
        out.end(data);
      }
      case LinkInfo.Other other -> out.bytesUnlessEmpty(IFLA_INFO_DATA, other.data());
    }
  }

  /**
   * Reads what there is of both.
   *
   * @param peer reads the other end of a veth
   */
  static void decode(
      AttributeDecoder in, NewLink.Builder link, Function<AttributeDecoder, NewLink> peer) {
    String kind = "";
    String master = "";
    while (in.next()) {
      switch (in.type()) {
        case IFLA_INFO_KIND -> {
          kind = in.string();
          link.info(info(kind, null, peer));
        }
        case IFLA_INFO_DATA -> link.info(info(kind, in, peer));
        case IFLA_INFO_SLAVE_KIND -> master = in.string();
        case IFLA_INFO_SLAVE_DATA -> {
          if (master.equals(BRIDGE)) {
            link.port(PORTS.decode(in.nested()));
          }
        }
        default -> {}
      }
    }
  }

  private static LinkInfo info(
      String kind, @Nullable AttributeDecoder data, Function<AttributeDecoder, NewLink> peer) {
    return switch (kind) {
      case "veth" -> new LinkInfo.Veth(data == null ? null : peer(data.nested(), peer));
      case BRIDGE -> new LinkInfo.Bridge(data == null ? Map.of() : BRIDGES.decode(data.nested()));
      case "vlan" -> data == null ? new LinkInfo.Vlan(null, null, 0) : vlan(data.nested());
      default -> new LinkInfo.Other(kind, data == null ? Bytes.EMPTY : data.bytes());
    };
  }

  private static @Nullable NewLink peer(
      AttributeDecoder in, Function<AttributeDecoder, NewLink> read) {
    NewLink peer = null;
    while (in.next()) {
      if (in.type() == VETH_INFO_PEER) {
        peer = read.apply(in);
      }
    }
    return peer;
  }

  private static LinkInfo vlan(AttributeDecoder in) {
    Integer id = null;
    Integer protocol = null;
    int flags = 0;
    while (in.next()) {
      switch (in.type()) {
        case IFLA_VLAN_ID -> id = in.u16();
        case IFLA_VLAN_PROTOCOL -> protocol = in.be16();
        case IFLA_VLAN_FLAGS -> flags = in.u32(0);
        default -> {}
      }
    }
    return new LinkInfo.Vlan(id, protocol, flags);
  }
}
