package dev.dejima.tools;

/**
 * What stands in brackets in a pattern (POSIX.1-2017, section 9.3.5): characters, ranges, {@code
 * [:digit:]} and its like; a backslash stands for itself.
 */
public final class CharacterSet {
  private CharacterSet() {}

  /**
   * The same as a class of a regular expression of Java.
   *
   * @param inside what stands between the brackets; {@code ^} first for all others
   * @throws UsageException with status 2 if it names a class that there is not
   */
  public static String java(String inside) {
    boolean negated = inside.startsWith("^");
    StringBuilder regex = new StringBuilder(negated ? "[^" : "[");
    for (int i = negated ? 1 : 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      int end = inside.startsWith("[:", i) ? inside.indexOf(":]", i + 2) : -1;
      if (end >= 0) {
        regex.append(characterClass(inside.substring(i + 2, end)));
        i = end + 1;
      } else if ("\\[]^&".indexOf(c) >= 0) {
        regex.append('\\').append(c);
      } else {
        regex.append(c);
      }
    }
    return regex.append(']').toString();
  }

  private static String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{Alpha}";
      case "digit" -> "\\p{Digit}";
      case "alnum" -> "\\p{Alnum}";
      case "upper" -> "\\p{Upper}";
      case "lower" -> "\\p{Lower}";
      case "space" -> "\\s";
      case "blank" -> "\\p{Blank}";
      case "punct" -> "\\p{Punct}";
      case "xdigit" -> "\\p{XDigit}";
      case "print" -> "\\p{Print}";
      case "graph" -> "\\p{Graph}";
      case "cntrl" -> "\\p{Cntrl}";
      default -> throw new UsageException(2, "[:" + name + ":] is no class of characters");
    };
  }
}
