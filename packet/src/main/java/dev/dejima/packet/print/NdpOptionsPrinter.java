package dev.dejima.packet.print;

import dev.dejima.packet.Ipv6Address;
import java.util.StringJoiner;

/** Options of neighbour discovery (RFC 4861 section 4.6, RFC 4191, RFC 6275, RFC 8106). */
final class NdpOptionsPrinter {
  private static final String INFINITY = "infinity";

  private NdpOptionsPrinter() {}

  /** Prints the options; false if they end too early. */
  static boolean print(Dissection d, int from, int length) {
    int at = from;
    int left = length;
    while (at < d.end()) {
      if (!d.has(at + 1, 1)) {
        return false;
      }
      if (left <= 0) {
        return true;
      }
      int type = d.u8(at);
      int units = d.u8(at + 1);
      int size = units << 3;
      if (units == 0 || !d.has(at, size)) {
        return false;
      }
      d.add("\n\t  ", name(type), " option (", type, "), length ", size);
      d.add(" (", units, "): ");
      if (!option(d, type, at, size, from)) {
        return false;
      }
      if (!isKnown(type) && d.options.verbosity() <= 1) {
        HexDump.unknown(d, "\n\t  ", at + 2, size - 2);
        return true;
      }
      if (d.options.verbosity() > 1) {
        HexDump.unknown(d, "\n\t    ", at + 2, size - 2);
      }
      at += size;
      left -= size;
    }
    return true;
  }

  private static boolean isKnown(int type) {
    return !name(type).equals("unknown");
  }

  private static String name(int type) {
    return switch (type) {
      case 1 -> "source link-address";
      case 2 -> "destination link-address";
      case 3 -> "prefix info";
      case 4 -> "redirected header";
      case 5 -> "mtu";
      case 7 -> "advertisement interval";
      case 8 -> "homeagent information";
      case 24 -> "route info";
      case 25 -> "rdnss";
      case 31 -> "dnssl";
      default -> "unknown";
    };
  }

  private static boolean option(Dissection d, int type, int at, int size, int first) {
    switch (type) {
      case 1, 2 -> d.add(d.linkAddress(at + 2, size - 2));
      case 3 -> prefix(d, at, size);
      case 4 -> HexDump.unknown(d, "\n\t    ", first, size);
      case 5 -> d.add(" ", d.u32(at + 4), size == 8 ? "" : "bad option length");
      case 7 -> d.add(" ", d.u32(at + 4), "ms");
      case 8 -> d.add(" preference ", d.u16(at + 4), ", lifetime ", d.u16(at + 6));
      case 24 -> {
        return route(d, at, size);
      }
      case 25 -> nameServers(d, at, size);
      case 31 -> {
        return searchList(d, at, size);
      }
      default -> {}
    }
    return true;
  }

  private static void prefix(Dissection d, int at, int size) {
    d.add(d.ipv6(at + 16), "/", d.u8(at + 2), size == 32 ? "" : "badlen");
    d.add(", Flags [", flags(d.u8(at + 3), "onlink", "auto", "router"));
    d.add("], valid time ", lifetime(d.u32(at + 4)));
    d.add(", pref. time ", lifetime(d.u32(at + 8)));
  }

  private static boolean route(Dissection d, int at, int size) {
    if (size > 24) {
      return false;
    }
    long high = size > 8 ? d.u64(at + 8) : 0;
    long low = size > 16 ? d.u64(at + 16) : 0;
    d.add(" ", Dissection.ipv6(new Ipv6Address(high, low)), "/", d.u8(at + 2));
    d.add(", pref=", preference(d.u8(at + 3)));
    d.add(", lifetime=", lifetime(d.u32(at + 4)));
    return true;
  }

  private static void nameServers(Dissection d, int at, int size) {
    d.add(" lifetime ", d.u32(at + 4), "s,");
    for (int i = 0; i < (size / 8 - 1) / 2; i++) {
      d.add(" addr: ", d.ipv6(at + 8 + Ipv6Address.LENGTH * i));
    }
  }

  private static boolean searchList(Dissection d, int at, int size) {
    d.add(" lifetime ", d.u32(at + 4), "s, domain(s):");
    int cursor = at + 8;
    while (cursor < at + size && d.u8(cursor) != 0) {
      d.add(" ");
      for (int label = d.u8(cursor); label != 0; label = d.u8(cursor)) {
        if (label > 63 || !d.has(cursor + 1, label)) {
          return false;
        }
        for (int i = 1; i <= label; i++) {
          d.add(Dissection.visible(d.u8(cursor + i)));
        }
        d.add(".");
        cursor += label + 1;
      }
      cursor++;
    }
    return true;
  }

  private static String lifetime(int seconds) {
    return seconds == -1 ? INFINITY : Integer.toUnsignedString(seconds) + "s";
  }

  /** The preference of a router (RFC 4191). */
  static String preference(int flags) {
    return switch (flags >>> 3 & 3) {
      case 0 -> "medium";
      case 1 -> "high";
      case 2 -> "rsv";
      default -> "low";
    };
  }

  /** The names of the bits that are set, from the highest on; one without a name is not shown. */
  static String flags(int octet, String... names) {
    StringJoiner text = new StringJoiner(", ");
    text.setEmptyValue("none");
    for (int bit = 0; bit < names.length; bit++) {
      if ((octet << bit & 0x80) != 0 && !names[bit].isEmpty()) {
        text.add(names[bit]);
      }
    }
    return text.toString();
  }
}
