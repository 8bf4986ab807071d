package dev.dejima.packet.print;

/** Options of IPv4 headers (RFC 791). */
final class Ipv4OptionsPrinter {
  static final int LOOSE = 131;
  static final int STRICT = 137;

  private static final int END = 0;
  private static final int NOP = 1;
  private static final int RECORD_ROUTE = 7;
  private static final int TIMESTAMP = 68;
  private static final int ROUTER_ALERT = 148;

  private Ipv4OptionsPrinter() {}

  /** Prints the options; false if they were not captured whole. */
  static boolean print(Dissection d, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0) {
      d.add(at > from ? "," : "");
      int kind = d.u8(at);
      d.add(name(kind));
      int size = kind == NOP || kind == END ? 1 : d.u8(at + 1);
      if (size < (kind == NOP || kind == END ? 1 : 2) || size > left) {
        d.add(" [bad length ", size, "]");
        return true;
      }
      if (!d.has(at, size)) {
        return false;
      }
      switch (kind) {
        case END -> {
          return true;
        }
        case TIMESTAMP -> timestamps(d, at, size);
        case RECORD_ROUTE, LOOSE, STRICT -> route(d, at, size);
        case ROUTER_ALERT -> routerAlert(d, at, size);
        default -> {}
      }
      at += size;
      left -= size;
    }
    return true;
  }

  private static String name(int kind) {
    return switch (kind) {
      case END -> "EOL";
      case NOP -> "NOP";
      case RECORD_ROUTE -> "RR";
      case TIMESTAMP -> "timestamp";
      case 82 -> "traceroute";
      case 130 -> "security";
      case LOOSE -> "LSRR";
      case STRICT -> "SSRR";
      case ROUTER_ALERT -> "RA";
      default -> "unknown " + kind;
    };
  }

  private static void routerAlert(Dissection d, int at, int size) {
    if (size < 4) {
      d.add(" [bad length ", size, "]");
    } else if (d.u16(at + 2) != 0) {
      d.add(" value ", d.u16(at + 2));
    }
  }

  private static void route(Dissection d, int at, int size) {
    if (size < 3) {
      d.add(" [bad length ", size, "]");
      return;
    }
    if ((size + 1) % 4 != 0) {
      d.add(" [bad length ", size, "]");
    }
    int pointer = d.u8(at + 2) - 1;
    if (pointer < 3 || (pointer + 1) % 4 != 0 || pointer > size + 1) {
      d.add(" [bad ptr ", d.u8(at + 2), "]");
    }
    for (int stop = 3; stop < size; stop += 4) {
      d.add(" ", d.ipv4(at + stop), pointer > stop ? "," : "");
    }
  }

  private static void timestamps(Dissection d, int at, int size) {
    if (size < 4) {
      d.add("[bad length ", size, "]");
      return;
    }
    d.add(" TS{");
    int form = d.u8(at + 3) & 15;
    int step = form == 0 ? 4 : 8;
    if ((size - 4) % step != 0) {
      d.add("[bad length ", size, "]");
    }
    int pointer = d.u8(at + 2) - 1;
    if (pointer < 4 || (pointer - 4) % step != 0 || pointer > size + 1) {
      d.add("[bad ptr ", d.u8(at + 2), "]");
    }
    int reached = stamps(d, at, size, form, step, pointer);
    d.add(pointer == reached ? " ^ " : "");
    int lost = d.u8(at + 3) >>> 4;
    if (lost == 0) {
      d.add("}");
    } else {
      d.add(" [", lost, " hops not recorded]} ");
    }
  }

  private static int stamps(Dissection d, int at, int size, int form, int step, int pointer) {
    switch (form) {
      case 0 -> d.add("TSONLY");
      case 1 -> d.add("TS+ADDR");
      case 3 -> d.add("PRESPEC");
      default -> {
        d.add("[bad ts type ", form, "]");
        return 0;
      }
    }
    int entry = 4;
    for (; entry < size; entry += step) {
      d.add(pointer == entry ? " ^ " : " ", d.u32(at + entry + step - 4), "@");
      d.add(step == 8 ? d.ipv4(at + entry) : "");
    }
    return entry;
  }
}
