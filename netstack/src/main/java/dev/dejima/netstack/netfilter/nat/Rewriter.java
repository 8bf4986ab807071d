package dev.dejima.netstack.netfilter.nat;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put64;

import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.packet.Checksum;
import java.util.zip.CRC32C;

/**
 * Puts the addresses and ports of a tuple into a packet, or into the packet inside an ICMP error,
 * and mends the checksums by the difference (RFC 1624). Where the inside is cut off before its
 * checksum, there is none to mend.
 */
final class Rewriter {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int GRE = 47;
  private static final int SCTP = 132;
  private static final int UDPLITE = 136;
  private static final int NO_CHECKSUM = -1;

  private Rewriter() {}

  /** The octets of a protocol's header without which nothing is rewritten. */
  static int least(int protocol) {
    return switch (protocol) {
      case TCP, UDP, UDPLITE, SCTP, GRE -> 8;
      default -> 0;
    };
  }

  /**
   * Rewrites the source or the destination.
   *
   * @param other the tuple of the other direction: its destination is the new source, its source
   *     the new destination
   */
  static void rewrite(
      byte[] bytes,
      int version,
      int network,
      int transport,
      int end,
      int protocol,
      Tuple other,
      boolean source) {
    int checksum = checksumOffset(bytes, version, transport, end, protocol);
    int port = source ? other.destinationPort : other.sourcePort;
    ports(bytes, transport, end, protocol, checksum, other, port, source);
    if (version == 4) {
      int address = (int) (source ? other.destinationLow : other.sourceLow);
      addressV4(bytes, network, source ? 12 : 16, address, checksum);
    } else {
      long high = source ? other.destinationHigh : other.sourceHigh;
      long low = source ? other.destinationLow : other.sourceLow;
      addressV6(bytes, network, source ? 8 : 24, high, low, checksum);
    }
    if (protocol == UDP && checksum >= 0 && get16(bytes, checksum) == 0) {
      put16(bytes, checksum, 0xffff);
    }
    if (protocol == SCTP && end - transport >= 12) {
      sctpChecksum(bytes, transport, end);
    }
  }

  /** Where the checksum is that covers the pseudo header, or NO_CHECKSUM. */
  private static int checksumOffset(
      byte[] bytes, int version, int transport, int end, int protocol) {
    int offset =
        switch (protocol) {
          case TCP -> 16;
          case UDP, UDPLITE -> 6;
          case Icmp.ICMPV6 -> version == 6 ? 2 : NO_CHECKSUM;
          default -> NO_CHECKSUM;
        };
    if (offset < 0 || transport + offset + 2 > end) {
      return NO_CHECKSUM;
    }
    if (protocol == UDP && get16(bytes, transport + offset) == 0) {
      return NO_CHECKSUM;
    }
    return transport + offset;
  }

  private static void ports(
      byte[] bytes,
      int transport,
      int end,
      int protocol,
      int checksum,
      Tuple other,
      int port,
      boolean source) {
    switch (protocol) {
      case TCP, UDP, UDPLITE, SCTP -> {
        if (transport + 4 <= end) {
          word(bytes, transport + (source ? 0 : 2), port, checksum);
        }
      }
      case GRE -> {
        // Only PPTP's carry a call id, and only the receiver's.
        boolean call = transport + 8 <= end && (bytes[transport + 1] & 7) == 1;
        if (call && !source) {
          put16(bytes, transport + 6, port);
        }
      }
      case Icmp.ICMP -> {
        if (transport + 8 <= end && hasId(bytes[transport] & 0xff)) {
          word(bytes, transport + 4, other.sourcePort, transport + 2);
        }
      }
      case Icmp.ICMPV6 -> {
        int type = bytes[transport] & 0xff;
        if (transport + 8 <= end && (type == 128 || type == 129)) {
          word(bytes, transport + 4, other.sourcePort, checksum);
        }
      }
      default -> {}
    }
  }

  private static boolean hasId(int icmpType) {
    return icmpType == 0 || icmpType == 8 || (icmpType >= 13 && icmpType <= 18);
  }

  private static void word(byte[] bytes, int at, int value, int checksum) {
    int before = get16(bytes, at);
    if (before == value) {
      return;
    }
    put16(bytes, at, value);
    if (checksum >= 0) {
      put16(bytes, checksum, Checksum.update16(get16(bytes, checksum), before, value));
    }
  }

  private static void addressV4(byte[] bytes, int network, int offset, int address, int checksum) {
    int before = get32(bytes, network + offset);
    put32(bytes, network + offset, address);
    put16(bytes, network + 10, Checksum.update32(get16(bytes, network + 10), before, address));
    if (checksum >= 0) {
      put16(bytes, checksum, Checksum.update32(get16(bytes, checksum), before, address));
    }
  }

  private static void addressV6(
      byte[] bytes, int network, int offset, long high, long low, int checksum) {
    int at = network + offset;
    if (checksum >= 0) {
      int sum = Checksum.update64(get16(bytes, checksum), get64(bytes, at), high);
      put16(bytes, checksum, Checksum.update64(sum, get64(bytes, at + 8), low));
    }
    put64(bytes, at, high);
    put64(bytes, at + 8, low);
  }

  /** SCTP's checksum cannot be mended by the difference (RFC 9260 appendix A). */
  private static void sctpChecksum(byte[] bytes, int transport, int end) {
    put32(bytes, transport + 8, 0);
    CRC32C crc = new CRC32C();
    crc.update(bytes, transport, end - transport);
    put32(bytes, transport + 8, Integer.reverseBytes((int) crc.getValue()));
  }
}
