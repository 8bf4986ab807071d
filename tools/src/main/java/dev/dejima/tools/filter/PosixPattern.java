package dev.dejima.tools.filter;

import dev.dejima.tools.CharacterSet;
import java.util.regex.Pattern;

/**
 * A regular expression of POSIX.1-2017, section 9, with GNU's {@code \w \W \s \S \b < >} and {@code
 * \| \+ \?}, as one of Java. Alternatives are tried in order, so that the first that fits is found
 * rather than the longest.
 */
final class PosixPattern {
  private final String source;
  private final boolean extended;
  private final StringBuilder out = new StringBuilder();
  private int at;

  /** Whether an expression begins here, where a repetition stands for itself. */
  private boolean atStart = true;

  PosixPattern(String source, boolean extended) {
    this.source = source;
    this.extended = extended;
  }

  /** The same for Java. */
  String java() {
    while (at < source.length()) {
      char c = source.charAt(at++);
      switch (c) {
        case '\\' -> escaped();
        case '[' -> brackets();
        case '.' -> literal(".");
        case '^' -> {
          if (extended || atStart) {
            out.append('^');
          } else {
            literal("\\^");
          }
        }
        case '$' -> dollar();
        case '*' -> repetition("*", true);
        case '+', '?', '{' -> repetition(String.valueOf(c), extended);
        case '(', ')', '|' -> operator(c, extended);
        default -> literal(Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }

  private void literal(String regex) {
    out.append(regex);
    atStart = false;
  }

  private void dollar() {
    String rest = source.substring(at);
    boolean anchor = extended || rest.isEmpty() || rest.startsWith("\\)") || rest.startsWith("\\|");
    if (anchor) {
      out.append('$');
    } else {
      literal("\\$");
    }
  }

  private void repetition(String operator, boolean special) {
    if (!special || atStart) {
      literal(Pattern.quote(operator));
    } else if (operator.equals("{")) {
      bound();
    } else {
      out.append(operator);
    }
  }

  /** {@code {2,3}}, or, if it is none, a brace. */
  private void bound() {
    String close = extended ? "}" : "\\}";
    int end = source.indexOf(close, at);
    String inside = end < 0 ? "" : source.substring(at, end);
    if (!inside.matches("[0-9]+(,[0-9]*)?|,[0-9]+")) {
      literal("\\{");
      return;
    }
    out.append('{').append(inside.startsWith(",") ? "0" : "").append(inside).append('}');
    at = end + close.length();
  }

  private void operator(char c, boolean special) {
    if (!special) {
      literal(Pattern.quote(String.valueOf(c)));
      return;
    }
    out.append(c);
    atStart = c != ')';
  }

  private void escaped() {
    if (at == source.length()) {
      literal("\\\\");
      return;
    }
    char c = source.charAt(at++);
    switch (c) {
      case '(', ')', '|' -> operator(c, !extended);
      case '+', '?', '{' -> repetition(String.valueOf(c), !extended);
      case '<' -> out.append("\\b(?=\\w)");
      case '>' -> out.append("\\b(?<=\\w)");
      case 'w', 'W', 's', 'S', 'b', 'B' -> literal("\\" + c);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> literal("\\" + c);
      default -> literal(Pattern.quote(String.valueOf(c)));
    }
  }

  private void brackets() {
    int from = at;
    if (from < source.length() && source.charAt(from) == '^') {
      from++;
    }
    if (from < source.length() && source.charAt(from) == ']') {
      from++;
    }
    int end = from;
    while (end < source.length() && source.charAt(end) != ']') {
      int close = source.startsWith("[:", end) ? source.indexOf(":]", end) : -1;
      end = close < 0 ? end + 1 : close + 2;
    }
    if (end >= source.length()) {
      literal("\\[");
      return;
    }
    literal(CharacterSet.java(source.substring(at, end)));
    at = end + 1;
  }
}
