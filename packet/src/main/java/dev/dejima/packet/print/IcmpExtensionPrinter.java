package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IcmpType;

/** Extensions behind the packet that an ICMP error quotes (RFC 4884), MPLS labels among them. */
final class IcmpExtensionPrinter {
  /** Extensions come behind 128 octets of the quoted packet. */
  private static final int START = 136;

  /** Shorter messages have none. */
  private static final int LEAST = 136;

  private static final int VERSION = 2;
  private static final int HEADER = 4;

  private IcmpExtensionPrinter() {}

  static void print(Dissection d, int at, int type, int length) {
    if (length <= LEAST || !mayHave(type)) {
      return;
    }
    int from = at + START;
    if (!d.has(at, START + HEADER + 1)) {
      d.truncated();
      return;
    }
    // Not all who send extensions say so in the length field: a right checksum says so too.
    int rest = length - LEAST;
    boolean there = d.has(from, rest);
    if (d.u8(at + 5) == 0 && there && d.checksum(0, from, rest) != 0) {
      return;
    }
    int version = d.u8(from) >>> 4;
    d.add("\n\tICMP Multi-Part extension v", version);
    if (version != VERSION) {
      d.add(" packet not supported");
      return;
    }
    if (there) {
      d.add(", checksum 0x", hex(d.u16(from + 2), 4));
      d.add(d.checksum(0, from, rest) == 0 ? " (correct), length " : " (incorrect), length ");
      d.add(rest);
    }
    objects(d, from + HEADER, rest - HEADER);
  }

  private static boolean mayHave(int type) {
    return switch (type) {
      case IcmpType.DESTINATION_UNREACHABLE, IcmpType.TIME_EXCEEDED, IcmpType.PARAMETER_PROBLEM ->
          true;
      default -> false;
    };
  }

  private static void objects(Dissection d, int from, int length) {
    int at = from;
    long left = length & 0xffff_ffffL;
    while (left > HEADER) {
      if (!d.has(at, HEADER)) {
        d.truncated();
        return;
      }
      int size = d.u16(at);
      int kind = d.u8(at + 2);
      int form = d.u8(at + 3);
      d.add("\n\t  ", name(kind), " Object (", kind, "), Class-Type: ", form);
      d.add(", length ", size);
      if (kind == 0 || size < HEADER) {
        return;
      }
      at += HEADER;
      left -= HEADER;
      size -= HEADER;
      if (kind == 1 && form == 1) {
        label(d, d.u32(at));
      } else if (d.available(at) >= 0) {
        HexDump.unknown(d, "\n\t    ", at, size);
      }
      if (left < size) {
        return;
      }
      left -= size;
      at += size;
    }
  }

  private static String name(int kind) {
    return switch (kind) {
      case 1 -> "MPLS Stack Entry";
      case 2 -> "Interface Identification";
      default -> "unknown";
    };
  }

  /** An MPLS label stack entry (RFC 3032). */
  private static void label(Dissection d, int entry) {
    d.add("\n\t    label ", entry >>> 12, ", tc ", entry >>> 9 & 7);
    d.add((entry & 0x100) == 0 ? "" : ", [S]", ", ttl ", entry & 0xff);
  }
}
