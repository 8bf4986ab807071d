package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.Checksum;
import dev.dejima.packet.Ipv4View;

/** IPv4 headers; on to the transport for all but later fragments. */
final class Ipv4Printer {
  private Ipv4Printer() {}

  /** Prints a packet of the version that its first octet says. */
  static void printEither(Dissection d, int at, int length) {
    d.enter("ip");
    int version = d.u8(at) >>> 4;
    switch (version) {
      case 4 -> print(d, at, length);
      case 6 -> Ipv6Printer.print(d, at, length);
      default -> d.add("unknown ip ", version);
    }
  }

  static void print(Dissection d, int at, int length) {
    d.enter("ip");
    d.deeper();
    int version = d.u8(at) >>> 4;
    if (version != 4) {
      d.add(version == 6 ? "IP6, wrong link-layer encapsulation" : "IP" + version);
      d.invalid();
      return;
    }
    if (!d.options.link()) {
      d.add("IP ");
    }
    if (!d.has(at, Ipv4View.LENGTH)) {
      d.truncated();
      return;
    }
    if (Integer.compareUnsigned(length, Ipv4View.LENGTH) < 0) {
      d.add("truncated-ip ", length);
      return;
    }
    int header = (d.u8(at) & 15) * 4;
    if (header < Ipv4View.LENGTH) {
      d.add("bad-hlen ", header);
      return;
    }
    int total = d.u16(at + Ipv4View.TOTAL_LENGTH);
    if (length < total) {
      d.add("truncated-ip - ", total - length, " bytes missing! ");
    }
    if (total < header) {
      if (total != 0) {
        d.add("bad-len ", total);
        return;
      }
      // A segment still to be cut by the device has no length yet.
      total = length;
    }
    int before = d.limit(at, total);
    if (!d.options.verbose() || details(d, at, header)) {
      payload(d, at, header, total - header);
    }
    d.restore(before);
  }

  private static void payload(Dissection d, int at, int header, int length) {
    int fragment = d.u16(at + Ipv4View.FRAGMENT);
    int protocol = d.u8(at + Ipv4View.PROTOCOL);
    if ((fragment & Ipv4View.OFFSET_MASK) != 0) {
      d.add(addresses(d, at), ":");
      String number = " ip-proto-" + protocol;
      d.add(d.options.numeric() ? number : IpDemux.name(protocol, number));
      return;
    }
    if (!IpDemux.printsPorts(protocol)) {
      d.add(addresses(d, at), ": ");
    }
    if (!d.has(at, header)) {
      d.add(" [remaining caplen(", d.available(at));
      d.add(") < header length(", header, ")]");
      throw new TruncatedException();
    }
    boolean fragmented = (fragment & Ipv4View.MORE_FRAGMENTS) != 0;
    IpDemux.print(d, new IpDemux.Packet(at, 4, fragmented), at + header, length, protocol);
  }

  static String addresses(Dissection d, int at) {
    return d.ipv4(at + Ipv4View.SOURCE) + " > " + d.ipv4(at + Ipv4View.DESTINATION);
  }

  /** What -v adds; false if the packet ends within the options. */
  private static boolean details(Dissection d, int at, int header) {
    int tos = d.u8(at + Ipv4View.TOS);
    d.add("(tos 0x", hex(tos, 1), congestion(tos & 3));
    int ttl = d.u8(at + Ipv4View.TTL);
    if (ttl != 0) {
      d.add(", ttl ", ttl);
    }
    int fragment = d.u16(at + Ipv4View.FRAGMENT);
    d.add(", id ", d.u16(at + Ipv4View.IDENTIFICATION));
    d.add(", offset ", (fragment & Ipv4View.OFFSET_MASK) * 8);
    d.add(", flags [", flags(fragment), "]");
    int protocol = d.u8(at + Ipv4View.PROTOCOL);
    d.add(", proto ", Names.ipProtocol(protocol), " (", protocol, ")");
    d.add(", length ", d.u16(at + Ipv4View.TOTAL_LENGTH));
    boolean whole = true;
    if (header > Ipv4View.LENGTH) {
      d.add(", options (");
      whole = Ipv4OptionsPrinter.print(d, at + Ipv4View.LENGTH, header - Ipv4View.LENGTH);
      d.add(whole ? ")" : " [truncated-option])");
    }
    if (d.has(at, header)) {
      checksum(d, at, header);
    }
    d.add(")\n    ");
    if (!whole) {
      d.add(addresses(d, at), ": ");
      d.truncated();
    }
    return whole;
  }

  private static void checksum(Dissection d, int at, int header) {
    int sum = d.checksum(0, at, header);
    if (sum != 0) {
      int field = d.u16(at + Ipv4View.CHECKSUM);
      d.add(", bad cksum ", hex(field, 1));
      d.add(" (->", hex(Dissection.shouldBe(field, sum), 1), ")!");
    }
  }

  private static String congestion(int ecn) {
    return switch (ecn) {
      case 1 -> ",ECT(1)";
      case 2 -> ",ECT(0)";
      case 3 -> ",CE";
      default -> "";
    };
  }

  private static String flags(int word) {
    StringBuilder flags = new StringBuilder();
    flags.append((word & Ipv4View.MORE_FRAGMENTS) == 0 ? "" : ", +");
    flags.append((word & Ipv4View.DONT_FRAGMENT) == 0 ? "" : ", DF");
    flags.append((word & Ipv4View.RESERVED) == 0 ? "" : ", rsvd");
    return flags.isEmpty() ? "none" : flags.substring(2);
  }

  /**
   * The partial sum of the pseudo header; with a source route in the options, the destination is
   * its last stop.
   */
  static long pseudoSum(Dissection d, int at, int protocol, int length) {
    int header = (d.u8(at) & 15) * 4;
    int destination = d.u32(at + Ipv4View.DESTINATION);
    int end = at + header;
    int option = at + Ipv4View.LENGTH;
    while (option < end && d.u8(option) != 0) {
      int kind = d.u8(option);
      int size = kind == 1 ? 1 : d.u8(option + 1);
      if (size < (kind == 1 ? 1 : 2) || size > end - option) {
        break;
      }
      if (size >= 7 && (kind == Ipv4OptionsPrinter.STRICT || kind == Ipv4OptionsPrinter.LOOSE)) {
        destination = d.u32(option + size - 4);
        break;
      }
      option += size;
    }
    return Checksum.pseudo(d.u32(at + Ipv4View.SOURCE), destination, protocol, length & 0xffff);
  }
}
