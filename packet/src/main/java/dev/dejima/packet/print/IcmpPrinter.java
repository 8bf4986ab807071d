package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;

/** Messages of ICMP; with -v, the packet that an error quotes too. */
final class IcmpPrinter {
  /** Where the packet begins that an error quotes. */
  private static final int QUOTED = IcmpView.LENGTH;

  private IcmpPrinter() {}

  static void print(Dissection d, int at, int length, boolean fragmented) {
    d.enter("icmp");
    int type = d.u8(at);
    String message = message(d, at, type, d.u8(at + IcmpView.CODE));
    if (message.isEmpty()) {
      d.truncated();
      return;
    }
    d.add("ICMP ", message, ", length ", length);
    if (!d.options.verbose()) {
      return;
    }
    if (!fragmented && d.has(at, length)) {
      checksum(d, at, length);
    }
    if (IcmpType.isError(type)) {
      quoted(d, at + QUOTED);
      IcmpExtensionPrinter.print(d, at, type, length);
    }
  }

  private static void checksum(Dissection d, int at, int length) {
    int sum = d.checksum(0, at, length);
    if (sum != 0) {
      int field = d.u16(at + IcmpView.CHECKSUM);
      d.add(" (wrong icmp cksum ", hex(field, 1));
      d.add(" (->", hex(Dissection.shouldBe(field, sum), 1), ")!)");
    }
  }

  /** An error may carry extensions behind the packet it quotes; the packet says where it ends. */
  private static void quoted(Dissection d, int at) {
    d.add("\n\t");
    int length = d.u16(at + Ipv4View.TOTAL_LENGTH);
    int before = d.limit(at, length);
    Ipv4Printer.print(d, at, length);
    d.restore(before);
    d.enter("icmp");
  }

  /** The message in words; empty if the packet ends too early. */
  private static String message(Dissection d, int at, int type, int code) {
    return switch (type) {
      case IcmpType.ECHO_REQUEST -> echo(d, at, "echo request, id ", ", seq ");
      case IcmpType.ECHO_REPLY -> echo(d, at, "echo reply, id ", ", seq ");
      case IcmpType.DESTINATION_UNREACHABLE -> unreachable(d, at, code);
      case IcmpType.SOURCE_QUENCH -> "source quench";
      case IcmpType.REDIRECT -> redirect(d, at, code);
      case IcmpType.ROUTER_ADVERTISEMENT -> routerAdvertisement(d, at);
      case IcmpType.ROUTER_SOLICITATION -> "router solicitation";
      case IcmpType.TIME_EXCEEDED -> timeExceeded(d, at, code);
      case IcmpType.PARAMETER_PROBLEM ->
          "parameter problem - "
              + (code == 0 ? "octet " + d.u8(at + IcmpView.REST) : "code " + code);
      case IcmpType.TIMESTAMP_REQUEST -> echo(d, at, "time stamp query id ", " seq ");
      case IcmpType.TIMESTAMP_REPLY -> timestampReply(d, at);
      case IcmpType.INFO_REQUEST -> "information request";
      case IcmpType.INFO_REPLY -> "information reply";
      case IcmpType.ADDRESS_MASK_REQUEST -> "address mask request";
      case IcmpType.ADDRESS_MASK_REPLY ->
          String.format("address mask is 0x%08x", d.u32(at + IcmpView.LENGTH));
      default -> "type-#" + type;
    };
  }

  private static String echo(Dissection d, int at, String before, String between) {
    return before + d.u16(at + IcmpView.IDENTIFIER) + between + d.u16(at + IcmpView.SEQUENCE);
  }

  private static String unreachable(Dissection d, int at, int code) {
    if (code == IcmpType.PORT_UNREACHABLE) {
      return portUnreachable(d, at + QUOTED);
    }
    String to = d.ipv4(at + QUOTED + Ipv4View.DESTINATION);
    return switch (code) {
      case IcmpType.NET_UNREACHABLE -> "net " + to + " unreachable";
      case IcmpType.HOST_UNREACHABLE -> "host " + to + " unreachable";
      case IcmpType.PROTOCOL_UNREACHABLE ->
          to + " protocol " + d.u8(at + QUOTED + Ipv4View.PROTOCOL) + " unreachable";
      case IcmpType.FRAGMENTATION_NEEDED -> {
        int mtu = d.u16(at + IcmpView.MTU);
        yield to + " unreachable - need to frag" + (mtu == 0 ? "" : " (mtu " + mtu + ")");
      }
      case IcmpType.SOURCE_ROUTE_FAILED -> to + " unreachable - source route failed";
      case 6 -> "net " + to + " unreachable - unknown";
      case 7 -> "host " + to + " unreachable - unknown";
      case 8 -> to + " unreachable - source host isolated";
      case IcmpType.NET_PROHIBITED -> "net " + to + " unreachable - admin prohibited";
      case IcmpType.HOST_PROHIBITED -> "host " + to + " unreachable - admin prohibited";
      case 11 -> "net " + to + " unreachable - tos prohibited";
      case 12 -> "host " + to + " unreachable - tos prohibited";
      case IcmpType.ADMIN_PROHIBITED -> "host " + to + " unreachable - admin prohibited filter";
      case 14 -> "host " + to + " unreachable - host precedence violation";
      case 15 -> "host " + to + " unreachable - precedence cutoff";
      default -> to + " unreachable - #" + code;
    };
  }

  private static String portUnreachable(Dissection d, int quoted) {
    if (!d.has(quoted + Ipv4View.PROTOCOL, 1)) {
      return "";
    }
    int port = d.u16(quoted + (d.u8(quoted) & 15) * 4 + 2);
    int protocol = d.u8(quoted + Ipv4View.PROTOCOL);
    String to = d.ipv4(quoted + Ipv4View.DESTINATION);
    return switch (protocol) {
      case IpProtocol.TCP -> to + " tcp port " + d.port(port, protocol) + " unreachable";
      case IpProtocol.UDP -> to + " udp port " + d.port(port, protocol) + " unreachable";
      default -> to + " protocol " + protocol + " port " + port + " unreachable";
    };
  }

  private static String redirect(Dissection d, int at, int code) {
    String to = d.ipv4(at + QUOTED + Ipv4View.DESTINATION);
    String gateway = d.ipv4(at + IcmpView.REST);
    return switch (code) {
      case IcmpType.REDIRECT_NET -> "redirect " + to + " to net " + gateway;
      case IcmpType.REDIRECT_HOST -> "redirect " + to + " to host " + gateway;
      case 2 -> "redirect-tos " + to + " to net " + gateway;
      case 3 -> "redirect-tos " + to + " to host " + gateway;
      default -> "redirect-#" + code + " " + to + " to " + gateway;
    };
  }

  private static String timeExceeded(Dissection d, int at, int code) {
    if (!d.has(at + QUOTED + Ipv4View.DESTINATION, 4)) {
      return "";
    }
    return switch (code) {
      case IcmpType.TTL_EXCEEDED -> "time exceeded in-transit";
      case IcmpType.REASSEMBLY_TIME_EXCEEDED -> "ip reassembly time exceeded";
      default -> "time exceeded-#" + code;
    };
  }

  /** RFC 1256. */
  private static String routerAdvertisement(Dissection d, int at) {
    if (!d.has(at + IcmpView.REST, 4)) {
      return "";
    }
    int lifetime = d.u16(at + 6);
    int count = d.u8(at + 4);
    StringBuilder text = new StringBuilder("router advertisement lifetime ");
    if (lifetime < 60) {
      text.append(lifetime);
    } else if (lifetime < 3600) {
      text.append(String.format("%d:%02d", lifetime / 60, lifetime % 60));
    } else {
      text.append(
          String.format("%d:%02d:%02d", lifetime / 3600, lifetime % 3600 / 60, lifetime % 60));
    }
    text.append(' ').append(count).append(':');
    int size = d.u8(at + 5);
    if (size != 2) {
      return text.append(" [size ").append(size).append(']').toString();
    }
    for (int i = 0; i < count; i++) {
      int entry = at + IcmpView.LENGTH + 8 * i;
      if (!d.has(entry, 8)) {
        return "";
      }
      text.append(" {").append(d.ipv4(entry)).append(' ');
      text.append(Integer.toUnsignedString(d.u32(entry + 4))).append('}');
    }
    return text.toString();
  }

  private static String timestampReply(Dissection d, int at) {
    if (!d.has(at + 16, 4)) {
      return "";
    }
    return echo(d, at, "time stamp reply id ", " seq ")
        + ": org "
        + clock(d.u32(at + 8))
        + ", recv "
        + clock(d.u32(at + 12))
        + ", xmit "
        + clock(d.u32(at + 16));
  }

  /** Milliseconds since midnight. */
  private static String clock(int time) {
    long seconds = (time & 0xffff_ffffL) / 1000;
    return String.format(
        "%02d:%02d:%02d.%03d",
        seconds / 3600, seconds / 60 % 60, seconds % 60, (time & 0xffff_ffffL) % 1000);
  }
}
