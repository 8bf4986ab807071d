package dev.dejima.netstack.netfilter.helper;

import dev.dejima.packet.Ipv6Address;

/**
 * Reads the small parts of SIP and SDP: words, numbers, addresses, white space that runs over
 * lines. All work on octets between an offset and a limit, which nobody has validated; an answer of
 * -1 says that something is not there.
 */
final class SipScanner {
  private static final int SIP_PORT = 5060;
  private static final int LOWEST_PORT = 1024;
  private static final int HIGHEST_PORT = 0xffff;
  private static final int LONGEST_PORT = 5;
  private static final int LONGEST_ADDRESS = 45;
  private static final long LARGEST = 0xffff_ffffL;

  private final int version;
  byte[] bytes = {};

  /** The address read last, as tuples have it. */
  long high;

  long low;

  /** The port read last. */
  int port;

  /** Where the number, address or port read last ends. */
  int end;

  SipScanner(int version) {
    this.version = version;
  }

  static boolean isLetter(int octet) {
    return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z';
  }

  static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }

  private static boolean isLineEnd(int octet) {
    return octet == '\r' || octet == '\n';
  }

  private static boolean isBlank(int octet) {
    return octet == ' ' || octet == '\t';
  }

  boolean startsWith(int at, int limit, String word) {
    if (limit - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toLowerCase(bytes[at + i] & 0xff) != Character.toLowerCase(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  int letters(int at, int limit) {
    int to = at;
    while (to < limit && isLetter(bytes[to])) {
      to++;
    }
    return to - at;
  }

  int digits(int at, int limit) {
    int to = at;
    while (to < limit && isDigit(bytes[to])) {
      to++;
    }
    return to - at;
  }

  /** A number of 32 bits; 0, and {@link #end} at the beginning, if it is larger or is none. */
  long number(int at, int limit) {
    long number = 0;
    int to = at;
    while (to < limit && isDigit(bytes[to])) {
      number = number * 10 + bytes[to] - '0';
      if (number > LARGEST) {
        end = at;
        return 0;
      }
      to++;
    }
    end = to;
    return number;
  }

  /** The offset behind a line's end, if the next goes on with it; -1 if it does not. */
  private int continuation(int lineEnd, int limit) {
    int at = lineEnd + 1;
    if (at >= limit) {
      return -1;
    }
    if (bytes[at - 1] == '\r' && bytes[at] == '\n' && ++at >= limit) {
      return -1;
    }
    if (!isBlank(bytes[at])) {
      return -1;
    }
    while (at < limit && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  /** Skips blanks and continued lines; -1 at the end. */
  int skipBlanks(int from, int limit) {
    int at = from;
    while (at < limit && isBlank(bytes[at])) {
      at++;
    }
    if (at < limit && isLineEnd(bytes[at])) {
      at = continuation(at, limit);
    }
    return at >= 0 && at < limit ? at : -1;
  }

  /** Where a word stands in a header that may run over lines; -1 if it does not. */
  int search(int from, int limit, String word) {
    int last = limit - word.length();
    for (int at = from; at < last; at++) {
      if (isLineEnd(bytes[at])) {
        at = continuation(at, last);
        if (at < 0) {
          return -1;
        }
        // The loop goes on behind it, as the kernel's does.
        continue;
      }
      if (startsWith(at, limit, word)) {
        return at;
      }
    }
    return -1;
  }

  /** Where a word stands in the rest of a line; -1 if it does not. */
  int searchLine(int from, int limit, String word) {
    int last = limit - word.length();
    for (int at = from; at < last && !isLineEnd(bytes[at]); at++) {
      boolean same = true;
      for (int i = 0; i < word.length() && same; i++) {
        same = bytes[at + i] == word.charAt(i);
      }
      if (same) {
        return at;
      }
    }
    return -1;
  }

  /** The offset of the next line's first letter behind an offset; the limit if there is none. */
  int nextLine(int from, int limit) {
    int at = from;
    while (at < limit && !isLineEnd(bytes[at])) {
      at++;
    }
    at++;
    if (at < limit && bytes[at - 1] == '\r' && bytes[at] == '\n') {
      at++;
    }
    return Math.min(at, limit);
  }

  /** Whether a line goes on with the one before it. */
  boolean isContinued(int at, int limit) {
    return at < limit && isBlank(bytes[at]);
  }

  /**
   * Reads an address.
   *
   * @param bracketed whether one of IPv6 must stand in brackets
   */
  boolean address(int at, int limit, boolean bracketed) {
    high = 0;
    low = 0;
    if (version == 4) {
      return address4(at, limit);
    }
    boolean opened = at < limit && bytes[at] == '[';
    if (!opened && bracketed) {
      return false;
    }
    if (!address6(opened ? at + 1 : at, limit)) {
      return false;
    }
    if (end < limit && bytes[end] == ']') {
      end++;
      return true;
    }
    return !bracketed;
  }

  private boolean address4(int from, int limit) {
    int at = from;
    for (int i = 0; i < 4; i++) {
      int count = digits(at, limit);
      long number = number(at, limit);
      if (count == 0 || number > 255) {
        return false;
      }
      low = low << 8 | number;
      at += count;
      if (i < 3) {
        if (at >= limit || bytes[at] != '.') {
          return false;
        }
        at++;
      }
    }
    end = at;
    return at >= limit || (bytes[at] != '.' && Character.digit(bytes[at], 16) < 0);
  }

  private boolean address6(int from, int limit) {
    int at = from;
    while (at < limit
        && at - from < LONGEST_ADDRESS
        && (bytes[at] == ':' || bytes[at] == '.' || Character.digit(bytes[at], 16) >= 0)) {
      at++;
    }
    end = at;
    return new Text(bytes, from, limit).address(from, at, 6) instanceof Ipv6Address v6 && keep(v6);
  }

  private boolean keep(Ipv6Address address) {
    high = address.high();
    low = address.low();
    return true;
  }

  /** Reads a port, if one stands there; SIP's own otherwise. False if it is no port. */
  boolean port(int from, int limit) {
    if (from >= limit) {
      return false;
    }
    if (bytes[from] != ':') {
      port = SIP_PORT;
      end = from;
      return true;
    }
    int count = digits(from + 1, limit);
    int to = from + 1 + count;
    if (count == 0 || count > LONGEST_PORT || to >= limit) {
      return false;
    }
    long number = number(from + 1, to);
    if (number < LOWEST_PORT || number > HIGHEST_PORT) {
      return false;
    }
    port = (int) number;
    end = to;
    return true;
  }

  /** Octets of an address with or without a port; 0 if there is none. */
  int endpoint(int at, int limit) {
    return address(at, limit, true) && port(end, limit) ? end - at : 0;
  }

  /** Where the endpoint of a URI begins: behind the user's name, if there is one. */
  int skipUser(int from, int limit) {
    int at = from;
    while (at < limit && bytes[at] != '@' && !isLineEnd(bytes[at])) {
      at++;
    }
    return at < limit && bytes[at] == '@' ? at + 1 : from;
  }
}
