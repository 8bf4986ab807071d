package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.NetworkOrder;

/** Loads octets of the packet ({@code nft_payload_eval}). */
final class PayloadStep implements Step {
  private static final int NOWHERE = -1;
  private static final int TCP = 6;
  private static final int UDP = 17;

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
    int start = start(base, e);
    int from = start + offset;
    if (start == NOWHERE || from < 0 || from + length > packet.end) {
      return BREAK;
    }
    byte[] registers = e.registers;
    switch (length) {
      case 1 -> Registers.setByte(registers, target, packet.bytes[from]);
      case 2 ->
          Registers.setNetworkShort(registers, target, NetworkOrder.get16(packet.bytes, from));
      case 4 -> Registers.setNetworkInt(registers, target, NetworkOrder.get32(packet.bytes, from));
      default -> {
        Registers.setHostInt(registers, target + ((length - 1) & ~3), 0);
        System.arraycopy(packet.bytes, from, registers, target, length);
      }
    }
    return NEXT;
  }

  /** Where a header begins in the packet, or -1 if the packet has none. */
  static int start(Payload.Base base, Evaluation e) {
    Packet packet = e.packet;
    return switch (base) {
      case LINK -> e.in == null || packet.link == packet.network ? NOWHERE : packet.link;
      case NETWORK -> packet.network;
      case TRANSPORT -> packet.laterFragment ? NOWHERE : packet.transport;
      case TUNNEL -> NOWHERE;
      case INNER -> packet.laterFragment ? NOWHERE : inner(packet);
    };
  }

  private static int inner(Packet packet) {
    return switch (packet.protocol) {
      case UDP -> packet.transport + 8;
      case TCP ->
          packet.transportLength() < 20
              ? NOWHERE
              : packet.transport + ((packet.bytes[packet.transport + 12] & 0xf0) >> 2);
      default -> NOWHERE;
    };
  }
}
