package dev.dejima.tools.ping;

import dev.dejima.packet.Icmpv6Type;

/** ICMP errors in the words of ping. */
final class IcmpErrors {
  private static final int UNREACHABLE = 3;
  private static final int SOURCE_QUENCH = 4;
  private static final int REDIRECT = 5;
  private static final int TIME_EXCEEDED = 11;
  private static final int PARAMETER_PROBLEM = 12;

  private IcmpErrors() {}

  static boolean isError(int type) {
    return switch (type) {
      case UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  /**
   * An error of ICMP.
   *
   * @param info its second word
   */
  static String text(int type, int code, int info) {
    return switch (type) {
      case UNREACHABLE -> unreachable(code, info & 0xffff);
      case SOURCE_QUENCH -> "Source Quench";
      case REDIRECT -> "Redirect";
      case TIME_EXCEEDED -> code == 0 ? "Time to live exceeded" : "Frag reassembly time exceeded";
      default -> "Parameter problem";
    };
  }

  /**
   * An error of ICMPv6.
   *
   * @param info its second word
   */
  static String text6(int type, int code, int info) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE -> "Destination unreachable: " + unreachable6(code);
      case Icmpv6Type.PACKET_TOO_BIG ->
          "Packet too big: mtu="
              + Integer.toUnsignedString(info)
              + (code == 0 ? "" : ", code=" + code);
      case Icmpv6Type.TIME_EXCEEDED ->
          "Time exceeded: "
              + switch (code) {
                case 0 -> "Hop limit";
                case 1 -> "Defragmentation failure";
                default -> "code " + code;
              };
      case Icmpv6Type.PARAMETER_PROBLEM ->
          "Parameter problem: "
              + switch (code) {
                case 0 -> "Wrong header field ";
                case 1 -> "Unknown header ";
                case 2 -> "Unknown option ";
                default -> "code " + code + " ";
              }
              + "at "
              + Integer.toUnsignedString(info);
      default -> "unknown icmp type: " + type;
    };
  }

  private static String unreachable6(int code) {
    return switch (code) {
      case Icmpv6Type.NO_ROUTE -> "No route";
      case Icmpv6Type.ADMIN_PROHIBITED -> "Administratively prohibited";
      case Icmpv6Type.BEYOND_SCOPE -> "Beyond scope of source address";
      case Icmpv6Type.ADDRESS_UNREACHABLE -> "Address unreachable";
      case Icmpv6Type.PORT_UNREACHABLE -> "Port unreachable";
      default -> "Unknown code " + code;
    };
  }

  private static String unreachable(int code, int mtu) {
    return switch (code) {
      case 0 -> "Destination Net Unreachable";
      case 1 -> "Destination Host Unreachable";
      case 2 -> "Destination Protocol Unreachable";
      case 3 -> "Destination Port Unreachable";
      case 4 -> "Frag needed and DF set (mtu = " + mtu + ")";
      case 5 -> "Source Route Failed";
      case 6 -> "Destination Net Unknown";
      case 7 -> "Destination Host Unknown";
      case 9 -> "Destination Net Prohibited";
      case 10 -> "Destination Host Prohibited";
      case 11 -> "Destination Net Unreachable for Type of Service";
      case 12 -> "Destination Host Unreachable for Type of Service";
      case 13 -> "Packet filtered";
      case 14 -> "Precedence Violation";
      case 15 -> "Precedence Cutoff";
      default -> "Dest Unreachable, Bad Code: " + code;
    };
  }
}
