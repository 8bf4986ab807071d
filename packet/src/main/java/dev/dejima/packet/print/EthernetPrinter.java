package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.MacAddress;

/** Ethernet frames, with tags of IEEE 802.1Q and 802.1ad. */
final class EthernetPrinter {
  private EthernetPrinter() {}

  /** Prints a frame of {@code frameLength} octets that begins at {@code start}. */
  static void print(Dissection d, int start, int frameLength) {
    d.enter("ether");
    d.deeper();
    int captured = d.available(start);
    if (Integer.compareUnsigned(frameLength, captured) < 0) {
      d.add("[length ", frameLength, " < caplen ", captured, "]");
      d.invalid();
      return;
    }
    if (captured < EthernetView.LENGTH) {
      d.truncated();
      return;
    }
    if (d.options.link()) {
      addresses(d, start);
    }
    int at = start + 2 * MacAddress.LENGTH;
    int type = d.u16(at);
    at += 2;
    boolean lengthPrinted = false;
    while (isTag(type)) {
      if (d.available(at) < 4) {
        d.enter("vlan");
        d.truncated();
        return;
      }
      if (d.options.link()) {
        etherType(d, type);
        lengthOrComma(d, frameLength, lengthPrinted);
        lengthPrinted = true;
        d.add(tag(d.u16(at)), ", ");
      }
      type = d.u16(at + 2);
      at += 4;
    }
    int length = frameLength - (at - start);
    if (type <= CookedPrinter.LAST_LENGTH) {
      ieee8023(d, at, Math.min(type, length), lengthPrinted);
      return;
    }
    if (d.options.link()) {
      etherType(d, type);
      lengthOrComma(d, frameLength, lengthPrinted);
    }
    if (!payload(d, type, at, length)) {
      if (!d.options.link()) {
        addresses(d, start);
        etherType(d, type);
        d.add(", length ", frameLength, ": ");
      }
      HexDump.hexAndAscii(d, at, d.available(at));
    }
  }

  private static boolean isTag(int type) {
    return type == EtherType.VLAN || type == EtherType.QINQ || type == 0x9100 || type == 0x9200;
  }

  /** The tag control information of IEEE 802.1Q. */
  static String tag(int control) {
    String drop = (control & 0x1000) == 0 ? "" : ", DEI";
    return "vlan " + (control & 0xfff) + ", p " + (control >>> 13) + drop;
  }

  private static void lengthOrComma(Dissection d, int frameLength, boolean lengthPrinted) {
    if (lengthPrinted) {
      d.add(", ");
    } else {
      d.add(", length ", frameLength, ": ");
    }
  }

  private static void addresses(Dissection d, int start) {
    d.add(d.mac(start + EthernetView.SOURCE), " > ");
    d.add(d.mac(start + EthernetView.DESTINATION), ", ");
  }

  private static void etherType(Dissection d, int type) {
    d.add("ethertype ", Names.etherType(type, "Unknown"), " (0x", hex(type, 4), ")");
  }

  /** What logical link control carries is not decoded, only dumped. */
  private static void ieee8023(Dissection d, int at, int length, boolean lengthPrinted) {
    int before = d.limit(at, length);
    if (d.options.link()) {
      d.add("802.3");
      if (!lengthPrinted) {
        d.add(", length ", length, ": ");
      }
    }
    d.add("LLC, length ", length);
    HexDump.hexAndAscii(d, at, d.available(at));
    d.restore(before);
  }

  /** Prints what an EtherType carries; false if it is unknown. */
  static boolean payload(Dissection d, int type, int at, int length) {
    switch (type) {
      case EtherType.IPV4 -> Ipv4Printer.print(d, at, length);
      case EtherType.IPV6 -> Ipv6Printer.print(d, at, length);
      case EtherType.ARP, Names.REVERSE_ARP -> ArpPrinter.print(d, at, length);
      default -> {
        return false;
      }
    }
    return true;
  }
}
