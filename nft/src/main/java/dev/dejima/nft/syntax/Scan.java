package dev.dejima.nft.syntax;

import java.util.List;

/** How many characters at a place make up a literal of some form; 0 for none. */
final class Scan {
  private static final int IPV6_MAX = 45;

  /** Decimal digits that a long surely holds. */
  private static final int LONG_DIGITS = 18;

  /** Of time, in the order they are written in. */
  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");

  private Scan() {}

  /** A MAC address, an IPv4 address or an IPv6 address: the longest of them. */
  static int address(String text, int from) {
    if (!isHex(at(text, from)) && at(text, from) != ':') {
      return 0;
    }
    return Math.max(mac(text, from), Math.max(ipv4(text, from), ipv6(text, from)));
  }

  static int bracketedAddress(String text, int from) {
    int length = ipv6(text, from + 1);
    return length > 0 && at(text, from + 1 + length) == ']' ? length + 2 : 0;
  }

  private static int mac(String text, int from) {
    int at = from;
    for (int octet = 0; octet < 6; octet++) {
      if (octet > 0 && at(text, at++) != ':') {
        return 0;
      }
      int digits = hexDigits(text, at, 2);
      if (digits == 0) {
        return 0;
      }
      at += digits;
    }
    return at - from;
  }

  static int ipv4(String text, int from) {
    int at = from;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0 && at(text, at++) != '.') {
        return 0;
      }
      int digits = 0;
      while (digits < 3 && isDigit(at(text, at + digits))) {
        digits++;
      }
      if (digits == 0) {
        return 0;
      }
      at += digits;
    }
    return at - from;
  }

  /**
   * Eight groups of hexadecimal digits, or fewer with one {@code ::}; the IPv4 tail is allowed
   * behind {@code ::} and {@code ::ffff:} only.
   */
  private static int ipv6(String text, int from) {
    int groups = 0;
    int at = from;
    int best = 0;
    boolean compressed = false;
    if (text.startsWith("::", at)) {
      compressed = true;
      at += 2;
      best = 2;
    }
    while (groups < 8 && at - from < IPV6_MAX) {
      if (compressed && isMappedTail(text, from, at)) {
        best = Math.max(best, at - from + ipv4(text, at));
      }
      int digits = hexDigits(text, at, 4);
      if (digits == 0) {
        break;
      }
      groups++;
      at += digits;
      if (compressed ? groups < 8 : groups == 8) {
        best = Math.max(best, at - from);
      }
      if (!compressed && groups < 8 && text.startsWith("::", at)) {
        compressed = true;
        at += 2;
        best = Math.max(best, at - from);
      } else if (at(text, at) == ':') {
        at++;
      } else {
        break;
      }
    }
    return best;
  }

  private static boolean isMappedTail(String text, int from, int at) {
    String head = text.substring(from, at);
    return (head.equals("::") || head.equalsIgnoreCase("::ffff:")) && ipv4(text, at) > 0;
  }

  /** A decimal number that is surely no more than that: neither a time nor an address, say. */
  static int plainNumber(String text, int from) {
    int length = digits(text, from);
    char behind = at(text, from + length);
    boolean octal = length > 1 && text.charAt(from) == '0';
    boolean goesOn = isLetter(behind) || behind == '.' || behind == ':';
    return octal || goesOn || length > LONG_DIGITS ? 0 : length;
  }

  /** Whether an address or a handle with colons may begin here. */
  static boolean mayHaveColons(String text, int from) {
    return at(text, from + hexDigits(text, from, 4)) == ':'
        && (at(text, from) != ':' || at(text, from + 1) == ':');
  }

  static int number(String text, int from) {
    if (at(text, from) == '0' && (at(text, from + 1) | 0x20) == 'x') {
      int digits = hexDigits(text, from + 2, Integer.MAX_VALUE);
      if (digits > 0) {
        return digits + 2;
      }
    }
    return digits(text, from);
  }

  /** A number with an octal form is one too, though {@code 09} has no value: zero, then junk. */
  static boolean fitsLong(String text, int from, int length) {
    try {
      Numbers.parse(text.substring(from, from + length));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Days, hours, minutes, seconds, milliseconds: {@code 1d2h}. */
  static int time(String text, int from) {
    int at = from;
    for (String unit : UNITS) {
      int digits = digits(text, at);
      if (digits > 0 && text.startsWith(unit, at + digits)) {
        boolean milliseconds = unit.equals("m") && at(text, at + digits + 1) == 's';
        at += milliseconds ? 0 : digits + unit.length();
      }
    }
    return at - from;
  }

  /** {@code 1:3}, if a sign follows that ends it. */
  static int classid(String text, int from) {
    int major = hexDigits(text, from, 4);
    if (major == 0 || at(text, from + major) != ':') {
      return 0;
    }
    int minor = hexDigits(text, from + major + 1, 4);
    int length = major + 1 + minor;
    return minor > 0 && " \t\n:-},".indexOf(at(text, from + length)) >= 0 ? length : 0;
  }

  /** A name, with an asterisk perhaps, at its end or escaped. */
  static int word(String text, int from) {
    if (!isWordStart(at(text, from))) {
      return 0;
    }
    int at = from + wordTail(text, from);
    if (at(text, at) == '*') {
      return at + 1 - from;
    }
    if (text.startsWith("\\*", at)) {
      at += 2;
      return isWordStart(at(text, at)) ? at + wordTail(text, at) - from : at - from;
    }
    return at - from;
  }

  /** The two words that begin with a digit: {@code 8021q}, {@code 8021ad}. */
  static int vlanType(String text, int from) {
    if (at(text, from) != '8') {
      return 0;
    }
    int length = text.startsWith("8021ad", from) ? 6 : text.startsWith("8021q", from) ? 5 : 0;
    boolean goesOn = isDigit(at(text, from + length)) || isWordStart(at(text, from + length));
    return goesOn ? 0 : length;
  }

  private static int wordTail(String text, int from) {
    int at = from;
    while (isWordStart(at(text, at)) || isDigit(at(text, at)) || "/-".indexOf(at(text, at)) >= 0) {
      at++;
    }
    return at - from;
  }

  private static boolean isWordStart(char c) {
    return isLetter(c) || c == '_' || c == '.';
  }

  private static int digits(String text, int from) {
    int at = from;
    while (isDigit(at(text, at))) {
      at++;
    }
    return at - from;
  }

  private static int hexDigits(String text, int from, int most) {
    int count = 0;
    while (count < most && isHex(at(text, from + count))) {
      count++;
    }
    return count;
  }

  private static char at(String text, int index) {
    return index < text.length() ? text.charAt(index) : '\uffff';
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || (isLetter(c) && (c | 0x20) <= 'f');
  }
}
