package dev.dejima.packet.filter;

import java.util.Arrays;

/** How the frames begin that a program reads: a LINKTYPE_ value of pcap files. */
public enum LinkType {
  ETHERNET(1, 12, 14),
  RAW(101, 0, 0),
  /** Logged packets, which libpcap does not filter. */
  NFLOG(239, 0, 0),
  LINUX_SLL2(276, 0, 20);

  private final int number;
  private final int protocolOffset;
  private final int payload;

  LinkType(int number, int protocolOffset, int payload) {
    this.number = number;
    this.protocolOffset = protocolOffset;
    this.payload = payload;
  }

  /**
   * The link type of a capture file.
   *
   * @throws FilterException if no filter can be compiled for it
   */
  public static LinkType of(int number) {
    return Arrays.stream(values())
        .filter(type -> type.number == number)
        .findAny()
        .orElseThrow(
            () -> new FilterException("filters for link type " + number + " not supported", 0));
  }

  public int number() {
    return number;
  }

  /** Where the Ethernet type of the payload stands; without meaning for {@code RAW}. */
  int protocolOffset() {
    return protocolOffset;
  }

  /** Octets of the link header. */
  int payload() {
    return payload;
  }
}
