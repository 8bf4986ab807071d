package dev.dejima.nft.syntax;

import java.util.HashSet;
import java.util.Set;

/** Numbers and times as the language writes them. */
public final class Numbers {
  /** Digits of a number within a time. */
  private static final int TIME_DIGITS_MOST = 8;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Numbers() {}

  /**
   * The value of decimal digits, of hexadecimal ones behind {@code 0x}, or of octal ones behind a
   * zero; of 64 bits, unsigned.
   *
   * @throws NumberFormatException if the digits are none, or too many
   */
  public static long parse(String digits) {
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      return Long.parseUnsignedLong(digits, 2, digits.length(), 16);
    }
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      return Long.parseUnsignedLong(digits, 8);
    }
    return Long.parseUnsignedLong(digits);
  }

  /**
   * Milliseconds of a time such as {@code 1d2h3m4s5ms}, each unit at most once; of seconds where no
   * unit stands.
   *
   * @throws NumberFormatException in nft's words, if it is not one
   */
  public static long parseTime(String text) {
    Set<String> seen = new HashSet<>();
    long total = 0;
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      if (end - at > TIME_DIGITS_MOST) {
        throw new NumberFormatException("value too large");
      }
      String unit = end < text.length() || !seen.isEmpty() ? unit(text, end) : "s";
      if (end == at) {
        throw new NumberFormatException("wrong time format");
      }
      total += Long.parseLong(text, at, end, 10) * milliseconds(unit);
      if (!seen.add(unit)) {
        throw new NumberFormatException(unitName(unit) + " has been specified twice");
      }
      at = end + unit.length();
    }
    if (text.isEmpty()) {
      throw new NumberFormatException("wrong time format");
    }
    return total;
  }

  private static String unit(String text, int at) {
    if (text.startsWith("ms", at)) {
      return "ms";
    }
    return at < text.length() ? text.substring(at, at + 1) : "";
  }

  private static String unitName(String unit) {
    return switch (unit) {
      case "d" -> "Day";
      case "h" -> "Hour";
      case "m" -> "Minute";
      case "s" -> "Second";
      default -> "Millisecond";
    };
  }

  private static long milliseconds(String unit) {
    return switch (unit) {
      case "d" -> DAY;
      case "h" -> HOUR;
      case "m" -> MINUTE;
      case "s" -> SECOND;
      case "ms" -> 1;
      default -> throw new NumberFormatException("wrong time format");
    };
  }

  /** Octets as listings show them, in the largest unit that divides them: {@code 25 mbytes}. */
  public static String bytes(long octets) {
    String[] units = {"bytes", "kbytes", "mbytes"};
    long rest = octets;
    int unit = 0;
    while (rest != 0 && unit < 2 && Long.remainderUnsigned(rest, 1024) == 0) {
      rest = Long.divideUnsigned(rest, 1024);
      unit++;
    }
    return Long.toUnsignedString(rest) + " " + units[unit];
  }

  /** A time as options choose it: in units, or in seconds alone. */
  public static String time(long milliseconds, ListOptions options) {
    return options.numericTime() ? milliseconds / SECOND + "s" : time(milliseconds);
  }

  /** A time as listings show it: {@code 1d2h}, {@code 500ms}, {@code 0s}. */
  public static String time(long milliseconds) {
    StringBuilder text = new StringBuilder();
    long rest = milliseconds;
    rest = part(text, rest, DAY, "d");
    rest = part(text, rest, HOUR, "h");
    rest = part(text, rest, MINUTE, "m");
    rest = part(text, rest, SECOND, "s");
    part(text, rest, 1, "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static long part(StringBuilder text, long rest, long unit, String word) {
    if (rest >= unit) {
      text.append(rest / unit).append(word);
    }
    return rest % unit;
  }
}
