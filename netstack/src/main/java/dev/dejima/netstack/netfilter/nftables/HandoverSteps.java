package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.PacketSender;
import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.NetworkOrder;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Gives packets, or copies of them, to others. */
final class HandoverSteps {
  private static final int HOP_LIMIT = 7;

  private HandoverSteps() {}

  static Step of(Handover handover, Family family) {
    return switch (handover) {
      case Dup dup -> family == Family.NETDEV ? mirror(dup) : copy(dup, family);
      case Fwd fwd -> fwd.address().isPresent() ? toNeighbour(fwd) : forward(fwd);
      case Queue queue -> new QueueStep(queue);
      case Tproxy tproxy -> new TproxyStep(tproxy);
      case Synproxy synproxy -> new SynproxyStep(synproxy);
      case FlowOffload _ -> throw new IllegalArgumentException(handover.toString());
    };
  }

  private static @Nullable Device device(Evaluation e, OptionalInt register) {
    return register.isEmpty() ? null : device(e, register.getAsInt());
  }

  private static @Nullable Device device(Evaluation e, int register) {
    int index = Registers.hostInt(e.registers, Register.offset(register));
    return e.environment.host().device(index);
  }

  private static long high(Evaluation e, boolean v4, int register) {
    return v4 ? 0 : Registers.networkLong(e.registers, Register.offset(register));
  }

  private static long low(Evaluation e, boolean v4, int register) {
    int offset = Register.offset(register);
    return v4
        ? Registers.networkInt(e.registers, offset) & 0xffff_ffffL
        : Registers.networkLong(e.registers, offset + 8);
  }

  /** A copy to another host ({@code nf_dup_ipv4}, {@code nf_dup_ipv6}). */
  private static Step copy(Dup dup, Family family) {
    boolean v4 = family == Family.IP;
    int address = dup.address().orElseThrow();
    return e -> {
      Device device = device(e, dup.device());
      if (dup.device().isEmpty() || device != null) {
        e.environment
            .host()
            .sender()
            .duplicate(e.packet, e.hook, high(e, v4, address), low(e, v4, address), device);
      }
      return Step.NEXT;
    };
  }

  /** A copy of the frame by another device. */
  private static Step mirror(Dup dup) {
    return e -> {
      Device device = device(e, dup.device());
      if (device != null) {
        e.environment.host().sender().transmit(e.packet.copy(), device);
      }
      return Step.NEXT;
    };
  }

  private static Step forward(Fwd fwd) {
    return e -> {
      Device device = device(e, fwd.device());
      if (device == null) {
        e.packet.release();
      } else {
        e.environment.host().sender().transmit(e.packet, device);
      }
      return Step.STOLEN;
    };
  }

  private static Step toNeighbour(Fwd fwd) {
    boolean v4 = fwd.family() == Family.IP;
    int address = fwd.address().orElseThrow();
    return e -> {
      Packet packet = e.packet;
      if (packet.etherType != (v4 ? EtherType.IPV4 : EtherType.IPV6)) {
        return Step.BREAK;
      }
      if (!hops(packet, v4)) {
        e.verdict = Decision.DROP;
        return Step.VERDICT;
      }
      Device device = device(e, fwd.device());
      if (device == null) {
        return Step.NEXT;
      }
      PacketSender sender = e.environment.host().sender();
      sender.transmitTo(packet, device, high(e, v4, address), low(e, v4, address));
      return Step.STOLEN;
    };
  }

  /** Takes one hop from a packet; false if it has none left. */
  private static boolean hops(Packet packet, boolean v4) {
    int at = packet.network + (v4 ? Ipv4View.TTL : HOP_LIMIT);
    int left = NetworkOrder.get8(packet.bytes, at);
    if (left <= 1) {
      return false;
    }
    if (v4) {
      Ipv4View.decrementTtl(packet.bytes, packet.network);
    } else {
      NetworkOrder.put8(packet.bytes, at, left - 1);
    }
    return true;
  }
}
