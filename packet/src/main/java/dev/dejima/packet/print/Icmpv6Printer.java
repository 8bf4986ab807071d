package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6View;

/** Messages of ICMPv6, neighbour discovery and multicast listeners among them. */
final class Icmpv6Printer {
  /** Where the packet begins that an error quotes. */
  private static final int QUOTED = IcmpView.LENGTH;

  /** In place of a protocol: it cannot be told. */
  private static final int UNKNOWN = -1;

  private final Dissection d;
  private final IpDemux.Packet ip;
  private final int at;

  /** Where the transport header begins of a quoted packet. */
  private int quoted;

  Icmpv6Printer(Dissection d, IpDemux.Packet ip, int at) {
    this.d = d;
    this.ip = ip;
    this.at = at;
  }

  void print(int length) {
    d.enter("icmp6");
    if (length == 0) {
      d.add("ICMP6, length 0");
      d.invalid();
      return;
    }
    boolean verbose = d.options.verbose();
    if (verbose && !ip.fragmented() && d.has(at, length)) {
      checksum(length);
    }
    int type = d.u8(at);
    d.add("ICMP6, ", name(type));
    if (verbose && isNeighbourDiscovery(type)) {
      d.add(", length ", length);
    }
    if (message(type, d.u8(at + IcmpView.CODE), length) && !verbose) {
      d.add(", length ", length);
    }
  }

  private void checksum(int length) {
    int sum = ip.checksum(d, at, length, IpProtocol.ICMPV6);
    if (sum == 0) {
      d.add("[icmp6 sum ok] ");
    } else {
      int field = d.u16(at + IcmpView.CHECKSUM);
      d.add("[bad icmp6 cksum 0x", hex(field, 4));
      d.add(" -> 0x", hex(Dissection.shouldBe(field, sum), 4), "!] ");
    }
  }

  private static boolean isNeighbourDiscovery(int type) {
    return type >= Icmpv6Type.ROUTER_SOLICITATION && type <= Icmpv6Type.REDIRECT;
  }

  private static String name(int type) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE -> "destination unreachable";
      case Icmpv6Type.PACKET_TOO_BIG -> "packet too big";
      case Icmpv6Type.TIME_EXCEEDED -> "time exceeded in-transit";
      case Icmpv6Type.PARAMETER_PROBLEM -> "parameter problem";
      case Icmpv6Type.ECHO_REQUEST -> "echo request";
      case Icmpv6Type.ECHO_REPLY -> "echo reply";
      case Icmpv6Type.LISTENER_QUERY -> "multicast listener query";
      case Icmpv6Type.LISTENER_REPORT -> "multicast listener report";
      case Icmpv6Type.LISTENER_DONE -> "multicast listener done";
      case Icmpv6Type.ROUTER_SOLICITATION -> "router solicitation";
      case Icmpv6Type.ROUTER_ADVERTISEMENT -> "router advertisement";
      case Icmpv6Type.NEIGHBOUR_SOLICITATION -> "neighbor solicitation";
      case Icmpv6Type.NEIGHBOUR_ADVERTISEMENT -> "neighbor advertisement";
      case Icmpv6Type.REDIRECT -> "redirect";
      case 138 -> "router renumbering";
      case 139 -> "who-are-you request";
      case 140 -> "who-are-you reply";
      case 141 -> "inverse neighbor solicitation";
      case 142 -> "inverse neighbor advertisement";
      case Icmpv6Type.LISTENER_REPORT_V2 -> "multicast listener report v2";
      case 144 -> "ha discovery request";
      case 145 -> "ha discovery reply";
      case 146 -> "mobile router solicitation";
      case 147 -> "mobile router advertisement";
      case 155 -> "RPL";
      case 200 -> "mtrace response";
      case 201 -> "mtrace message";
      default -> "unknown icmp6 type (" + type + ")";
    };
  }

  /** Prints what follows the name; false if the line is complete without a length. */
  private boolean message(int type, int code, int length) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE -> unreachable(code, length);
      case Icmpv6Type.PACKET_TOO_BIG -> add(", mtu ", d.u32(at + IcmpView.REST));
      case Icmpv6Type.TIME_EXCEEDED -> timeExceeded(code);
      case Icmpv6Type.PARAMETER_PROBLEM -> parameterProblem(code);
      case Icmpv6Type.ECHO_REQUEST, Icmpv6Type.ECHO_REPLY -> {
        d.add(", id ", d.u16(at + IcmpView.IDENTIFIER));
        yield add(", seq ", d.u16(at + IcmpView.SEQUENCE));
      }
      case Icmpv6Type.LISTENER_QUERY -> MldPrinter.query(d, at, length);
      case Icmpv6Type.LISTENER_REPORT, Icmpv6Type.LISTENER_DONE -> MldPrinter.group(d, at);
      case Icmpv6Type.LISTENER_REPORT_V2 -> MldPrinter.report(d, at, length);
      case Icmpv6Type.ROUTER_SOLICITATION -> options(8, length);
      case Icmpv6Type.ROUTER_ADVERTISEMENT -> routerAdvertisement(length);
      case Icmpv6Type.NEIGHBOUR_SOLICITATION -> {
        d.add(", who has ", d.ipv6(at + 8));
        yield options(24, length);
      }
      case Icmpv6Type.NEIGHBOUR_ADVERTISEMENT -> neighbourAdvertisement(length);
      case Icmpv6Type.REDIRECT -> {
        d.add(", ", d.ipv6(at + 24), " to ", d.ipv6(at + 8));
        yield options(40, length);
      }
      case 141, 142 -> true;
      default -> {
        d.add(", length ", length);
        if (d.options.verbosity() <= 1) {
          HexDump.unknown(d, "\n\t", at, length);
        }
        yield false;
      }
    };
  }

  private boolean add(String words, int number) {
    d.add(words, number);
    return true;
  }

  private boolean unreachable(int code, int length) {
    int destination = at + QUOTED + Ipv6View.DESTINATION;
    d.add(", ", unreachableName(code));
    switch (code) {
      case Icmpv6Type.NO_ROUTE, Icmpv6Type.ADMIN_PROHIBITED, Icmpv6Type.ADDRESS_UNREACHABLE ->
          d.add(" ", d.ipv6(destination));
      case Icmpv6Type.BEYOND_SCOPE -> {
        String source = d.ipv6(at + QUOTED + Ipv6View.SOURCE);
        d.add(" ", d.ipv6(destination), ", source address ", source);
      }
      case Icmpv6Type.PORT_UNREACHABLE -> {
        return portUnreachable(destination);
      }
      default -> {
        if (d.options.verbosity() <= 1) {
          HexDump.unknown(d, "\n\t", at, length);
          return false;
        }
      }
    }
    return true;
  }

  private static String unreachableName(int code) {
    return switch (code) {
      case Icmpv6Type.NO_ROUTE -> "unreachable route";
      case Icmpv6Type.ADMIN_PROHIBITED -> " unreachable prohibited";
      case Icmpv6Type.BEYOND_SCOPE -> "beyond scope";
      case Icmpv6Type.ADDRESS_UNREACHABLE -> "unreachable address";
      case Icmpv6Type.PORT_UNREACHABLE -> "unreachable port";
      default -> "unknown unreach code (" + code + ")";
    };
  }

  private boolean portUnreachable(int destination) {
    int protocol = d.has(at + QUOTED + Ipv6View.NEXT_HEADER, 1) ? quotedProtocol() : UNKNOWN;
    if (protocol == UNKNOWN) {
      d.truncated();
      return false;
    }
    String port = d.port(d.u16(quoted + 2), protocol);
    String name = protocol == IpProtocol.TCP ? " tcp port " : " udp port ";
    d.add(", ", d.ipv6(destination), name, port);
    return true;
  }

  /** Finds TCP or UDP in the quoted packet, with ports that were captured; UNKNOWN if it can't. */
  private int quotedProtocol() {
    int next = d.u8(at + QUOTED + Ipv6View.NEXT_HEADER);
    quoted = at + QUOTED + Ipv6View.LENGTH;
    while (quoted < d.end() + Ipv6View.LENGTH) {
      switch (next) {
        case IpProtocol.TCP, IpProtocol.UDP -> {
          return d.has(quoted + 2, 2) ? next : UNKNOWN;
        }
        case IpProtocol.IPV6_HOP_BY_HOP,
            IpProtocol.IPV6_DESTINATION,
            IpProtocol.IPV6_ROUTING,
            IpProtocol.AH -> {
          if (!d.has(quoted + 1, 1)) {
            return UNKNOWN;
          }
          int units = d.u8(quoted + 1);
          int size = next == IpProtocol.AH ? (units + 2) << 2 : (units + 1) << 3;
          next = d.u8(quoted);
          quoted += size;
        }
        case IpProtocol.IPV6_FRAGMENT -> {
          if (!d.has(quoted + 2, 2) || (d.u16(quoted + 2) & 0xfff8) != 0) {
            return UNKNOWN;
          }
          next = d.u8(quoted);
          quoted += Ipv6View.FRAGMENT_LENGTH;
        }
        default -> {
          return UNKNOWN;
        }
      }
    }
    return UNKNOWN;
  }

  private boolean timeExceeded(int code) {
    switch (code) {
      case Icmpv6Type.HOP_LIMIT_EXCEEDED ->
          d.add(" for ", d.ipv6(at + QUOTED + Ipv6View.DESTINATION));
      case Icmpv6Type.REASSEMBLY_TIME_EXCEEDED -> d.add(" (reassembly)");
      default -> d.add(", unknown code (", code, ")");
    }
    return true;
  }

  private boolean parameterProblem(int code) {
    if (!d.has(at + QUOTED + Ipv6View.DESTINATION, 16)) {
      d.truncated();
      return false;
    }
    String what =
        switch (code) {
          case 0 -> ", erroneous - octet ";
          case 1 -> ", next header - octet ";
          case 2 -> ", option - octet ";
          case 3 -> ", incomplete header chain - octet ";
          default -> "";
        };
    if (what.isEmpty()) {
      return add(", code-#", code);
    }
    return add(what, d.u32(at + IcmpView.REST));
  }

  private boolean routerAdvertisement(int length) {
    if (!d.options.verbose()) {
      return true;
    }
    int flags = d.u8(at + 5);
    d.need(at, 16);
    d.add("\n\thop limit ", d.u8(at + 4), ", Flags [", raFlags(flags));
    d.add("], pref ", NdpOptionsPrinter.preference(flags));
    d.add(", router lifetime ", d.u16(at + 6), "s, reachable time ", d.u32(at + 8));
    d.add("ms, retrans timer ", d.u32(at + 12), "ms");
    return options(16, length);
  }

  private static String raFlags(int flags) {
    return NdpOptionsPrinter.flags(
        flags, "managed", "other stateful", "home agent", "", "", "", "ipv6 only");
  }

  private boolean neighbourAdvertisement(int length) {
    d.add(", tgt is ", d.ipv6(at + 8));
    if (d.options.verbose()) {
      int flags = d.u32(at + 4) >>> 24;
      d.add(", Flags [");
      d.add(NdpOptionsPrinter.flags(flags, "router", "solicited", "override"), "]");
    }
    return options(24, length);
  }

  private boolean options(int header, int length) {
    if (!d.options.verbose() || NdpOptionsPrinter.print(d, at + header, length - header)) {
      return true;
    }
    d.truncated();
    return false;
  }
}
