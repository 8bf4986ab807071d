package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpView;
import dev.dejima.packet.UdpView;
import java.util.zip.CRC32C;

/** Writes octets of the packet and mends its checksums ({@code nft_payload_set_eval}). */
final class PayloadWriteStep implements Step {
  /** {@code NFT_PAYLOAD_CSUM_INET} and {@code NFT_PAYLOAD_CSUM_SCTP}. */
  static final int INTERNET_CHECKSUM = 1;

  static final int SCTP_CHECKSUM = 2;

  /** Where SCTP's checksum lies in its header. */
  static final int SCTP_CHECKSUM_OFFSET = 8;

  private static final int SCTP_HEADER = 12;
  private static final int ICMPV6_CHECKSUM = 2;
  private static final int NONE = -1;

  private final PayloadSet set;
  private final int source;
  private final CRC32C crc = new CRC32C();

  PayloadWriteStep(PayloadSet set) {
    this.set = set;
    this.source = Register.offset(set.sreg());
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    int start = PayloadStep.start(set.base(), packet);
    int from = start + set.offset();
    if (start == PayloadStep.NOWHERE || from + set.length() > packet.end) {
      return BREAK;
    }
    if (set.checksumType() == INTERNET_CHECKSUM || set.checksumFlags() != 0) {
      // Linux sums from the first octet, even or odd: what nft writes begins at an even one.
      int before = Checksum.fold(Checksum.sum(packet.bytes, from, from + set.length()));
      int after = Checksum.fold(Checksum.sum(e.registers, source, source + set.length()));
      if (!mend(packet, start, before, after)) {
        return BREAK;
      }
    }
    System.arraycopy(e.registers, source, packet.bytes, from, set.length());
    packet.checksumVerified = false;
    if (set.checksumType() == SCTP_CHECKSUM
        && packet.protocol == IpProtocol.SCTP
        && !packet.laterFragment) {
      return sctp(packet);
    }
    return NEXT;
  }

  private boolean mend(Packet packet, int start, int before, int after) {
    if (set.checksumType() == INTERNET_CHECKSUM) {
      int at = start + set.checksumOffset();
      if (at + 2 > packet.end) {
        return false;
      }
      replace(packet, at, before, after);
    }
    int offset = set.checksumFlags() == 0 ? NONE : transportChecksum(packet);
    if (offset == NONE) {
      return true;
    }
    int at = packet.transport + offset;
    if (at + 2 > packet.end) {
      return false;
    }
    replace(packet, at, before, after);
    return true;
  }

  /** A sum that comes out as zero is written as all ones: UDP's zero means that there is none. */
  private static void replace(Packet packet, int at, int before, int after) {
    int checksum = Checksum.update16(NetworkOrder.get16(packet.bytes, at), before, after);
    NetworkOrder.put16(packet.bytes, at, checksum == 0 ? 0xffff : checksum);
  }

  /** Where in the transport header a sum lies that holds the pseudo header too. */
  private static int transportChecksum(Packet packet) {
    if (packet.laterFragment) {
      return NONE;
    }
    return switch (packet.protocol) {
      case IpProtocol.TCP -> TcpView.CHECKSUM;
      case IpProtocol.UDP ->
          packet.transportLength() < UdpView.LENGTH
                  || NetworkOrder.get16(packet.bytes, packet.transport + UdpView.CHECKSUM) == 0
              ? NONE
              : UdpView.CHECKSUM;
      case IpProtocol.UDPLITE -> UdpView.CHECKSUM;
      case IpProtocol.ICMPV6 -> ICMPV6_CHECKSUM;
      default -> NONE;
    };
  }

  private int sctp(Packet packet) {
    if (packet.transportLength() < SCTP_HEADER) {
      return BREAK;
    }
    byte[] bytes = packet.bytes;
    int at = packet.transport + SCTP_CHECKSUM_OFFSET;
    NetworkOrder.put32(bytes, at, 0);
    crc.reset();
    crc.update(bytes, packet.transport, packet.transportLength());
    NetworkOrder.put32(bytes, at, Integer.reverseBytes((int) crc.getValue()));
    return NEXT;
  }
}
