package dev.dejima.packet.print;

import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;

/** What IP carries, by protocol. */
final class IpDemux {
  /** Sun's network disk. */
  private static final int ND = 77;

  /** Ethernet in IPv6 (RFC 8986). */
  private static final int ETHERNET = 143;

  private IpDemux() {}

  /**
   * The packet that carries it.
   *
   * @param at where its header begins
   * @param version 4 or 6
   * @param fragmented whether it is a first fragment
   */
  record Packet(int at, int version, boolean fragmented) {
    /** The two addresses; with ports, if the IP header itself names the protocol. */
    String ends(Dissection d, int protocol, String sourcePort, String destinationPort) {
      String source = version == 6 ? d.ipv6(at + Ipv6View.SOURCE) : d.ipv4(at + Ipv4View.SOURCE);
      String destination =
          version == 6 ? d.ipv6(at + Ipv6View.DESTINATION) : d.ipv4(at + Ipv4View.DESTINATION);
      return isDirect(d, protocol)
          ? source + "." + sourcePort + " > " + destination + "." + destinationPort + ": "
          : sourcePort + " > " + destinationPort + ": ";
    }

    /** Whether the IP header itself names the protocol, no extension header standing between. */
    boolean isDirect(Dissection d, int protocol) {
      return d.u8(at + (version == 6 ? Ipv6View.NEXT_HEADER : Ipv4View.PROTOCOL)) == protocol;
    }

    /** The two addresses alone. */
    String addresses(Dissection d) {
      return version == 6 ? Ipv6Printer.addresses(d, at) : Ipv4Printer.addresses(d, at);
    }

    /** The checksum over pseudo header and payload: 0 if it is right. */
    int checksum(Dissection d, int from, int length, int protocol) {
      return d.checksum(
          version == 6
              ? pseudoSumV6(d, protocol, length)
              : Ipv4Printer.pseudoSum(d, at, protocol, length),
          from,
          length);
    }

    private long pseudoSumV6(Dissection d, int protocol, int length) {
      Ipv6Address source = d.ipv6Address(at + Ipv6View.SOURCE);
      Ipv6Address destination = Ipv6Printer.finalDestination(d, at);
      return Checksum.pseudo(source, destination, protocol, length);
    }
  }

  /** Whether the protocol's printer writes the addresses itself, with the ports. */
  static boolean printsPorts(int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.DCCP -> true;
      default -> false;
    };
  }

  static void print(Dissection d, Packet ip, int at, int length, int protocol) {
    switch (protocol) {
      case IpProtocol.TCP -> new TcpPrinter(d, ip, at).print(length);
      case IpProtocol.UDP -> UdpPrinter.print(d, ip, at, length);
      case IpProtocol.ICMP -> {
        if (ip.version() == 4) {
          IcmpPrinter.print(d, at, length, ip.fragmented());
        } else {
          requires(d, protocol, 4);
        }
      }
      case IpProtocol.ICMPV6 -> {
        if (ip.version() == 6) {
          new Icmpv6Printer(d, ip, at).print(length);
        } else {
          requires(d, protocol, 6);
        }
      }
      case IpProtocol.IGMP -> {
        if (ip.version() == 4) {
          IgmpPrinter.print(d, at, length);
        } else {
          requires(d, protocol, 4);
        }
      }
      case IpProtocol.IPIP -> Ipv4Printer.print(d, at, length);
      case IpProtocol.IPV6 -> Ipv6Printer.print(d, at, length);
      case IpProtocol.IPV6_NO_NEXT_HEADER -> d.add("no next header");
      case ETHERNET -> {
        if (ip.version() == 6) {
          EthernetPrinter.print(d, at, length);
        } else {
          requires(d, protocol, 6);
        }
      }
      case ND -> d.add(" nd ").add(length);
      default -> {
        String number = " ip-proto-" + protocol;
        d.add(d.options.numeric() ? number : name(protocol, number)).add(" ").add(length);
      }
    }
  }

  static String name(int protocol, String unknown) {
    return Names.protocol(protocol).map(name -> " " + name).orElse(unknown);
  }

  private static void requires(Dissection d, int protocol, int version) {
    d.add("[").add(Names.ipProtocol(protocol)).add(" requires IPv").add(version).add("]");
    d.invalid();
  }
}
