package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.packet.NetworkOrder;

/** Finds the headers of a frame that no protocol has looked at ({@code nf_tables_ipv4.h}). */
final class FrameHeaders {
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int ARP = 0x0806;
  private static final int IPV4_LENGTH = 20;
  private static final int IPV6_LENGTH = 40;
  private static final int FRAGMENT = 44;

  private FrameHeaders() {}

  /** Sets a packet's offsets; a header that is not sound is as if there were none. */
  static Family look(Packet packet) {
    packet.readLink();
    packet.protocol = 0;
    packet.transport = packet.end;
    packet.laterFragment = true;
    return switch (packet.etherType) {
      case IPV4 -> {
        ipv4(packet);
        yield Family.IP;
      }
      case IPV6 -> {
        ipv6(packet);
        yield Family.IP6;
      }
      case ARP -> Family.ARP;
      default -> Family.NETDEV;
    };
  }

  /** Whether the IP header that was looked at is whole, and the packet as long as it says. */
  static boolean isSound(Packet packet) {
    return packet.transport < packet.end || packet.protocol != 0;
  }

  private static void ipv4(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (packet.end - at < IPV4_LENGTH) {
      return;
    }
    int header = (bytes[at] & 15) * 4;
    int length = NetworkOrder.get16(bytes, at + 2);
    if ((bytes[at] & 0xf0) == 0x40
        && header >= IPV4_LENGTH
        && length >= header
        && length <= packet.end - at) {
      packet.transport = at + header;
      packet.protocol = bytes[at + 9] & 0xff;
      packet.laterFragment = (NetworkOrder.get16(bytes, at + 6) & 0x1fff) != 0;
    }
  }

  private static void ipv6(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    if (packet.end - at < IPV6_LENGTH || (bytes[at] & 0xf0) != 0x60) {
      return;
    }
    int next = bytes[at + 6] & 0xff;
    boolean later = false;
    at += IPV6_LENGTH;
    // Hop-by-hop options, routing, destination options, fragments; RFC 8200 section 4.
    while ((next == 0 || next == 43 || next == 60 || next == FRAGMENT) && packet.end - at >= 8) {
      later |= next == FRAGMENT && (NetworkOrder.get16(bytes, at + 2) & 0xfff8) != 0;
      int length = next == FRAGMENT ? 8 : ((bytes[at + 1] & 0xff) + 1) * 8;
      next = bytes[at] & 0xff;
      at += length;
    }
    if (at <= packet.end) {
      packet.transport = at;
      packet.protocol = next;
      packet.laterFragment = later;
    }
  }
}
