package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;

/** Loads from a packet inside a tunnel ({@code nft_inner.c}). */
final class InnerStep implements Step {
  /** {@code NFT_INNER_HDRSIZE} and its like: which headers there are. */
  static final int TUNNEL_HEADER = 1;

  static final int LINK = 1 << 1;
  static final int NETWORK = 1 << 2;
  static final int TRANSPORT = 1 << 3;

  private static final int GENEVE = 2;
  private static final int GENEVE_HEADER = 8;
  private static final int ETHERNET = 14;
  private static final int TAGGED_ETHERNET = 18;
  private static final int IPV4 = 20;
  private static final int FRAGMENT_OFFSET = 0x1fff;

  private static final int NOWHERE = PayloadStep.NOWHERE;

  private final Inner inner;
  private final int target;
  private final Ipv6Headers headers = new Ipv6Headers();

  // What the packet at hand has inside.
  private int tunnel;
  private int link;
  private int network;
  private int transport;
  private int etherType;
  private int protocol;

  InnerStep(Inner inner) {
    this.inner = inner;
    this.target = Register.offset(inner.dreg());
  }

  @Override
  public int run(Evaluation e) {
    int start = PayloadStep.inner(e.packet);
    if (start == NOWHERE || !parse(e.packet, start)) {
      return BREAK;
    }
    Expr expr = inner.expr();
    return expr instanceof Payload payload
        ? load(e, payload)
        : load(e.registers, ((Meta) expr).key());
  }

  private int load(Evaluation e, Payload payload) {
    int start =
        switch (payload.base()) {
          case TUNNEL -> tunnel;
          case LINK -> link;
          case NETWORK -> network;
          case TRANSPORT -> transport;
          case INNER -> NOWHERE;
        };
    return start == NOWHERE
        ? BREAK
        : PayloadStep.load(
            e.packet.bytes,
            start + payload.offset(),
            e.packet.end,
            payload.length(),
            e.registers,
            target);
  }

  private int load(byte[] registers, MetaKey key) {
    if (key == MetaKey.PROTOCOL) {
      Registers.setNetworkShort(registers, target, etherType);
      return NEXT;
    }
    if (transport == NOWHERE) {
      return BREAK;
    }
    Registers.setByte(registers, target, protocol);
    return NEXT;
  }

  private boolean parse(Packet packet, int start) {
    tunnel = NOWHERE;
    link = NOWHERE;
    network = NOWHERE;
    transport = NOWHERE;
    etherType = 0;
    protocol = 0;
    int at = has(TUNNEL_HEADER) ? behindTunnelHeader(packet, start) : start;
    if (at == NOWHERE) {
      return false;
    }
    if (has(LINK | NETWORK)) {
      return has(LINK) ? ethernet(packet, at) : untyped(packet, at);
    }
    if (has(TRANSPORT)) {
      transport = at;
    }
    return true;
  }

  private boolean has(int flags) {
    return (inner.flags() & flags) != 0;
  }

  private int behindTunnelHeader(Packet packet, int start) {
    switch (packet.protocol) {
      case IpProtocol.GRE -> {
        tunnel = packet.transport;
        return start;
      }
      case IpProtocol.UDP -> {
        tunnel = start;
        if (inner.type() != GENEVE) {
          return start + inner.headerSize();
        }
        return start + GENEVE_HEADER > packet.end
            ? NOWHERE
            : start + inner.headerSize() + (packet.bytes[start] & 0x3f) * 4;
      }
      default -> {
        return NOWHERE;
      }
    }
  }

  private boolean ethernet(Packet packet, int at) {
    if (at + ETHERNET > packet.end) {
      return false;
    }
    etherType = NetworkOrder.get16(packet.bytes, at + 12);
    link = at;
    if (etherType != EtherType.VLAN) {
      return ip(packet, etherType, at + ETHERNET);
    }
    return at + TAGGED_ETHERNET <= packet.end
        && ip(packet, NetworkOrder.get16(packet.bytes, at + 16), at + TAGGED_ETHERNET);
  }

  /** Without a link header the version tells which protocol it is. */
  private boolean untyped(Packet packet, int at) {
    if (at + 4 > packet.end) {
      return false;
    }
    etherType =
        switch (packet.bytes[at] >> 4 & 15) {
          case 4 -> EtherType.IPV4;
          case 6 -> EtherType.IPV6;
          default -> 0;
        };
    return ip(packet, etherType, at);
  }

  private boolean ip(Packet packet, int type, int at) {
    return switch (type) {
      case EtherType.IPV4 -> ipv4(packet, at);
      case EtherType.IPV6 -> ipv6(packet, at);
      default -> false;
    };
  }

  private boolean ipv4(Packet packet, int at) {
    byte[] bytes = packet.bytes;
    if (at + IPV4 > packet.end || bytes[at] >> 4 != 4 || (bytes[at] & 15) < 5) {
      return false;
    }
    network = at;
    if ((NetworkOrder.get16(bytes, at + 6) & FRAGMENT_OFFSET) == 0) {
      transport = at + (bytes[at] & 15) * 4;
      protocol = bytes[at + 9] & 0xff;
    }
    return true;
  }

  private boolean ipv6(Packet packet, int at) {
    if (at >= packet.end
        || (packet.bytes[at] >> 4 & 15) != 6
        || !headers.findTransport(packet.bytes, at, packet.end)) {
      return false;
    }
    network = at;
    if (!headers.laterFragment) {
      transport = headers.at;
      protocol = headers.kind;
    }
    return true;
  }
}
