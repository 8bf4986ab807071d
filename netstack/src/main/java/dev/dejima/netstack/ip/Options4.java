package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.Ipv4View;
import java.util.Arrays;

/**
 * The options of an IPv4 header (net/ipv4/ip_options.c): record route is filled in by forwarding,
 * timestamps where a packet comes in; packets with source routes are dropped, as {@code
 * accept_source_route} of all is 0, malformed ones answered with a parameter problem.
 */
final class Options4 {
  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int LOOSE_SOURCE_ROUTE = 131;
  private static final int STRICT_SOURCE_ROUTE = 137;
  private static final int FIRST_POINTER = 4;
  private static final int COPIED = 0x80;

  /** Kinds of timestamp options ({@code IPOPT_TS_TSONLY} and so on). */
  private static final int TIMES = 0;

  private static final int ADDRESSES = 1;
  private static final int PRESPECIFIED = 3;

  /** How many hosts found no room stands in the upper half of an octet. */
  private static final int OVERFLOW = 0x10;

  private static final int MOST_OVERFLOWS = 15;

  private Options4() {}

  /**
   * Looks at a received packet's options, and fills in timestamps ({@code __ip_options_compile});
   * false if it is to be dropped.
   */
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
      if (option == TIMESTAMP) {
        stamp(packet, at, ipv4);
        Output4.fillChecksum(packet);
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
    return switch (get8(packet.bytes, at)) {
      case RECORD_ROUTE -> routeFault(packet.bytes, at, length);
      case TIMESTAMP -> timestampFault(packet.bytes, at, length);
      default -> -1;
    };
  }

  private static int routeFault(byte[] bytes, int at, int length) {
    if (length < 3) {
      return at + 1;
    }
    int pointer = get8(bytes, at + 2);
    boolean sound = pointer >= FIRST_POINTER && (pointer > length || pointer + 3 <= length);
    return sound ? -1 : at + 2;
  }

  private static int timestampFault(byte[] bytes, int at, int length) {
    if (length < 4) {
      return at + 1;
    }
    int pointer = get8(bytes, at + 2);
    int kind = get8(bytes, at + 3) & 15;
    if (pointer > length) {
      boolean overflows = get8(bytes, at + 3) >>> 4 == MOST_OVERFLOWS;
      return kind != PRESPECIFIED && overflows ? at + 3 : -1;
    }
    int needed = kind == ADDRESSES || kind == PRESPECIFIED ? 7 : 3;
    return pointer > FIRST_POINTER && pointer + needed <= length ? -1 : at + 2;
  }

  /** Notes when a packet came, or, where there is no room, that it did. */
  private static void stamp(Packet packet, int at, Ipv4 ipv4) {
    byte[] bytes = packet.bytes;
    int pointer = get8(bytes, at + 2);
    int place = at + pointer - 1;
    int flags = get8(bytes, at + 3);
    if (pointer > get8(bytes, at + 1)) {
      put8(bytes, at + 3, (flags & 15) == PRESPECIFIED ? flags : flags + OVERFLOW);
      return;
    }
    switch (flags & 15) {
      case TIMES -> {
        put32(bytes, place, timeOfDay(ipv4));
        put8(bytes, at + 2, pointer + 4);
      }
      case ADDRESSES -> {
        put32(bytes, place, own(packet, ipv4));
        put32(bytes, place + 4, timeOfDay(ipv4));
        put8(bytes, at + 2, pointer + 8);
      }
      case PRESPECIFIED -> {
        if (ipv4.isLocal(get32(bytes, place))) {
          put32(bytes, place + 4, timeOfDay(ipv4));
          put8(bytes, at + 2, pointer + 8);
        }
      }
      default -> {}
    }
  }

  /** The address by which this host would answer ({@code fib_compute_spec_dst}). */
  private static int own(Packet packet, Ipv4 ipv4) {
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    if (packet.type == Packet.Type.HOST && ipv4.isLocal(destination)) {
      return destination;
    }
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    Route4 back = ipv4.routes().lookup(ipv4.routes().key(0, source));
    return back == null ? destination : ipv4.output().source(back, source);
  }

  /** Milliseconds since midnight, UTC ({@code inet_current_timestamp}). */
  static int timeOfDay(Ipv4 ipv4) {
    return (int) (ipv4.loop().wallTime().toEpochMilli() % 86_400_000);
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
