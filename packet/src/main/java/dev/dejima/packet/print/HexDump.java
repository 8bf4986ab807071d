package dev.dejima.packet.print;

/** Octets in lines of sixteen. */
final class HexDump {
  private static final int PER_LINE = 16;

  /** Columns of the hexadecimal part, so that the characters behind it stand in line. */
  private static final int WIDTH = 5 * PER_LINE / 2;

  private HexDump() {}

  /** Prints octets in hexadecimal; those that were not captured end the packet as truncated. */
  static void hex(Dissection d, String indent, int at, int length) {
    dump(d, indent, at, length, false);
  }

  /** Prints octets in hexadecimal and as characters. */
  static void hexAndAscii(Dissection d, int at, int length) {
    dump(d, "\n\t", at, length, true);
  }

  /** Prints as many octets as there are, up to {@code length}. */
  static void unknown(Dissection d, String indent, int at, int length) {
    hex(d, indent, at, Math.clamp(length & 0xffff_ffffL, 0, Math.max(0, d.available(at))));
  }

  private static void dump(Dissection d, String indent, int at, int length, boolean characters) {
    int there = Math.min(length, Math.max(0, d.available(at)));
    for (int line = 0; line < there; line += PER_LINE) {
      StringBuilder hex = new StringBuilder();
      StringBuilder ascii = new StringBuilder();
      for (int i = line; i < Math.min(line + PER_LINE, there); i++) {
        int octet = d.u8(at + i);
        hex.append(i % 2 == 0 ? " " : "");
        hex.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
        ascii.append(octet > 0x20 && octet < 0x7f ? (char) octet : '.');
      }
      d.add(indent, "0x", Dissection.hex(line, 4), ": ");
      if (characters) {
        hex.repeat(' ', Math.max(0, WIDTH - hex.length())).append("  ").append(ascii);
      }
      d.add(hex.toString());
    }
    if (there < length) {
      throw new TruncatedException();
    }
  }
}
