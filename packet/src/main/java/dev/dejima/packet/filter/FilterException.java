package dev.dejima.packet.filter;

import java.util.List;

/** A filter expression that cannot be compiled. The message is what tcpdump says. */
public final class FilterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final String SYNTAX = "can't parse filter expression: syntax error";

  /** libpcap's words for a value that has no qualifiers to take over. */
  static final String SYNTAX_OF_VALUE = "syntax error in filter expression";

  private final int column;
  private final List<String> expected;
  private final String hint;

  FilterException(String message, int column, List<String> expected, String hint) {
    super(message);
    this.column = column;
    this.expected = List.copyOf(expected);
    this.hint = hint;
  }

  FilterException(String message, int column) {
    this(message, column, List.of(), "");
  }

  /** Where in the expression, counted from 1; 0 if it is about the expression as a whole. */
  public int column() {
    return column;
  }

  /** What could have stood there; empty if the place was right and the value wrong. */
  public List<String> expected() {
    return expected;
  }

  /** What may have been meant; empty if there is no guess. */
  public String hint() {
    return hint;
  }

  /** The column, what was expected there and the hint, one line; empty if nothing is known. */
  public String explanation() {
    StringBuilder text = new StringBuilder();
    if (column > 0) {
      text.append("column ").append(column).append(": ");
    }
    if (!expected.isEmpty()) {
      text.append("expected ").append(String.join(", ", expected)).append("; ");
    }
    text.append(hint);
    return text.toString().replaceFirst("[:;] $", "");
  }
}
