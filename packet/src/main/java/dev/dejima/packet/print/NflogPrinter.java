package dev.dejima.packet.print;

/** Frames of NFLOG: what a log group tells of a packet, as attributes, its octets among them. */
final class NflogPrinter {
  private static final int FAMILY = 0;
  private static final int VERSION = 1;
  private static final int RESOURCE = 2;
  private static final int LENGTH = 4;
  private static final int ATTRIBUTE = 4;
  private static final int NFULA_PAYLOAD = 9;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private NflogPrinter() {}

  static void print(Dissection d, int frameLength) {
    d.enter("nflog");
    d.need(0, LENGTH);
    int version = d.u8(VERSION);
    if (version != 0) {
      d.add("version ", version, " (unknown)");
      return;
    }
    if (d.options.link()) {
      header(d, frameLength);
    }
    int at = payload(d, frameLength);
    switch (d.u8(FAMILY)) {
      case AF_INET -> Ipv4Printer.print(d, at, frameLength - at);
      case AF_INET6 -> Ipv6Printer.print(d, at, frameLength - at);
      default -> {
        if (!d.options.link()) {
          header(d, frameLength - at + LENGTH);
        }
        HexDump.hexAndAscii(d, at, d.available(at));
      }
    }
  }

  /** Where the packet's octets begin; the frame's end if there are none. */
  private static int payload(Dissection d, int frameLength) {
    int at = LENGTH;
    while (at < frameLength) {
      d.need(at, ATTRIBUTE);
      int length = littleEndian(d, at) + 3 & ~3;
      if (length < ATTRIBUTE) {
        throw new TruncatedException();
      }
      d.need(at, length);
      if (littleEndian(d, at + 2) == NFULA_PAYLOAD) {
        return at + ATTRIBUTE;
      }
      at += length;
    }
    return at;
  }

  private static int littleEndian(Dissection d, int at) {
    return d.u8(at) | d.u8(at + 1) << 8;
  }

  private static void header(Dissection d, int length) {
    int family = d.u8(FAMILY);
    String name =
        switch (family) {
          case AF_INET -> "IPv4";
          case AF_INET6 -> "IPv6";
          default -> "Unknown";
        };
    d.add("version ", d.u8(VERSION), ", resource ID ", d.u16(RESOURCE));
    d.add(", family ", name, " (", family, "), length ", length, ": ");
  }
}
