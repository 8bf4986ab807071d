package dev.dejima.lab;

import org.jspecify.annotations.Nullable;

/**
 * Where a part of a lab was written. All places are equal to each other, so that two labs are equal
 * when they say the same, wherever it was written.
 *
 * @param file the file's name as it was given; empty for what a program built
 * @param line counted from 1; 0 where unknown
 * @param column the first character's, counted from 1
 * @param endColumn the last character's
 * @param source the line it stands in; null where unknown
 */
public record Place(String file, int line, int column, int endColumn, @Nullable String source) {
  /** The place of what a program built. */
  public static final Place NONE = new Place("", 0, 0, 0, null);

  /** Whether it was written in a file. */
  public boolean isKnown() {
    return line > 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  /** As in front of messages: {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
