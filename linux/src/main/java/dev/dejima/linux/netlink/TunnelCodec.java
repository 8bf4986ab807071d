package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.TunnelObject.GeneveOption;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tunnel objects hold ({@code NFTA_TUNNEL_KEY_*}). */
final class TunnelCodec {
  private static final int NFTA_TUNNEL_KEY_ID = 1;
  private static final int NFTA_TUNNEL_KEY_IP = 2;
  private static final int NFTA_TUNNEL_KEY_IP6 = 3;
  private static final int NFTA_TUNNEL_KEY_FLAGS = 4;
  private static final int NFTA_TUNNEL_KEY_TOS = 5;
  private static final int NFTA_TUNNEL_KEY_TTL = 6;
  private static final int NFTA_TUNNEL_KEY_SPORT = 7;
  private static final int NFTA_TUNNEL_KEY_DPORT = 8;
  private static final int NFTA_TUNNEL_KEY_OPTS = 9;

  /** The same numbers for IPv4 and IPv6. */
  private static final int NFTA_TUNNEL_KEY_IP_SRC = 1;

  private static final int NFTA_TUNNEL_KEY_IP_DST = 2;

  private static final int NFTA_TUNNEL_KEY_OPTS_VXLAN = 1;
  private static final int NFTA_TUNNEL_KEY_OPTS_ERSPAN = 2;
  private static final int NFTA_TUNNEL_KEY_OPTS_GENEVE = 3;
  private static final int NFTA_TUNNEL_KEY_VXLAN_GBP = 1;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_VERSION = 1;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX = 2;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V2_HWID = 3;
  private static final int NFTA_TUNNEL_KEY_ERSPAN_V2_DIR = 4;
  private static final int NFTA_TUNNEL_KEY_GENEVE_CLASS = 1;
  private static final int NFTA_TUNNEL_KEY_GENEVE_TYPE = 2;
  private static final int NFTA_TUNNEL_KEY_GENEVE_DATA = 3;

  private TunnelCodec() {}

  static void encode(AttributeEncoder out, TunnelObject tunnel) {
    out.be32(NFTA_TUNNEL_KEY_ID, tunnel.id());
    boolean version6 = tunnel.source().length() == 16 || tunnel.destination().length() == 16;
    if (!tunnel.source().isEmpty() || !tunnel.destination().isEmpty()) {
      AttributeEncoder.Mark mark = out.nest(version6 ? NFTA_TUNNEL_KEY_IP6 : NFTA_TUNNEL_KEY_IP);
      out.bytesUnlessEmpty(NFTA_TUNNEL_KEY_IP_SRC, tunnel.source());
      out.bytesUnlessEmpty(NFTA_TUNNEL_KEY_IP_DST, tunnel.destination());
      out.end(mark);
    }
    if (tunnel.sourcePort() != 0) {
      out.be16(NFTA_TUNNEL_KEY_SPORT, tunnel.sourcePort());
    }
    if (tunnel.destinationPort() != 0) {
      out.be16(NFTA_TUNNEL_KEY_DPORT, tunnel.destinationPort());
    }
    if (tunnel.tos() != 0) {
      out.u8(NFTA_TUNNEL_KEY_TOS, tunnel.tos());
    }
    if (tunnel.ttl() != 0) {
      out.u8(NFTA_TUNNEL_KEY_TTL, tunnel.ttl());
    }
    out.be32Unless0(NFTA_TUNNEL_KEY_FLAGS, tunnel.flags());
    TunnelObject.Options options = tunnel.options();
    if (options != null) {
      AttributeEncoder.Mark mark = out.nest(NFTA_TUNNEL_KEY_OPTS);
      options(out, options);
      out.end(mark);
    }
  }

  private static void options(AttributeEncoder out, TunnelObject.Options options) {
    switch (options) {
      case TunnelObject.Vxlan(int policy) -> {
        AttributeEncoder.Mark mark = out.nest(NFTA_TUNNEL_KEY_OPTS_VXLAN);
        out.be32(NFTA_TUNNEL_KEY_VXLAN_GBP, policy);
        out.end(mark);
      }
      case TunnelObject.Erspan1(int index) -> {
        AttributeEncoder.Mark mark = out.nest(NFTA_TUNNEL_KEY_OPTS_ERSPAN);
        out.be32(NFTA_TUNNEL_KEY_ERSPAN_VERSION, 1);
        out.be32(NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX, index);
        out.end(mark);
      }
      case TunnelObject.Erspan2(boolean egress, int hardwareId) -> {
        AttributeEncoder.Mark mark = out.nest(NFTA_TUNNEL_KEY_OPTS_ERSPAN);
        out.be32(NFTA_TUNNEL_KEY_ERSPAN_VERSION, 2);
        out.u8(NFTA_TUNNEL_KEY_ERSPAN_V2_HWID, hardwareId);
        out.u8(NFTA_TUNNEL_KEY_ERSPAN_V2_DIR, egress ? 1 : 0);
        out.end(mark);
      }
      case TunnelObject.Geneve(var list) -> {
        for (GeneveOption option : list) {
          AttributeEncoder.Mark mark = out.nest(NFTA_TUNNEL_KEY_OPTS_GENEVE);
          out.be16(NFTA_TUNNEL_KEY_GENEVE_CLASS, option.optionClass());
          out.u8(NFTA_TUNNEL_KEY_GENEVE_TYPE, option.type());
          out.bytes(NFTA_TUNNEL_KEY_GENEVE_DATA, option.data());
          out.end(mark);
        }
      }
    }
  }

  /** The two ends of a tunnel. */
  private record Ends(Bytes source, Bytes destination) {}

  static TunnelObject decode(AttributeDecoder in) {
    int id = 0;
    Ends ends = new Ends(Bytes.EMPTY, Bytes.EMPTY);
    int sourcePort = 0;
    int destinationPort = 0;
    int flags = 0;
    int tos = 0;
    int ttl = 0;
    TunnelObject.Options options = null;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_ID -> id = in.be32();
        case NFTA_TUNNEL_KEY_IP, NFTA_TUNNEL_KEY_IP6 -> ends = ends(in.nested());
        case NFTA_TUNNEL_KEY_SPORT -> sourcePort = in.be16();
        case NFTA_TUNNEL_KEY_DPORT -> destinationPort = in.be16();
        case NFTA_TUNNEL_KEY_FLAGS -> flags = in.be32();
        case NFTA_TUNNEL_KEY_TOS -> tos = in.u8();
        case NFTA_TUNNEL_KEY_TTL -> ttl = in.u8();
        case NFTA_TUNNEL_KEY_OPTS -> options = options(in.nested());
        default -> {}
      }
    }
    return new TunnelObject(
        id, ends.source, ends.destination, sourcePort, destinationPort, flags, tos, ttl, options);
  }

  private static Ends ends(AttributeDecoder in) {
    Bytes source = Bytes.EMPTY;
    Bytes destination = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_IP_SRC -> source = in.bytes();
        case NFTA_TUNNEL_KEY_IP_DST -> destination = in.bytes();
        default -> {}
      }
    }
    return new Ends(source, destination);
  }

  private static TunnelObject.@Nullable Options options(AttributeDecoder in) {
    List<GeneveOption> list = new ArrayList<>();
    TunnelObject.Options options = null;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_OPTS_VXLAN -> options = vxlan(in.nested());
        case NFTA_TUNNEL_KEY_OPTS_ERSPAN -> options = erspan(in.nested());
        case NFTA_TUNNEL_KEY_OPTS_GENEVE -> list.add(geneve(in.nested()));
        default -> {}
      }
    }
    return list.isEmpty() ? options : new TunnelObject.Geneve(list);
  }

  private static TunnelObject.Vxlan vxlan(AttributeDecoder in) {
    int policy = 0;
    while (in.next()) {
      policy = in.type() == NFTA_TUNNEL_KEY_VXLAN_GBP ? in.be32() : policy;
    }
    return new TunnelObject.Vxlan(policy);
  }

  private static TunnelObject.Options erspan(AttributeDecoder in) {
    int version = 0;
    int index = 0;
    int hardwareId = 0;
    boolean egress = false;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_ERSPAN_VERSION -> version = in.be32();
        case NFTA_TUNNEL_KEY_ERSPAN_V1_INDEX -> index = in.be32();
        case NFTA_TUNNEL_KEY_ERSPAN_V2_HWID -> hardwareId = in.u8();
        case NFTA_TUNNEL_KEY_ERSPAN_V2_DIR -> egress = in.u8() != 0;
        default -> {}
      }
    }
    return version == 2
        ? new TunnelObject.Erspan2(egress, hardwareId)
        : new TunnelObject.Erspan1(index);
  }

  private static GeneveOption geneve(AttributeDecoder in) {
    int optionClass = 0;
    int type = 0;
    Bytes data = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TUNNEL_KEY_GENEVE_CLASS -> optionClass = in.be16();
        case NFTA_TUNNEL_KEY_GENEVE_TYPE -> type = in.u8();
        case NFTA_TUNNEL_KEY_GENEVE_DATA -> data = in.bytes();
        default -> {}
      }
    }
    return new GeneveOption(optionClass, type, data);
  }
}
