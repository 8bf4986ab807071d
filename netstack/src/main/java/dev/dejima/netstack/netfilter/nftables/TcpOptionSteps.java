package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpView;
import java.util.Arrays;

/** Loads, writes and blanks TCP options ({@code nft_exthdr_tcp_eval} and its like). */
final class TcpOptionSteps {
  private static final int NO_OPERATION = 1;
  private static final int MAXIMUM_SEGMENT_SIZE = 2;

  /** No whole TCP header. */
  private static final int NO_HEADER = -2;

  private static final int NOT_FOUND = -1;

  private TcpOptionSteps() {}

  static Step load(Exthdr exthdr) {
    int target = Register.offset(exthdr.dreg());
    return e -> {
      Packet packet = e.packet;
      int at = find(packet, exthdr.type());
      boolean loads = at >= 0 && holds(packet, at, exthdr.offset() + exthdr.length());
      if (exthdr.present()) {
        Registers.setByte(e.registers, target, loads ? 1 : 0);
        return Step.NEXT;
      }
      return loads
          ? PayloadStep.load(
              packet.bytes, at + exthdr.offset(), packet.end, exthdr.length(), e.registers, target)
          : Step.BREAK;
    };
  }

  static Step set(ExthdrSet set) {
    int source = Register.offset(set.sreg());
    return e -> {
      Packet packet = e.packet;
      int at = find(packet, set.type());
      if (at == NOT_FOUND) {
        return Step.NEXT;
      }
      if (at == NO_HEADER || !holds(packet, at, set.offset() + set.length())) {
        return Step.BREAK;
      }
      int from = at + set.offset();
      if (set.length() == 2) {
        int before = NetworkOrder.get16(packet.bytes, from);
        int after = Registers.networkShort(e.registers, source);
        // A larger maximum could stall a connection.
        if (set.type() != MAXIMUM_SEGMENT_SIZE || after < before) {
          NetworkOrder.put16(packet.bytes, from, after);
          mend(packet, before, after);
        }
      } else {
        int before = NetworkOrder.get32(packet.bytes, from);
        int after = Registers.networkInt(e.registers, source);
        NetworkOrder.put32(packet.bytes, from, after);
        mend(packet, before >>> 16, after >>> 16);
        mend(packet, before & 0xffff, after & 0xffff);
      }
      return Step.NEXT;
    };
  }

  static Step reset(ExthdrReset reset) {
    return e -> {
      Packet packet = e.packet;
      int at = find(packet, reset.type());
      if (at == NO_HEADER) {
        return Step.BREAK;
      }
      if (at == NOT_FOUND) {
        return Step.NEXT;
      }
      int end = at + length(packet.bytes, at);
      if (end > headerEnd(packet)) {
        e.verdict = Decision.DROP;
        return Step.VERDICT;
      }
      // Sums are over words counted from the header's start.
      int evenAt = at - (at - packet.transport & 1);
      long before = Checksum.sum(packet.bytes, evenAt, end);
      Arrays.fill(packet.bytes, at, end, (byte) NO_OPERATION);
      mend(packet, Checksum.fold(before), Checksum.fold(Checksum.sum(packet.bytes, evenAt, end)));
      return Step.NEXT;
    };
  }

  /** The sum is mended as if the words lay at even offsets, wherever they do: so does Linux. */
  private static void mend(Packet packet, int before, int after) {
    packet.checksumVerified = false;
    if (before == after) {
      return;
    }
    int at = packet.transport + TcpView.CHECKSUM;
    int checksum = NetworkOrder.get16(packet.bytes, at);
    NetworkOrder.put16(packet.bytes, at, Checksum.update16(checksum, before, after));
  }

  private static int headerEnd(Packet packet) {
    return packet.transport + ((packet.bytes[packet.transport + TcpView.DATA_OFFSET] & 0xf0) >> 2);
  }

  /** Where the first option of a kind begins, or {@link #NOT_FOUND} or {@link #NO_HEADER}. */
  private static int find(Packet packet, int wanted) {
    if (packet.protocol != IpProtocol.TCP
        || packet.laterFragment
        || packet.transportLength() < TcpView.LENGTH) {
      return NO_HEADER;
    }
    int end = headerEnd(packet);
    if (end < packet.transport + TcpView.LENGTH || end > packet.end) {
      return NO_HEADER;
    }
    int at = packet.transport + TcpView.LENGTH;
    while (at < end - 1 && (packet.bytes[at] & 0xff) != wanted) {
      at += length(packet.bytes, at);
    }
    return at < end - 1 ? at : NOT_FOUND;
  }

  /** Octets of an option; at least one, that the walk comes to an end. */
  private static int length(byte[] bytes, int at) {
    return (bytes[at] & 0xff) <= NO_OPERATION || bytes[at + 1] == 0 ? 1 : bytes[at + 1] & 0xff;
  }

  /** Whether an option is whole and long enough. */
  private static boolean holds(Packet packet, int at, int needed) {
    int length = length(packet.bytes, at);
    return at + length <= headerEnd(packet) && needed <= length;
  }
}
