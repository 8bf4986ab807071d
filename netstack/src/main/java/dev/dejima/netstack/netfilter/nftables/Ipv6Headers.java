package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.packet.NetworkOrder;

/**
 * Walks the headers of an IPv6 packet ({@code ipv6_find_hdr} of exthdrs_core.c). Made once and used
 * for one packet after the other.
 */
final class Ipv6Headers {
  private static final int HEADER = 40;
  private static final int NEXT_HEADER = 6;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int FRAGMENT_OFFSET = 0xfff8;
  private static final int MALFORMED = -1;

  /** What kind of header was found. */
  int kind;

  /** Where it begins. */
  int at;

  /** Whether a fragment header before it says that it lies in an earlier fragment. */
  boolean laterFragment;

  /** Finds the first header of a kind; false if there is none, or the packet is malformed. */
  boolean find(byte[] bytes, int network, int end, int wanted) {
    if (!begin(bytes, network, end)) {
      return false;
    }
    while (kind != wanted) {
      if (!isExtension(kind) || !skip(bytes, end)) {
        return false;
      }
    }
    return !isExtension(kind) || at + fixedLength(kind) <= end;
  }

  /** Finds what the extension headers lead to; an authentication header counts as that. */
  boolean findTransport(byte[] bytes, int network, int end) {
    if (!begin(bytes, network, end)) {
      return false;
    }
    while (isExtension(kind)) {
      if (at + fixedLength(kind) > end) {
        return false;
      }
      if (kind == AUTHENTICATION) {
        return true;
      }
      if (isLaterFragment(bytes)) {
        laterFragment = true;
        kind = bytes[at] & 0xff;
        return !isExtension(kind);
      }
      if (!skip(bytes, end)) {
        return false;
      }
    }
    return true;
  }

  private boolean begin(byte[] bytes, int network, int end) {
    laterFragment = false;
    if (network + HEADER > end) {
      return false;
    }
    kind = bytes[network + NEXT_HEADER] & 0xff;
    at = network + HEADER;
    return true;
  }

  private boolean skip(byte[] bytes, int end) {
    int length = length(bytes, end);
    if (length == MALFORMED || at + length > end) {
      return false;
    }
    kind = bytes[at] & 0xff;
    at += length;
    return true;
  }

  /** Octets of the header here; malformed too where what follows lies in an earlier fragment. */
  private int length(byte[] bytes, int end) {
    if (at + fixedLength(kind) > end || isLaterFragment(bytes)) {
      return MALFORMED;
    }
    return switch (kind) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> ((bytes[at + 1] & 0xff) + 2) * 4;
      default -> ((bytes[at + 1] & 0xff) + 1) * 8;
    };
  }

  private boolean isLaterFragment(byte[] bytes) {
    return kind == FRAGMENT && (NetworkOrder.get16(bytes, at + 2) & FRAGMENT_OFFSET) != 0;
  }

  private static int fixedLength(int kind) {
    return kind == ROUTING || kind == FRAGMENT ? 4 : 2;
  }

  /** Whether it leads on to another header. */
  private static boolean isExtension(int kind) {
    return switch (kind) {
      case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION -> true;
      default -> false;
    };
  }
}
