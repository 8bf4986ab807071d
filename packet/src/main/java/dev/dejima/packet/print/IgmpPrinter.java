package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

/** Messages of IGMP (RFC 3376); routing protocols that ride on it are named, not decoded. */
final class IgmpPrinter {
  private IgmpPrinter() {}

  static void print(Dissection d, int at, int length) {
    d.enter("igmp");
    int type = d.u8(at);
    switch (type) {
      case 0x11 -> query(d, at, length);
      case 0x12 -> {
        d.add("igmp v1 report ", d.ipv4(at + 4));
        odd(d, length);
      }
      case 0x16 -> d.add("igmp v2 report ", d.ipv4(at + 4));
      case 0x17 -> d.add("igmp leave ", d.ipv4(at + 4));
      case 0x22 -> {
        d.add("igmp v3 report");
        report(d, at, length);
      }
      default -> d.add("igmp-", type);
    }
    if (d.options.verbose() && length >= 4 && d.has(at, length) && d.checksum(0, at, length) != 0) {
      d.add(" bad igmp cksum ", hex(d.u16(at + 2), 1), "!");
    }
  }

  private static void odd(Dissection d, int length) {
    if (length != 8) {
      d.add(" [len ", length, "]");
    }
  }

  private static void query(Dissection d, int at, int length) {
    d.add("igmp query");
    if (length >= 12) {
      queryV3(d, at, length);
      return;
    }
    int time = d.u8(at + 1);
    d.add(time == 0 ? " v1" : " v2");
    if (time != 0 && time != 100) {
      d.add(" [max resp time ", time, "]");
    }
    if (d.u32(at + 4) != 0) {
      d.add(" [gaddr ", d.ipv4(at + 4), "]");
    }
    odd(d, length);
  }

  private static void queryV3(Dissection d, int at, int length) {
    d.add(" v3");
    if (length % 4 != 0) {
      d.add(" [invalid len ", length, "]");
      return;
    }
    int code = d.u8(at + 1);
    if (code != 100) {
      d.add(" [max resp time ", time(tenths(code)), "]");
    }
    if (d.u32(at + 4) == 0) {
      return;
    }
    d.add(" [gaddr ", d.ipv4(at + 4));
    int sources = d.u16(at + 10);
    if (sources > 0) {
      if (length < 12 + 4 * sources) {
        d.add(" [invalid number of sources]");
      } else {
        sources(d, at + 12, sources);
      }
    }
    d.add("]");
  }

  private static int tenths(int code) {
    return code < 128 ? code : ((code & 15) | 16) << ((code >>> 4 & 7) + 3);
  }

  private static String time(int tenths) {
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + "s";
    }
    int seconds = tenths / 10;
    String text = seconds >= 3600 ? seconds / 3600 + "h" : "";
    text += seconds % 3600 >= 60 ? seconds % 3600 / 60 + "m" : "";
    return text + (seconds % 60 > 0 ? seconds % 60 + "s" : "");
  }

  private static void sources(Dissection d, int at, int count) {
    if (d.options.verbosity() < 2) {
      d.add(", ", count, " source(s)");
      return;
    }
    d.add(" {");
    for (int i = 0; i < count; i++) {
      d.add(" ", d.ipv4(at + 4 * i));
    }
    d.add(" }");
  }

  private static void report(Dissection d, int at, int length) {
    if (length < 16 || length % 4 != 0) {
      d.add(" [invalid len ", length, "]");
      return;
    }
    int groups = d.u16(at + 6);
    d.add(", ", groups, " group record(s)");
    int group = 8;
    for (int i = 0; i < groups && d.options.verbose(); i++) {
      if (length < group + 8) {
        d.add(" [invalid number of groups]");
        return;
      }
      d.add(" [gaddr ", d.ipv4(at + group + 4), " ");
      d.add(record(d.u8(at + group), "v3"));
      int sources = d.u16(at + group + 2);
      if (length < group + 8 + 4 * sources) {
        d.add(" [invalid number of sources ", sources, "]");
        return;
      }
      sources(d, at + group + 8, sources);
      group += 8 + 4 * sources;
      d.add("]");
    }
  }

  /** What a group record of IGMPv3 or MLDv2 says. */
  static String record(int type, String version) {
    return switch (type) {
      case 1 -> "is_in";
      case 2 -> "is_ex";
      case 3 -> "to_in";
      case 4 -> "to_ex";
      case 5 -> "allow";
      case 6 -> "block";
      default -> " [" + version + "-report-#" + type + "]";
    };
  }
}
