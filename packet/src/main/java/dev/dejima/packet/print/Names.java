package dev.dejima.packet.print;

import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NameTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** tcpdump's words for numbers. */
final class Names {
  /** Reverse ARP (RFC 903). */
  static final int REVERSE_ARP = 0x8035;

  /** Trailer encapsulation (RFC 893), treated as IPv4 by ARP. */
  static final int TRAILER = 0x1000;

  private static final NameTable PROTOCOLS = NameTable.load("print/protocols");

  private Names() {}

  /** IANA's keyword of a protocol that IP carries. */
  static Optional<String> protocol(int number) {
    return PROTOCOLS.name(number);
  }

  /**
   * The name of an EtherType.
   *
   * @param unknown what to say if it has none; null for {@code Unknown Protocol (0x1234)}
   */
  static String etherType(int type, @Nullable String unknown) {
    return switch (type) {
      case 0x0200 -> "PUP";
      case 0x0500 -> "Sprite";
      case 0x0600 -> "NS";
      case 0x0707 -> "GeoNet (old)";
      case EtherType.IPV4 -> "IPv4";
      case EtherType.ARP -> "ARP";
      case TRAILER -> "Trail";
      case 0x1111 -> "CALM FAST";
      case 0x6001 -> "MOP DL";
      case 0x6002 -> "MOP RC";
      case 0x6003 -> "DN";
      case 0x6004 -> "LAT";
      case 0x6007 -> "SCA";
      case 0x6558 -> "TEB";
      case REVERSE_ARP -> "Reverse ARP";
      case 0x8038 -> "Lanbridge";
      case 0x803c -> "DEC DNS";
      case 0x803e -> "DEC DTS";
      case 0x805b -> "VEXP";
      case 0x805c -> "VPROD";
      case 0x809b -> "Appletalk";
      case 0x80f3 -> "Appletalk ARP";
      case EtherType.VLAN -> "802.1Q";
      case 0x8137 -> "IPX";
      case EtherType.IPV6 -> "IPv6";
      case 0x8808 -> "MPCP";
      case 0x8809 -> "Slow Protocols";
      case 0x880b -> "PPP";
      case EtherType.MPLS -> "MPLS unicast";
      case 0x8848 -> "MPLS multicast";
      case EtherType.PPPOE_DISCOVERY -> "PPPoE D";
      case EtherType.PPPOE_SESSION -> "PPPoE S";
      case 0x886f -> "MS NLB heartbeat";
      case 0x8870 -> "Jumbo";
      case 0x888e -> "EAPOL";
      case 0x8899 -> "Realtek protocols";
      case 0x88a2 -> "AoE";
      case EtherType.QINQ -> "802.1Q-QinQ";
      case 0x88ca -> "TIPC";
      case 0x88cc -> "LLDP";
      case 0x88e5 -> "802.1AE MACsec";
      case 0x88f7 -> "PTP";
      case 0x8902 -> "CFM";
      case 0x893a -> "IEEE1905.1";
      case 0x8947 -> "GeoNet";
      case 0x894f -> "NSH";
      case EtherType.LOOPBACK -> "Loopback";
      case 0x9100 -> "802.1Q-9100";
      case 0x9200 -> "802.1Q-9200";
      case 0xabcd -> "CFM (old)";
      case 0xd28b -> "Arista Vendor Specific Protocol";
      case 0xfefe -> "OSI";
      default -> unknown != null ? unknown : String.format("Unknown Protocol (0x%04x)", type);
    };
  }

  /** The name of a protocol in the details of an IP header. */
  static String ipProtocol(int number) {
    return switch (number) {
      case IpProtocol.IPV6_HOP_BY_HOP -> "Options";
      case IpProtocol.ICMP -> "ICMP";
      case IpProtocol.IGMP -> "IGMP";
      case IpProtocol.IPIP -> "IPIP";
      case IpProtocol.TCP -> "TCP";
      case 8 -> "EGP";
      case 9 -> "IGRP";
      case IpProtocol.UDP -> "UDP";
      case IpProtocol.DCCP -> "DCCP";
      case IpProtocol.IPV6 -> "IPv6";
      case IpProtocol.IPV6_ROUTING -> "Routing";
      case IpProtocol.IPV6_FRAGMENT -> "Fragment";
      case 46 -> "RSVP";
      case IpProtocol.GRE -> "GRE";
      case IpProtocol.ESP -> "ESP";
      case IpProtocol.AH -> "AH";
      case 55 -> "Mobile IP";
      case IpProtocol.ICMPV6 -> "ICMPv6";
      case 62 -> "Mobile IP (old)";
      case 88 -> "EIGRP";
      case 89 -> "OSPF";
      case 103 -> "PIM";
      case 108 -> "Compressed IP";
      case 112 -> "VRRP";
      case 113 -> "PGM";
      case IpProtocol.SCTP -> "SCTP";
      case IpProtocol.IPV6_MOBILITY -> "Mobility";
      case 143 -> "Ethernet";
      default -> "unknown";
    };
  }

  static String arpHardware(int type) {
    return switch (type) {
      case 1 -> "Ethernet";
      case 6 -> "TokenRing";
      case 7 -> "ArcNet";
      case 15 -> "FrameRelay";
      case 19 -> "ATM";
      case 23 -> "Strip";
      case 24 -> "IEEE 1394";
      case 32 -> "InfiniBand";
      default -> "Unknown Hardware (" + type + ")";
    };
  }

  static String arpOperation(int operation) {
    return switch (operation) {
      case 1 -> "Request";
      case 2 -> "Reply";
      case 3 -> "Reverse Request";
      case 4 -> "Reverse Reply";
      case 8 -> "Inverse Request";
      case 9 -> "Inverse Reply";
      case 10 -> "NACK Reply";
      default -> "Unknown (" + operation + ")";
    };
  }
}
