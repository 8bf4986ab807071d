package dev.dejima.packet.print;

import dev.dejima.packet.EtherType;

/** ARP and reverse ARP, for any length of hardware address. */
final class ArpPrinter {
  private static final int HEADER = 8;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int REVERSE_REQUEST = 3;
  private static final int REVERSE_REPLY = 4;
  private static final int INVERSE_REQUEST = 8;
  private static final int INVERSE_REPLY = 9;

  private final Dissection d;
  private final int at;
  private final int protocol;
  private final int hardwareLength;
  private final int protocolLength;

  private ArpPrinter(Dissection d, int at) {
    this.d = d;
    this.at = at;
    protocol = d.u16(at + 2);
    hardwareLength = d.u8(at + 4);
    protocolLength = d.u8(at + 5);
  }

  static void print(Dissection d, int at, int length) {
    d.enter("arp");
    d.need(at, HEADER);
    new ArpPrinter(d, at).print(length);
  }

  private void print(int length) {
    d.need(targetProtocol(), protocolLength);
    if (!d.options.link()) {
      d.add("ARP, ");
    }
    boolean verbose = d.options.verbose();
    if (!isIp() || protocolLength != 4 || hardwareLength == 0 || verbose) {
      d.add(Names.arpHardware(d.u16(at)), " (len ", hardwareLength, "), ");
      d.add(Names.etherType(protocol, null), " (len ", protocolLength, ")");
      if (!verbose) {
        d.add(", length ", length);
        return;
      }
    }
    int operation = d.u16(at + 6);
    d.add(verbose ? ", " : "", Names.arpOperation(operation), " ");
    if (!operation(operation)) {
      HexDump.hexAndAscii(d, at, d.available(at));
      return;
    }
    d.add(", length ", length);
  }

  private boolean operation(int operation) {
    switch (operation) {
      case REQUEST -> {
        d.add("who-has ", ip(targetProtocol()));
        if (isNonZero(targetHardware())) {
          d.add(" (", hardware(targetHardware()), ")");
        }
        d.add(" tell ", ip(senderProtocol()));
      }
      case REPLY -> d.add(ip(senderProtocol()), " is-at ", hardware(senderHardware()));
      case REVERSE_REQUEST, INVERSE_REQUEST -> {
        d.add("who-is ", hardware(targetHardware()));
        d.add(" tell ", hardware(senderHardware()));
      }
      case REVERSE_REPLY -> d.add(hardware(targetHardware()), " at ", ip(targetProtocol()));
      case INVERSE_REPLY -> d.add(hardware(senderHardware()), " at ", ip(senderProtocol()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean isIp() {
    return protocol == EtherType.IPV4 || protocol == Names.TRAILER;
  }

  private String ip(int address) {
    if (!isIp()) {
      return "<wrong proto type>";
    }
    return protocolLength == 4 ? d.ipv4(address) : "<wrong len>";
  }

  private String hardware(int address) {
    return d.linkAddress(address, hardwareLength);
  }

  private boolean isNonZero(int address) {
    for (int i = 0; i < hardwareLength; i++) {
      if (d.u8(address + i) != 0) {
        return true;
      }
    }
    return false;
  }

  private int senderHardware() {
    return at + HEADER;
  }

  private int senderProtocol() {
    return senderHardware() + hardwareLength;
  }

  private int targetHardware() {
    return senderProtocol() + protocolLength;
  }

  private int targetProtocol() {
    return targetHardware() + hardwareLength;
  }
}
