package dev.dejima.packet.print;

import dev.dejima.packet.Ipv6Address;

/** Messages of multicast listener discovery (RFC 2710, RFC 3810). */
final class MldPrinter {
  private static final int V1_LENGTH = 24;
  private static final int V2_LENGTH = 28;
  private static final int RECORD_LENGTH = 20;

  private MldPrinter() {}

  /** A message of the first version. */
  static boolean group(Dissection d, int at) {
    if (d.available(at) >= V1_LENGTH) {
      d.add("max resp delay: ", d.u16(at + 4), " addr: ", d.ipv6(at + 8));
    }
    return true;
  }

  static boolean query(Dissection d, int at, int length) {
    if (length == V1_LENGTH) {
      return group(d, at);
    }
    if (length < V2_LENGTH) {
      d.add(" unknown-version (len ", length, ") ");
      return true;
    }
    boolean verbose = d.options.verbose();
    d.add(" v2");
    int code = d.u16(at + 4);
    if (verbose) {
      d.add(" [max resp delay=");
      d.add(code < 0x8000 ? code : ((code & 0xfff) | 0x1000) << ((code >>> 12 & 7) + 3), "]");
    }
    d.add(" [gaddr ", d.ipv6(at + 8));
    if (verbose) {
      querier(d, at);
    }
    int sources = d.u16(at + 26);
    if (sources > 0) {
      if (length < V2_LENGTH + sources * Ipv6Address.LENGTH) {
        d.add(" [invalid number of sources]");
      } else {
        sources(d, at + V2_LENGTH, sources);
      }
    }
    d.add("]");
    return true;
  }

  private static void querier(Dissection d, int at) {
    int flags = d.u8(at + 24);
    d.add((flags & 8) == 0 ? "" : " sflag");
    if ((flags & 7) != 0) {
      d.add(" robustness=", flags & 7);
    }
    int code = d.u8(at + 25);
    d.add(" qqi=", code < 128 ? code : ((code & 15) | 16) << ((code >>> 4 & 7) + 3));
  }

  private static void sources(Dissection d, int at, int count) {
    if (d.options.verbosity() < 2) {
      d.add(", ", count, " source(s)");
      return;
    }
    d.add(" {");
    for (int i = 0; i < count; i++) {
      d.add(" ", d.ipv6(at + Ipv6Address.LENGTH * i));
    }
    d.add(" }");
  }

  static boolean report(Dissection d, int at, int length) {
    if (length < 8) {
      d.add(" [invalid len ", length, "]");
      return true;
    }
    int groups = d.u16(at + 6);
    d.add(", ", groups, " group record(s)");
    int group = 8;
    for (int i = 0; i < groups && d.options.verbose(); i++) {
      if (length < group + RECORD_LENGTH) {
        d.add(" [invalid number of groups]");
        return true;
      }
      d.add(" [gaddr ", d.ipv6(at + group + 4), " ");
      d.add(IgmpPrinter.record(d.u8(at + group), "v2"));
      int sources = d.u16(at + group + 2);
      if (length < group + RECORD_LENGTH + sources * Ipv6Address.LENGTH) {
        d.add(" [invalid number of sources ", sources, "]");
        return true;
      }
      sources(d, at + group + RECORD_LENGTH, sources);
      group += RECORD_LENGTH + sources * Ipv6Address.LENGTH;
      d.add("]");
    }
    return true;
  }
}
