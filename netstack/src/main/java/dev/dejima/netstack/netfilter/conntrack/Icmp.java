package dev.dejima.netstack.netfilter.conntrack;

/** What connection tracking knows of ICMP and ICMPv6 message types. */
public final class Icmp {
  public static final int ICMP = 1;
  public static final int ICMPV6 = 58;

  private Icmp() {}

  public static boolean isIcmp(int protocol) {
    return protocol == ICMP || protocol == ICMPV6;
  }

  /** The type that answers a type, or is answered by it; -1 if there is none. */
  static int inverse(int version, int type) {
    if (version == 4) {
      return switch (type) {
        case 0 -> 8;
        case 8 -> 0;
        case 13 -> 14;
        case 14 -> 13;
        case 15 -> 16;
        case 16 -> 15;
        case 17 -> 18;
        case 18 -> 17;
        default -> -1;
      };
    }
    return switch (type) {
      case 128 -> 129;
      case 129 -> 128;
      case 139 -> 140;
      case 140 -> 139;
      default -> -1;
    };
  }

  /** Whether a message of that type may open a flow: a query. */
  static boolean opens(int version, int type) {
    return version == 4
        ? type == 8 || type == 13 || type == 15 || type == 17
        : type == 128 || type == 139;
  }

  /** Whether a message of that type carries the packet it complains of. */
  public static boolean isError(int version, int type) {
    return version == 4
        ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12
        : type < 128;
  }

  /** Discovery of neighbours, listeners and multicast routers, which is never tracked. */
  static boolean isUntracked(int type) {
    return (type >= 130 && type <= 136) || type == 143 || (type >= 151 && type <= 152);
  }
}
