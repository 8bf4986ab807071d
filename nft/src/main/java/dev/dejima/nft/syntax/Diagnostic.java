package dev.dejima.nft.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in a text, and how nft reports it.
 *
 * @param span where
 * @param message what is wrong
 * @param hint what was likely meant; absent where nothing is near
 * @param related another place that takes part in it; absent where there is none
 */
public record Diagnostic(Span span, String message, @Nullable String hint, @Nullable Span related) {
  /** The name of what was typed at the shell; it is left out in messages. */
  public static final String COMMAND_LINE = "<cmdline>";

  public static Diagnostic of(Span span, String message) {
    return new Diagnostic(span, message, null, null);
  }

  /** What is longer is no line for people, and is not shown. */
  private static final int LINE_MOST = 10_000;

  /**
   * The message with its place, the line and carets under the place, each on a line of its own with
   * a newline behind it.
   *
   * @param sources the texts that were read
   */
  public String format(Sources sources) {
    String place = span.file().equals(COMMAND_LINE) || span.file().isEmpty() ? "" : span + ": ";
    StringBuilder text =
        new StringBuilder(includes()).append(place).append("Error: ").append(message).append('\n');
    if (span.isKnown()) {
      String line = sources.line(span);
      if (line.length() <= LINE_MOST) {
        text.append(line).append('\n').append(underline(line)).append('\n');
      }
    } else if (!place.isEmpty()) {
      text.append('\n');
    }
    if (hint != null) {
      text.append("Hint: ").append(hint).append('\n');
    }
    return text.toString();
  }

  /** By which files the place's file came in, the innermost first. */
  private String includes() {
    StringBuilder text = new StringBuilder();
    String prefix = "In file included from ";
    for (Span at = span.source().include(); at != null; at = at.source().include()) {
      text.append(prefix).append(at).append(":\n");
      prefix = "                 from ";
    }
    return text.toString();
  }

  private String underline(String line) {
    int end = Math.max(span.endColumn(), related == null ? 0 : related.endColumn());
    StringBuilder carets = new StringBuilder();
    for (int column = 1; column <= end; column++) {
      carets.append(mark(line, column));
    }
    return carets.toString();
  }

  private char mark(String line, int column) {
    if (column >= span.column() && column <= span.endColumn()) {
      return '^';
    }
    if (related != null && column >= related.column() && column <= related.endColumn()) {
      return '~';
    }
    return column <= line.length() && line.charAt(column - 1) == '\t' ? '\t' : ' ';
  }
}
