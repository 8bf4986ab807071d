package dev.dejima.netstack.netfilter.nat;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.packet.Checksum;
import java.util.Arrays;

/**
 * Writes other text into the data of a packet, which may become longer or shorter ({@code
 * nf_nat_helper.c}). Checksums are made anew; from there on the sequence numbers of TCP are moved.
 */
public final class Mangler {
  private static final int LONGEST = 0xffff;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;

  private Mangler() {}

  /** Where a TCP segment's or a UDP datagram's data begins. */
  public static int data(Packet packet) {
    return packet.protocol == TCP
        ? packet.transport + ((packet.bytes[packet.transport + 12] & 0xf0) >> 2)
        : packet.transport + UDP_HEADER;
  }

  /**
   * Replaces a part of the data.
   *
   * @param offset where it begins, counted from the data's beginning
   * @param length octets that go
   * @param text what comes
   * @return false if the packet would become too long
   */
  public static boolean replace(
      Packet packet, Flow flow, int version, int offset, int length, byte[] text) {
    return replace(packet, flow, version, offset, length, text, true);
  }

  /** The same, where sequence numbers are moved by the caller once for several changes. */
  public static boolean replace(
      Packet packet, Flow flow, int version, int offset, int length, byte[] text, boolean adjust) {
    int longer = text.length - length;
    if (packet.length() + longer > LONGEST) {
      return false;
    }
    int at = data(packet) + offset;
    if (packet.end + longer > packet.bytes.length) {
      packet.bytes = Arrays.copyOf(packet.bytes, packet.end + longer);
    }
    byte[] bytes = packet.bytes;
    System.arraycopy(bytes, at + length, bytes, at + text.length, packet.end - at - length);
    System.arraycopy(text, 0, bytes, at, text.length);
    packet.end += longer;
    lengths(packet, version);
    checksum(packet, version);
    if (adjust && packet.protocol == TCP) {
      adjust(packet, flow, longer);
    }
    return true;
  }

  /** From this segment on, so much more was sent than its sender knows. */
  public static void adjust(Packet packet, Flow flow, int longer) {
    if (longer == 0 || packet.protocol != TCP || flow.sequences == null) {
      return;
    }
    flow.status |= NewConntrack.SEQ_ADJUST;
    int seq = get32(packet.bytes, packet.transport + 4);
    flow.sequences.add(Conntrack.direction(packet), seq, longer);
  }

  private static void lengths(Packet packet, int version) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (version == 4) {
      put16(bytes, at + 2, packet.length());
      put16(bytes, at + 10, 0);
      put16(bytes, at + 10, Checksum.of(bytes, at, packet.transport));
    } else {
      put16(bytes, at + 4, packet.length() - 40);
    }
    if (packet.protocol == UDP) {
      put16(bytes, packet.transport + 4, packet.transportLength());
    }
  }

  private static void checksum(Packet packet, int version) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    boolean udp = packet.protocol == UDP;
    int checksum = packet.transport + (udp ? 6 : 16);
    if (udp && get16(bytes, checksum) == 0) {
      return;
    }
    put16(bytes, checksum, 0);
    int length = packet.transportLength();
    long pseudo =
        version == 4
            ? Checksum.pseudo(get32(bytes, at + 12), get32(bytes, at + 16), packet.protocol, length)
            : Checksum.pseudo(
                get64(bytes, at + 8),
                get64(bytes, at + 16),
                get64(bytes, at + 24),
                get64(bytes, at + 32),
                packet.protocol,
                length);
    long sum = pseudo + Checksum.sum(bytes, packet.transport, packet.end);
    put16(bytes, checksum, udp ? Checksum.finishUdp(sum) : Checksum.finish(sum));
  }
}
