package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.Ipv6View;

/**
 * The options of a hop-by-hop or destination options header (net/ipv6/exthdrs.c): the first two
 * bits of an option that is not known say what becomes of the packet (RFC 8200 section 4.2).
 */
final class Options6 {
  private static final int PAD_1 = 0;
  private static final int PAD_N = 1;
  private static final int ROUTER_ALERT = 5;
  private static final int MOST_PADDING = 7;

  private Options6() {}

  /**
   * Looks at the options of the header at {@code from}; false if the packet is to be dropped, and
   * its sender has been told where that is due.
   *
   * @param hopByHop whether it is a hop-by-hop header
   * @param most how many options there may be
   */
  static boolean accept(Packet packet, int from, boolean hopByHop, int most, Ipv6 ipv6) {
    byte[] bytes = packet.bytes;
    int end = from + (get8(bytes, from + 1) + 1) * 8;
    int at = from + 2;
    int padding = 0;
    int options = 0;
    while (at < end) {
      int option = get8(bytes, at);
      int length = option == PAD_1 ? 1 : at + 1 < end ? get8(bytes, at + 1) + 2 : end;
      if (length > end - at) {
        return false;
      }
      if (option == PAD_1 || option == PAD_N) {
        padding += length;
        if (padding > MOST_PADDING || !isBlank(bytes, at + 2, at + length)) {
          return false;
        }
      } else {
        padding = 0;
        boolean known = hopByHop && option == ROUTER_ALERT && length == 4;
        if (++options > most || !known && !ignored(packet, at, option, ipv6)) {
          return false;
        }
      }
      at += length;
    }
    return true;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean ignored(Packet packet, int at, int option, Ipv6 ipv6) {
    int action = option >>> 6;
    boolean multicast = Ipv6.destination(packet).isMulticast();
    if (action == 2 || action == 3 && !multicast) {
      ipv6.icmp()
          .sendError(
              packet, Icmpv6Type.PARAMETER_PROBLEM, Icmp6.UNKNOWN_OPTION, at - packet.network);
    }
    return action == 0;
  }

  /** Whether a whole extension header is there, which begins at {@code at}. */
  static boolean isWhole(Packet packet, int at) {
    return at + 8 <= packet.end && at + (get8(packet.bytes, at + 1) + 1) * 8 <= packet.end;
  }

  /** Whether the option at an offset of a packet is one whose sender wants to hear of it. */
  static boolean isReportedToGroups(Packet packet, int offset) {
    int at = packet.network + offset;
    return offset >= Ipv6View.LENGTH && at < packet.end && get8(packet.bytes, at) >>> 6 == 2;
  }
}
