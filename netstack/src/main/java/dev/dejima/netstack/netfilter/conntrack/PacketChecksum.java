package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.NetworkOrder;
import java.util.zip.CRC32C;

/**
 * Looks whether packets that come in are undamaged ({@code nf_checksum}, where {@code
 * nf_conntrack_checksum} is on).
 */
final class PacketChecksum {
  private final CRC32C crc = new CRC32C();
  private final byte[] zero = new byte[4];
  boolean enabled = true;

  private boolean isKnown(HookNumber hook, Packet packet) {
    return !enabled || hook != HookNumber.PREROUTING || packet.checksumVerified;
  }

  /** The Internet's checksum over the pseudo header and all from the transport header on. */
  boolean isRight(HookNumber hook, int version, Packet packet) {
    if (isKnown(hook, packet)) {
      return true;
    }
    return keep(packet, pseudo(version, packet, packet.protocol) + all(packet));
  }

  /** The same without a pseudo header: ICMP's. */
  boolean isRightWithoutPseudo(HookNumber hook, Packet packet) {
    return isKnown(hook, packet) || keep(packet, all(packet));
  }

  /**
   * UDP-Lite's, which covers the packet's first octets (RFC 3828); with UDP's number in the pseudo
   * header, as {@code udplite_error()} has it, so that it is wrong where hosts find it right.
   */
  boolean isRight(HookNumber hook, int version, Packet packet, int covered) {
    if (isKnown(hook, packet)) {
      return true;
    }
    long sum = Checksum.sum(packet.bytes, packet.transport, packet.transport + covered);
    return keep(packet, pseudo(version, packet, UdpTracker.UDP) + sum);
  }

  /** SCTP's CRC32c (RFC 9260 appendix A). */
  boolean isCrcRight(HookNumber hook, Packet packet) {
    if (isKnown(hook, packet)) {
      return true;
    }
    int at = packet.transport;
    crc.reset();
    crc.update(packet.bytes, at, 8);
    crc.update(zero, 0, 4);
    crc.update(packet.bytes, at + 12, packet.end - at - 12);
    int told = Integer.reverseBytes(NetworkOrder.get32(packet.bytes, at + 8));
    packet.checksumVerified = told == (int) crc.getValue();
    return packet.checksumVerified;
  }

  private static long all(Packet packet) {
    return Checksum.sum(packet.bytes, packet.transport, packet.end);
  }

  private static boolean keep(Packet packet, long sum) {
    packet.checksumVerified = Checksum.isValid(sum);
    return packet.checksumVerified;
  }

  private static long pseudo(int version, Packet packet, int protocol) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (version == 4) {
      return Checksum.pseudo(
          NetworkOrder.get32(bytes, at + 12),
          NetworkOrder.get32(bytes, at + 16),
          protocol,
          packet.transportLength());
    }
    return Checksum.pseudo(
        NetworkOrder.get64(bytes, at + 8),
        NetworkOrder.get64(bytes, at + 16),
        NetworkOrder.get64(bytes, at + 24),
        NetworkOrder.get64(bytes, at + 32),
        protocol,
        packet.transportLength());
  }
}
