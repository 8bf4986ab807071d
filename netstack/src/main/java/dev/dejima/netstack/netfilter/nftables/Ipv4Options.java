package dev.dejima.netstack.netfilter.nftables;

/**
 * Finds an option of an IPv4 header ({@code ipv4_find_option} of nft_exthdr.c). A header whose
 * options are not all well formed has none ({@code __ip_options_compile}).
 */
final class Ipv4Options {
  static final int STRICT_SOURCE_ROUTE = 137;
  static final int LOOSE_SOURCE_ROUTE = 131;
  static final int RECORD_ROUTE = 7;
  static final int ROUTER_ALERT = 148;

  static final int NOT_FOUND = -1;

  private static final int END = 0;
  private static final int NO_OPERATION = 1;
  private static final int TIMESTAMP = 68;
  private static final int COMMERCIAL_SECURITY = 134;
  private static final int FIRST_ADDRESS = 4;
  private static final int HEADER = 20;

  private Ipv4Options() {}

  /** Whether rules can look for a kind. */
  static boolean isKnown(int kind) {
    return switch (kind) {
      case STRICT_SOURCE_ROUTE, LOOSE_SOURCE_ROUTE, RECORD_ROUTE, ROUTER_ALERT -> true;
      default -> false;
    };
  }

  /** Where the option of a kind begins, or {@link #NOT_FOUND}. */
  static int find(byte[] bytes, int network, int transport, int wanted) {
    int found = NOT_FOUND;
    boolean routed = false;
    boolean recorded = false;
    boolean stamped = false;
    for (int at = network + HEADER; at < transport; ) {
      int kind = bytes[at] & 0xff;
      if (kind == END) {
        break;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      int length = at + 1 < transport ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || at + length > transport || !isWellFormed(bytes, at, kind, length)) {
        return NOT_FOUND;
      }
      boolean route = kind == STRICT_SOURCE_ROUTE || kind == LOOSE_SOURCE_ROUTE;
      if (route && routed || kind == RECORD_ROUTE && recorded || kind == TIMESTAMP && stamped) {
        return NOT_FOUND;
      }
      routed |= route;
      recorded |= kind == RECORD_ROUTE;
      stamped |= kind == TIMESTAMP;
      if (kind == wanted && (kind != ROUTER_ALERT || isAlert(bytes, at))) {
        found = at;
      }
      at += length;
    }
    return found;
  }

  private static boolean isAlert(byte[] bytes, int at) {
    return bytes[at + 2] == 0 && bytes[at + 3] == 0;
  }

  private static boolean isWellFormed(byte[] bytes, int at, int kind, int length) {
    int pointer = length > 2 ? bytes[at + 2] & 0xff : 0;
    return switch (kind) {
      case STRICT_SOURCE_ROUTE, LOOSE_SOURCE_ROUTE ->
          pointer == FIRST_ADDRESS && length >= 7 && (length - 3) % 4 == 0;
      case RECORD_ROUTE -> pointer >= FIRST_ADDRESS && (pointer > length || pointer + 3 <= length);
      case TIMESTAMP -> length >= 4 && isTimestamp(bytes[at + 3] & 0xff, pointer, length);
      case ROUTER_ALERT -> length >= 4;
      // Labels need a domain of interpretation to be defined, and here there are none.
      case COMMERCIAL_SECURITY -> false;
      default -> true;
    };
  }

  private static boolean isTimestamp(int flags, int pointer, int length) {
    if (pointer < 5) {
      return false;
    }
    if (pointer > length) {
      return (flags & 15) == 3 || flags >>> 4 != 15;
    }
    int kind = flags & 15;
    int room = kind == 1 || kind == 3 ? 7 : 3;
    return pointer + room <= length;
  }
}
