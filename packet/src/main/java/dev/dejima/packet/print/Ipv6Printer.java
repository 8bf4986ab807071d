package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;

/** IPv6 headers and the extension headers behind them. */
final class Ipv6Printer {
  /** In place of an extension header's length: the line is complete. */
  private static final int DONE = -1;

  private final Dissection d;
  private final int at;

  /** Where the current header begins. */
  private int cursor;

  /** Octets from there to the end that the header says. */
  private int left;

  /** The length of the payload, from the header or from a jumbo payload option. */
  private int payload;

  private boolean extended;
  private boolean hopByHopSeen;
  private boolean jumbo;
  private boolean fragmented;

  private Ipv6Printer(Dissection d, int at) {
    this.d = d;
    this.at = at;
  }

  static void print(Dissection d, int at, int length) {
    d.enter("ip6");
    d.deeper();
    if (!d.has(at, Ipv6View.LENGTH)) {
      d.truncated();
      return;
    }
    new Ipv6Printer(d, at).print(length);
  }

  static String addresses(Dissection d, int at) {
    return d.ipv6(at + Ipv6View.SOURCE) + " > " + d.ipv6(at + Ipv6View.DESTINATION);
  }

  private void print(int length) {
    if (Integer.compareUnsigned(length, Ipv6View.LENGTH) < 0) {
      d.add("truncated-ip6 ", length);
      return;
    }
    if (!d.options.link()) {
      d.add("IP6 ");
    }
    if (d.u8(at) >>> 4 != 6) {
      d.add("version error: ", d.u8(at) >>> 4, " != 6");
      return;
    }
    payload = d.u16(at + Ipv6View.PAYLOAD_LENGTH);
    // With a payload length of 0, a jumbo payload option may say the length: look at all there is.
    int whole = (payload == 0 ? length : payload) + Ipv6View.LENGTH;
    if (payload != 0 && length < whole) {
      d.add("truncated-ip6 - ", whole - length, " bytes missing!");
    }
    if (d.options.verbose()) {
      details();
    }
    int before = d.limit(at, whole);
    cursor = at;
    left = whole;
    headers(length, before);
    d.restore(before);
  }

  private void details() {
    int word = d.u32(at);
    d.add("(");
    if ((word & 0x0ff0_0000) != 0) {
      d.add("class 0x", hex(word >>> 20 & 0xff, 2), ", ");
    }
    if ((word & 0xfffff) != 0) {
      d.add("flowlabel 0x", hex(word & 0xfffff, 5), ", ");
    }
    int next = d.u8(at + Ipv6View.NEXT_HEADER);
    d.add("hlim ", d.u8(at + Ipv6View.HOP_LIMIT));
    d.add(", next-header ", Names.ipProtocol(next), " (", next);
    d.add(") payload length: ", payload, ") ");
  }

  /** Walks the extension headers up to the first that is none, and hands that on. */
  private void headers(int length, int outerEnd) {
    int next = d.u8(at + Ipv6View.NEXT_HEADER);
    int advance = Ipv6View.LENGTH;
    while (cursor < d.end() && advance > 0) {
      if (left < advance) {
        d.truncated();
        return;
      }
      cursor += advance;
      left -= advance;
      if (!extended && !IpDemux.printsPorts(next)) {
        d.add(addresses(d, at), ": ");
      }
      if (!isExtension(next)) {
        upper(next, length, outerEnd);
        return;
      }
      advance = extension(next);
      if (advance == DONE) {
        return;
      }
      extended = true;
      next = d.u8(cursor);
      d.enter("ip6");
    }
  }

  private static boolean isExtension(int protocol) {
    return protocol != IpProtocol.AH && IpProtocol.isIpv6Extension(protocol);
  }

  /** Prints an extension header; its length, or DONE if nothing behind it is to be printed. */
  private int extension(int type) {
    return switch (type) {
      case IpProtocol.IPV6_HOP_BY_HOP -> hopByHop();
      case IpProtocol.IPV6_DESTINATION -> Ipv6OptionsPrinter.destination(d, cursor);
      case IpProtocol.IPV6_FRAGMENT -> fragment();
      default -> routing();
    };
  }

  /** Hop-by-hop options must come first (RFC 8200 section 4.3). */
  private int hopByHop() {
    if (extended) {
      d.add("[The Hop-by-Hop Options header ");
      d.add(hopByHopSeen ? "was already found]" : "don't follow the IPv6 header]");
      d.invalid();
      return DONE;
    }
    hopByHopSeen = true;
    int found = Ipv6OptionsPrinter.hopByHop(d, cursor, payload);
    boolean cutOff = found == Ipv6OptionsPrinter.CUT_OFF;
    if (payload == 0) {
      if (cutOff || found == 0) {
        d.add("[No valid Jumbo Payload Hop-by-Hop option found]");
        d.invalid();
        return DONE;
      }
      jumbo = true;
      payload = found;
    }
    return cutOff ? DONE : (d.u8(cursor + 1) + 1) << 3;
  }

  private void upper(int protocol, int length, int outerEnd) {
    int before = cursor - at;
    if (jumbo) {
      int whole = payload + Ipv6View.LENGTH;
      if (Integer.compareUnsigned(whole, before) < 0) {
        d.truncated();
        return;
      }
      if (Integer.compareUnsigned(length, whole) < 0) {
        d.add("truncated-ip6 - ", whole - length, " bytes missing!");
      }
      d.restore(outerEnd);
      d.limit(at, whole);
      left = whole - before;
    } else if (payload == 0) {
      if (extended) {
        d.truncated();
        return;
      }
      d.limit(at, Ipv6View.LENGTH);
      left = 0;
    }
    IpDemux.print(d, new IpDemux.Packet(at, 6, fragmented), cursor, left, protocol);
  }

  /** Prints a fragment header; its length, or DONE behind that of a later fragment. */
  private int fragment() {
    d.enter("frag6");
    String identification = d.options.verbose() ? "0x" + hex(d.u32(cursor + 4), 8) + ":" : "";
    int offset = d.u16(cursor + 2) & 0xfff8;
    // tcpdump computes this in 64 bits without sign.
    long length =
        (long) Ipv6View.LENGTH
            + d.u16(at + Ipv6View.PAYLOAD_LENGTH)
            - (cursor - at)
            - Ipv6View.FRAGMENT_LENGTH;
    d.add("frag (", identification, offset, "|", Long.toUnsignedString(length), ")");
    if (offset != 0) {
      return DONE;
    }
    d.add(" ");
    fragmented = true;
    return d.end() <= cursor + Ipv6View.FRAGMENT_LENGTH ? DONE : Ipv6View.FRAGMENT_LENGTH;
  }

  private int routing() {
    if (!d.has(cursor, 1)) {
      d.truncated();
      return DONE;
    }
    d.enter("rt6");
    int size = d.u8(cursor + 1);
    int type = d.u8(cursor + 2);
    d.add("RT6 (len=", size, ", type=", type, type == 0 ? " [Deprecated]" : "");
    d.add(", segleft=", d.u8(cursor + 3));
    switch (type) {
      case 0, 2 -> {
        int reserved = d.u32(cursor + 4);
        if (reserved != 0 || d.options.verbose()) {
          d.add(", rsv=0x", hex(reserved, 1));
        }
      }
      case 4 -> {
        d.add(", last-entry=", d.u8(cursor + 4));
        int flags = d.u8(cursor + 5);
        if (flags != 0 || d.options.verbose()) {
          d.add(", flags=0x", hex(flags, 1));
        }
        d.add(", tag=", hex(d.u16(cursor + 6), 1));
      }
      default -> {
        d.add(" (unknown type)");
        d.invalid();
        return DONE;
      }
    }
    if (size % 2 == 1) {
      d.add(" (invalid length ", size, ")");
      d.invalid();
      return DONE;
    }
    for (int i = 0; i < size / 2; i++) {
      d.add(", [", i, "]", d.ipv6(cursor + 8 + Ipv6Address.LENGTH * i));
    }
    d.add(") ");
    return (size + 1) << 3;
  }

  /** The destination, or the last stop that a routing header names. */
  static Ipv6Address finalDestination(Dissection d, int at) {
    Ipv6Address header = d.ipv6Address(at + Ipv6View.DESTINATION);
    int next = d.u8(at + Ipv6View.NEXT_HEADER);
    int cursor = at + Ipv6View.LENGTH;
    while (cursor < d.end()) {
      switch (next) {
        case IpProtocol.IPV6_HOP_BY_HOP, IpProtocol.IPV6_DESTINATION -> {
          if (!d.has(cursor, 2)) {
            return header;
          }
          next = d.u8(cursor);
          cursor += (d.u8(cursor + 1) + 1) << 3;
        }
        case IpProtocol.IPV6_FRAGMENT -> {
          if (!d.has(cursor, 1)) {
            return header;
          }
          next = d.u8(cursor);
          cursor += Ipv6View.FRAGMENT_LENGTH;
        }
        case IpProtocol.IPV6_ROUTING -> {
          return lastStop(d, cursor, header);
        }
        default -> {
          return header;
        }
      }
    }
    return header;
  }

  private static Ipv6Address lastStop(Dissection d, int cursor, Ipv6Address header) {
    if (!d.has(cursor, 4)) {
      return header;
    }
    int stops = d.u8(cursor + 1) / 2;
    int type = d.u8(cursor + 2);
    boolean odd = d.u8(cursor + 1) % 2 == 1;
    // Segment routing (type 4) lists the stops backwards.
    int last = type == 4 ? 0 : stops - 1;
    int stop = cursor + 8 + Ipv6Address.LENGTH * last;
    boolean known = (type == 0 || type == 2) ? stops > 0 : type == 4;
    return !odd && known && d.has(stop, Ipv6Address.LENGTH) ? d.ipv6Address(stop) : header;
  }
}
