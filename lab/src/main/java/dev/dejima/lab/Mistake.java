package dev.dejima.lab;

import org.jspecify.annotations.Nullable;

/**
 * Something in a lab that cannot be meant.
 *
 * @param place where
 * @param message what, and what was expected
 * @param sourceLine the line it stands in; absent for what a program built
 * @param hint what was likely meant; absent where nothing is near
 */
public record Mistake(
    Place place, String message, @Nullable String sourceLine, @Nullable String hint) {

  /**
   * The message with its place, the line, carets under the place and the hint, each on a line of
   * its own with a newline behind it.
   */
  public String format() {
    StringBuilder text = new StringBuilder(place.isKnown() ? place + ": " : "");
    text.append("error: ").append(message).append('\n');
    if (sourceLine != null) {
      text.append(sourceLine).append('\n').append(underline(sourceLine)).append('\n');
    }
    if (hint != null) {
      text.append("did you mean '").append(hint).append("'?\n");
    }
    return text.toString();
  }

  private String underline(String line) {
    StringBuilder carets = new StringBuilder();
    for (int column = 1; column < place.column(); column++) {
      boolean tab = column <= line.length() && line.charAt(column - 1) == '\t';
      carets.append(tab ? '\t' : ' ');
    }
    int end = Math.min(place.endColumn(), line.length());
    return carets + "^".repeat(Math.max(1, end - place.column() + 1));
  }
}
