package dev.dejima.packet.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocols that a filter names, as qualifiers and as primitives of their own. */
public enum Protocol {
  LINK(Layer.LINK, 0, "ether link ppp slip fddi tr wlan"),
  IP(Layer.NETWORK, 0x0800, "ip"),
  ARP(Layer.NETWORK, 0x0806, "arp"),
  RARP(Layer.NETWORK, 0x8035, "rarp"),
  IP6(Layer.NETWORK, 0x86dd, "ip6"),
  ATALK(Layer.NETWORK, 0x809b, "atalk"),
  DECNET(Layer.NETWORK, 0x6003, "decnet"),
  LAT(Layer.NETWORK, 0x6004, "lat"),
  SCA(Layer.NETWORK, 0x6007, "sca"),
  MOPDL(Layer.NETWORK, 0x6001, "mopdl"),
  MOPRC(Layer.NETWORK, 0x6002, "moprc"),
  AARP(Layer.LINK_CONTROL, 0x80f3, "aarp"),
  ISO(Layer.LINK_CONTROL, 0xfe, "iso"),
  STP(Layer.LINK_CONTROL, 0x42, "stp"),
  IPX(Layer.LINK_CONTROL, 0xe0, "ipx"),
  NETBEUI(Layer.LINK_CONTROL, 0xf0, "netbeui"),
  TCP(Layer.TRANSPORT, 6, "tcp"),
  UDP(Layer.TRANSPORT, 17, "udp"),
  SCTP(Layer.TRANSPORT, 132, "sctp"),
  PIM(Layer.TRANSPORT, 103, "pim"),
  ICMP(Layer.TRANSPORT_OF_IP, 1, "icmp"),
  IGMP(Layer.TRANSPORT_OF_IP, 2, "igmp"),
  IGRP(Layer.TRANSPORT_OF_IP, 9, "igrp"),
  VRRP(Layer.TRANSPORT_OF_IP, 112, "vrrp"),
  CARP(Layer.TRANSPORT_OF_IP, 112, "carp"),
  ICMP6(Layer.TRANSPORT_OF_IP6, 58, "icmp6"),
  AH(Layer.EXTENSION, 51, "ah"),
  ESP(Layer.EXTENSION, 50, "esp");

  /** Where a protocol stands, which decides what is tested and whether its octets can be read. */
  enum Layer {
    LINK,
    /** Named by an Ethernet type; {@code PROTO[…]} reads from the end of the link header. */
    NETWORK,
    /** Named by an Ethernet type or an IEEE 802.2 SAP; cannot be indexed. */
    LINK_CONTROL,
    /** Carried by IPv4 and IPv6. */
    TRANSPORT,
    TRANSPORT_OF_IP,
    TRANSPORT_OF_IP6,
    /** Carried by IPv4 and IPv6; cannot be indexed. */
    EXTENSION
  }

  private static final Map<String, Protocol> BY_WORD = new HashMap<>();

  static {
    for (Protocol protocol : values()) {
      for (String word : protocol.words.split(" ", -1)) {
        BY_WORD.put(word, protocol);
      }
    }
  }

  private final Layer layer;
  private final int number;

  /** With spaces between, the usual one first. */
  private final String words;

  Protocol(Layer layer, int number, String words) {
    this.layer = layer;
    this.number = number;
    this.words = words;
  }

  Layer layer() {
    return layer;
  }

  /** The Ethernet type, SAP or protocol number. */
  int number() {
    return number;
  }

  /** The word of pcap-filter(7), the usual one where there are several. */
  public String word() {
    return words.split(" ", -1)[0];
  }

  static @Nullable Protocol named(String word) {
    return BY_WORD.get(word);
  }

  static List<String> allWords() {
    return List.copyOf(BY_WORD.keySet());
  }
}
