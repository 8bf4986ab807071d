package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.NetworkOrder;

/** Writes octets of the packet and mends its checksums ({@code nft_payload_set_eval}). */
final class PayloadWriteStep implements Step {
  private static final int INTERNET_CHECKSUM = 1;
  private static final int PSEUDO_HEADER = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final PayloadSet set;
  private final int source;

  PayloadWriteStep(PayloadSet set) {
    this.set = set;
    this.source = Register.offset(set.sreg());
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    int start = PayloadStep.start(set.base(), e);
    int from = start + set.offset();
    if (start < 0 || from + set.length() > packet.end) {
      return BREAK;
    }
    // Sums are over whole words, counted from the header's start.
    int evenFrom = start + (set.offset() & ~1);
    int evenTo = Math.min(packet.end, start + ((set.offset() + set.length() + 1) & ~1));
    long before = Checksum.sum(packet.bytes, evenFrom, evenTo);
    System.arraycopy(e.registers, source, packet.bytes, from, set.length());
    long after = Checksum.sum(packet.bytes, evenFrom, evenTo);
    if (set.checksumType() == INTERNET_CHECKSUM) {
      mend(packet, start + set.checksumOffset(), before, after);
    }
    if ((set.checksumFlags() & PSEUDO_HEADER) != 0 && !packet.laterFragment) {
      int offset = transportChecksum(packet.protocol);
      if (offset >= 0) {
        mend(packet, packet.transport + offset, before, after);
      }
    }
    return NEXT;
  }

  private static int transportChecksum(int protocol) {
    return switch (protocol) {
      case TCP -> 16;
      case UDP -> 6;
      case Icmp.ICMPV6 -> 2;
      default -> -1;
    };
  }

  private static void mend(Packet packet, int at, long before, long after) {
    if (at + 2 > packet.end) {
      return;
    }
    boolean udp = packet.protocol == UDP && at == packet.transport + 6;
    int checksum = NetworkOrder.get16(packet.bytes, at);
    if (udp && checksum == 0) {
      return;
    }
    int sum = (~checksum & 0xffff) + (~Checksum.fold(before) & 0xffff) + Checksum.fold(after);
    NetworkOrder.put16(packet.bytes, at, udp ? Checksum.finishUdp(sum) : Checksum.finish(sum));
  }
}
