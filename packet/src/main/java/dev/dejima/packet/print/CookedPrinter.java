package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.EtherType;
import dev.dejima.packet.MacAddress;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Frames of LINUX_SLL2: captured on "any" interface, with its number and their direction. */
final class CookedPrinter {
  private static final int PROTOCOL = 0;
  private static final int INTERFACE = 4;
  private static final int PACKET_TYPE = 10;
  private static final int ADDRESS_LENGTH = 11;
  private static final int ADDRESS = 12;
  private static final int LENGTH = 20;

  /** The largest number that is no EtherType: the length of an IEEE 802.3 frame. */
  static final int LAST_LENGTH = 1500;

  private static final int P_802_3 = 1;
  private static final int P_802_2 = 4;

  private CookedPrinter() {}

  static void print(Dissection d, int frameLength, IntFunction<@Nullable String> names) {
    d.enter("sll2");
    d.need(0, LENGTH);
    String name = names.apply(d.u32(INTERFACE));
    pad(d, name == null ? "?" : name, 5);
    pad(d, direction(d.u8(PACKET_TYPE)), 3);
    if (d.options.link()) {
      header(d, frameLength);
    }
    int type = d.u16(PROTOCOL);
    int at = LENGTH;
    while (type == EtherType.VLAN) {
      if (d.available(at) < 4) {
        d.enter("vlan");
        d.truncated();
        return;
      }
      if (d.options.link()) {
        d.add(EthernetPrinter.tag(d.u16(at)), ", ");
      }
      type = d.u16(at + 2);
      if (type <= LAST_LENGTH) {
        type = P_802_2;
      }
      d.add("ethertype ", Names.etherType(type, "Unknown"), ", ");
      at += 4;
    }
    if (!EthernetPrinter.payload(d, type, at, frameLength - at)) {
      if (!d.options.link() && type > LAST_LENGTH) {
        header(d, frameLength - at + LENGTH);
      }
      HexDump.hexAndAscii(d, at, d.available(at));
    }
  }

  private static void pad(Dissection d, String word, int width) {
    d.add(word, " ".repeat(Math.max(0, width - word.length())), " ");
  }

  private static String direction(int packetType) {
    return switch (packetType) {
      case 0 -> "In";
      case 1 -> "B";
      case 2 -> "M";
      case 3 -> "P";
      case 4 -> "Out";
      default -> "?";
    };
  }

  private static void header(Dissection d, int length) {
    d.enter("sll2");
    d.add("ifindex ", d.u32(INTERFACE), " ");
    if (d.u8(ADDRESS_LENGTH) == MacAddress.LENGTH) {
      d.add(d.mac(ADDRESS), " ");
    }
    int type = d.u16(PROTOCOL);
    switch (type) {
      case P_802_3 -> d.add("802.3");
      case P_802_2 -> d.add("802.2");
      default -> {
        String name = type <= LAST_LENGTH ? "Unknown" : Names.etherType(type, "Unknown");
        d.add("ethertype ", name, " (0x", hex(type, 4), ")");
      }
    }
    d.add(", length ", length, ": ");
  }
}
