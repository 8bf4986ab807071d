package dev.dejima.tools.shell;

import dev.dejima.tools.CharacterSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of sh(1): {@code *}, {@code ?} and {@code [a-z]}; a backslash takes their meaning.
 * (POSIX.1-2017, Shell Command Language, 2.13.)
 */
final class ShellPattern {
  private ShellPattern() {}

  /** Whether a text holds one of the characters that make it a pattern. */
  static boolean is(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
  }

  /** The same as a regular expression, without groups. */
  static String regex(String pattern, boolean shortest) {
    StringBuilder regex = new StringBuilder("(?s:");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '*' -> regex.append(shortest ? ".*?" : ".*");
        case '?' -> regex.append('.');
        case '\\' -> {
          i++;
          regex.append(Pattern.quote(i < pattern.length() ? pattern.substring(i, i + 1) : "\\"));
        }
        case '[' -> {
          int close = close(pattern, i);
          if (close < 0) {
            regex.append("\\[");
          } else {
            regex.append(
                CharacterSet.java(pattern.substring(i + 1, close).replaceFirst("^!", "^")));
            i = close;
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.append(')').toString();
  }

  /** Whether a whole text is of the pattern. */
  static boolean matches(String pattern, String text) {
    try {
      return text.matches(regex(pattern, false));
    } catch (PatternSyntaxException e) {
      return pattern.equals(text);
    }
  }

  private static int close(String pattern, int open) {
    int from = open + 1;
    if (from < pattern.length() && (pattern.charAt(from) == '!' || pattern.charAt(from) == '^')) {
      from++;
    }
    if (from < pattern.length() && pattern.charAt(from) == ']') {
      from++;
    }
    for (int i = from; i < pattern.length(); i++) {
      if (pattern.startsWith("[:", i)) {
        int end = pattern.indexOf(":]", i + 2);
        i = end < 0 ? i : end + 1;
      } else if (pattern.charAt(i) == ']') {
        return i;
      }
    }
    return -1;
  }
}
