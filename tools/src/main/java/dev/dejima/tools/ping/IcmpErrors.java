package dev.dejima.tools.ping;

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

  static String text(int type, int code) {
    return switch (type) {
      case UNREACHABLE -> unreachable(code);
      case SOURCE_QUENCH -> "Source Quench";
      case REDIRECT -> "Redirect";
      case TIME_EXCEEDED -> code == 0 ? "Time to live exceeded" : "Frag reassembly time exceeded";
      default -> "Parameter problem";
    };
  }

  private static String unreachable(int code) {
    return switch (code) {
      case 0 -> "Destination Net Unreachable";
      case 1 -> "Destination Host Unreachable";
      case 2 -> "Destination Protocol Unreachable";
      case 3 -> "Destination Port Unreachable";
      case 4 -> "Frag needed and DF set";
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
