package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

/** Hop-by-hop and destination options of IPv6 (RFC 8200 section 4.2). */
final class Ipv6OptionsPrinter {
  /** In place of a length: the header is not whole. */
  static final int CUT_OFF = -1;

  private static final int PAD1 = 0;
  private static final int PADN = 1;
  private static final int ROUTER_ALERT = 5;
  private static final int JUMBO = 0xc2;
  private static final int HOME_ADDRESS = 0xc9;
  private static final int HOME_ADDRESS_LENGTH = 18;

  /** A valid jumbo payload is at least this long. */
  private static final int LEAST_JUMBO = 65536;

  private final Dissection d;
  private final boolean hopByHop;
  private final int payload;
  private boolean jumboSeen;
  private int jumbo;

  private Ipv6OptionsPrinter(Dissection d, boolean hopByHop, int payload) {
    this.d = d;
    this.hopByHop = hopByHop;
    this.payload = payload;
  }

  /**
   * Prints a hop-by-hop header; returns the length of a valid jumbo payload, 0 if it has none, or
   * {@link #CUT_OFF}.
   */
  static int hopByHop(Dissection d, int at, int payload) {
    d.enter("hbhopt");
    int length = (d.u8(at + 1) + 1) << 3;
    if (!d.has(at, length)) {
      d.truncated();
      return CUT_OFF;
    }
    d.add("HBH ");
    Ipv6OptionsPrinter printer = new Ipv6OptionsPrinter(d, true, payload);
    if (!printer.options(at + 2, length - 2)) {
      d.truncated();
      return CUT_OFF;
    }
    return printer.jumbo;
  }

  /** Prints a destination options header; returns its length, or {@link #CUT_OFF}. */
  static int destination(Dissection d, int at) {
    d.enter("dstopt");
    int length = (d.u8(at + 1) + 1) << 3;
    if (!d.has(at, length)) {
      d.truncated();
      return CUT_OFF;
    }
    d.add("DSTOPT ");
    if (d.options.verbose() && !new Ipv6OptionsPrinter(d, false, 0).options(at + 2, length - 2)) {
      d.truncated();
      return CUT_OFF;
    }
    return length;
  }

  private boolean options(int from, int length) {
    int size;
    for (int i = 0; i < length; i += size) {
      int type = d.u8(from + i);
      if (type != PAD1 && i + 1 >= length) {
        return false;
      }
      size = type == PAD1 ? 1 : d.u8(from + i + 1) + 2;
      if (i + size > length || !option(from + i, type, length - i, size)) {
        return false;
      }
    }
    verbose(" ");
    return true;
  }

  private void verbose(String words) {
    if (d.options.verbose()) {
      d.add(words);
    }
  }

  private boolean option(int at, int type, int left, int size) {
    switch (type) {
      case PAD1 -> verbose("(pad1)");
      case PADN -> verbose("(padn)");
      case ROUTER_ALERT -> {
        if (!sized("rtalert", at, left, 4)) {
          return false;
        }
        verbose(String.format("(rtalert: 0x%04x) ", d.u16(at + 2)));
      }
      case JUMBO -> {
        if (!sized("jumbo", at, left, 6)) {
          return false;
        }
        jumbo(d.u32(at + 2));
      }
      case HOME_ADDRESS -> {
        return homeAddress(at, left, size);
      }
      default -> verbose(String.format("(opt_type 0x%02x: len=%d)", type, size - 2));
    }
    return true;
  }

  private boolean sized(String name, int at, int left, int size) {
    if (left < size) {
      d.add("(", name, ": trunc)");
      return false;
    }
    if (d.u8(at + 1) != size - 2) {
      d.add("(", name, ": invalid len ", d.u8(at + 1), ")");
      return false;
    }
    return true;
  }

  private void jumbo(int length) {
    String flaw;
    if (jumboSeen) {
      flaw = " - already seen";
    } else if (!hopByHop) {
      flaw = " - not a hop-by-hop option";
    } else if (payload != 0) {
      flaw = " - payload len != 0";
    } else if (Integer.compareUnsigned(length, LEAST_JUMBO) < 0) {
      flaw = " - < 65536";
    } else {
      flaw = "";
      jumbo = length;
    }
    jumboSeen = true;
    verbose("(jumbo: " + Integer.toUnsignedString(length) + flaw + ") ");
  }

  private boolean homeAddress(int at, int left, int size) {
    if (left < HOME_ADDRESS_LENGTH) {
      d.add("(homeaddr: trunc)");
      return false;
    }
    if (size < HOME_ADDRESS_LENGTH) {
      d.add("(homeaddr: invalid len ", size - 2, ")");
      return false;
    }
    if (d.options.verbose()) {
      d.add("(homeaddr: ", d.ipv6(at + 2));
      if (!subOptions(at + HOME_ADDRESS_LENGTH, size - HOME_ADDRESS_LENGTH)) {
        return false;
      }
      d.add(")");
    }
    return true;
  }

  private boolean subOptions(int from, int length) {
    int size;
    for (int i = 0; i < length; i += size) {
      int type = d.u8(from + i);
      if (type != PAD1 && i + 1 >= length) {
        return false;
      }
      size = type == PAD1 ? 1 : d.u8(from + i + 1) + 2;
      if (i + size > length) {
        return false;
      }
      switch (type) {
        case PAD1 -> d.add(", pad1");
        case PADN -> d.add(", padn");
        default -> d.add(", sopt_type 0x", hex(type, 2), ": len=", size - 2);
      }
    }
    return true;
  }
}
