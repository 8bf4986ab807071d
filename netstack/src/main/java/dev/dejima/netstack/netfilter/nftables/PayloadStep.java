package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpView;
import dev.dejima.packet.UdpView;

/** Loads octets of the packet ({@code nft_payload_eval}). */
final class PayloadStep implements Step {
  /** No such header. */
  static final int NOWHERE = -1;

  private static final int GRE_HEADER = 4;
  private static final int GRE_CHECKSUM = 0x8000;
  private static final int GRE_ROUTING = 0x4000;
  private static final int GRE_KEY = 0x2000;
  private static final int GRE_SEQUENCE = 0x1000;
  private static final int GRE_VERSION = 7;

  private final Payload.Base base;
  private final int offset;
  private final int length;
  private final int target;

  PayloadStep(Payload payload) {
    this.base = payload.base();
    this.offset = payload.offset();
    this.length = payload.length();
    this.target = Register.offset(payload.dreg());
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    int start = start(base, packet);
    return start == NOWHERE
        ? BREAK
        : load(packet.bytes, start + offset, packet.end, length, e.registers, target);
  }

  /** Loads octets, if there are so many; what is left of the last register becomes zero. */
  static int load(byte[] bytes, int from, int end, int length, byte[] registers, int target) {
    if (from + length > end) {
      return BREAK;
    }
    switch (length) {
      case 1 -> Registers.setByte(registers, target, bytes[from]);
      case 2 -> Registers.setNetworkShort(registers, target, NetworkOrder.get16(bytes, from));
      case 4 -> Registers.setNetworkInt(registers, target, NetworkOrder.get32(bytes, from));
      default -> {
        if ((length & 3) != 0) {
          Registers.setHostInt(registers, target + (length & ~3), 0);
        }
        System.arraycopy(bytes, from, registers, target, length);
      }
    }
    return NEXT;
  }

  /** Where a header begins in the packet, or {@link #NOWHERE}. */
  static int start(Payload.Base base, Packet packet) {
    return switch (base) {
      case LINK -> packet.link >= packet.network ? NOWHERE : packet.link;
      case NETWORK -> packet.network;
      case TRANSPORT -> packet.hasTransport() ? packet.transport : NOWHERE;
      case INNER -> inner(packet);
      case TUNNEL -> NOWHERE;
    };
  }

  /** Where what the transport carries begins ({@code nft_payload_inner_offset}). */
  static int inner(Packet packet) {
    if (!packet.hasTransport()) {
      return NOWHERE;
    }
    int transport = packet.transport;
    return switch (packet.protocol) {
      case IpProtocol.UDP -> transport + UdpView.LENGTH;
      case IpProtocol.TCP ->
          packet.transportLength() < TcpView.LENGTH
              ? NOWHERE
              : transport + ((packet.bytes[transport + TcpView.DATA_OFFSET] & 0xf0) >> 2);
      case IpProtocol.GRE ->
          packet.transportLength() < GRE_HEADER
              ? NOWHERE
              : behindGre(transport, NetworkOrder.get16(packet.bytes, transport));
      case IpProtocol.IPIP -> transport;
      default -> NOWHERE;
    };
  }

  private static int behindGre(int transport, int flags) {
    if ((flags & (GRE_VERSION | GRE_ROUTING)) != 0) {
      return NOWHERE;
    }
    int optional = Integer.bitCount(flags & (GRE_CHECKSUM | GRE_KEY | GRE_SEQUENCE));
    return transport + GRE_HEADER + 4 * optional;
  }
}
