package dev.dejima.lab.run;

/** The words of nft for ICMP errors ({@code icmp code}, {@code icmpv6 code}). */
final class IcmpErrors {
  private static final int UNREACHABLE = 3;
  private static final int TIME_EXCEEDED = 11;
  private static final int UNREACHABLE_6 = 1;
  private static final int PACKET_TOO_BIG_6 = 2;
  private static final int TIME_EXCEEDED_6 = 3;

  private IcmpErrors() {}

  static String word(boolean v4, int type, int code) {
    return v4 ? word4(type, code) : word6(type, code);
  }

  private static String word4(int type, int code) {
    return switch (type) {
      case UNREACHABLE ->
          switch (code) {
            case 0 -> "net-unreachable";
            case 1 -> "host-unreachable";
            case 2 -> "prot-unreachable";
            case 3 -> "port-unreachable";
            case 4 -> "frag-needed";
            case 9 -> "net-prohibited";
            case 10 -> "host-prohibited";
            case 13 -> "admin-prohibited";
            default -> "destination-unreachable " + code;
          };
      case TIME_EXCEEDED -> "time-exceeded";
      default -> "parameter-problem";
    };
  }

  private static String word6(int type, int code) {
    return switch (type) {
      case UNREACHABLE_6 ->
          switch (code) {
            case 0 -> "no-route";
            case 1 -> "admin-prohibited";
            case 3 -> "addr-unreachable";
            case 4 -> "port-unreachable";
            case 5 -> "policy-fail";
            case 6 -> "reject-route";
            default -> "destination-unreachable " + code;
          };
      case PACKET_TOO_BIG_6 -> "packet-too-big";
      case TIME_EXCEEDED_6 -> "time-exceeded";
      default -> "parameter-problem";
    };
  }
}
