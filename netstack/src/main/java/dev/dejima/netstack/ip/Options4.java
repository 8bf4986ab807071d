package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.Arrays;

/**
 * The options of an IPv4 header (net/ipv4/ip_options.c): record route is filled in by forwarding,
 * packets with source routes are dropped, as {@code accept_source_route} of all is 0, malformed
 * ones answered with a parameter problem.
 */
final class Options4 {
  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int LOOSE_SOURCE_ROUTE = 131;
  private static final int STRICT_SOURCE_ROUTE = 137;
  private static final int FIRST_POINTER = 4;
  private static final int COPIED = 0x80;

  private Options4() {}

  /** Looks at a received packet's options; false if it is to be dropped. */
  static boolean accept(Packet packet, Ipv4 ipv4) {
    byte[] bytes = packet.bytes;
    int at = packet.network + Ipv4View.LENGTH;
    while (at < packet.transport && get8(bytes, at) != END) {
      int option = get8(bytes, at);
      if (option == NO_OPERATION) {
        at++;
        continue;
      }
      int fault = fault(packet, at);
      if (fault >= 0) {
        ipv4.icmp()
            .sendError(packet, IcmpType.PARAMETER_PROBLEM, 0, (fault - packet.network) << 24);
        return false;
      }
      if (option == LOOSE_SOURCE_ROUTE || option == STRICT_SOURCE_ROUTE) {
        return false;
      }
      at += get8(bytes, at + 1);
    }
    return true;
  }

  /** The offset of what is malformed in an option; -1 if nothing is. */
  private static int fault(Packet packet, int at) {
    if (at + 1 >= packet.transport) {
      return at;
    }
    int length = get8(packet.bytes, at + 1);
    if (length < 2 || at + length > packet.transport) {
      return at;
    }
    if (get8(packet.bytes, at) == RECORD_ROUTE) {
      if (length < 3) {
        return at + 1;
      }
      int pointer = get8(packet.bytes, at + 2);
      if (pointer < FIRST_POINTER || pointer <= length && pointer + 3 > length) {
        return at + 2;
      }
    }
    return -1;
  }

  /** Records the address that a packet leaves by, where it asks for that. */
  static void record(Packet packet, int address) {
    byte[] bytes = packet.bytes;
    int at = packet.network + Ipv4View.LENGTH;
    while (at < packet.transport && get8(bytes, at) != END) {
      int option = get8(bytes, at);
      int length = option == NO_OPERATION ? 1 : get8(bytes, at + 1);
      if (option == RECORD_ROUTE) {
        int pointer = get8(bytes, at + 2);
        if (pointer + 3 <= length) {
          put32(bytes, at + pointer - 1, address);
          put8(bytes, at + 2, pointer + 4);
          Output4.fillChecksum(packet);
        }
        return;
      }
      at += length;
    }
  }

  /** Replaces the options that later fragments do not carry by no-operations. */
  static void blankUncopied(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network + Ipv4View.LENGTH;
    while (at < packet.transport && get8(bytes, at) != END) {
      int option = get8(bytes, at);
      int length = option == NO_OPERATION ? 1 : get8(bytes, at + 1);
      if (length == 0 || at + length > packet.transport) {
        return;
      }
      if ((option & COPIED) == 0) {
        Arrays.fill(bytes, at, at + length, (byte) NO_OPERATION);
      }
      at += length;
    }
  }
}
