package dev.dejima.nft.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Where a piece of text stands. All spans are equal to each other, so that two trees are equal when
 * they say the same, wherever it was written; to compare places, compare the accessors.
 */
public final class Span {
  /** The place of what was never written: a tree that was decompiled or built by a program. */
  public static final Span NONE = new Span(new SourceFile(""), 0, 0, 0);

  /** The place of what JSON said, which nft does not tell. */
  public static final Span INTERNAL = new Span(new SourceFile("internal"), 0, 0, 0);

  private final SourceFile source;
  private final int line;
  private final int column;
  private final int endColumn;

  /**
   * A stretch of one line.
   *
   * @param source the text that it is of
   * @param line counted from 1
   * @param column the first character's, counted from 1
   * @param endColumn the last character's
   */
  Span(SourceFile source, int line, int column, int endColumn) {
    this.source = source;
    this.line = line;
    this.column = column;
    this.endColumn = endColumn;
  }

  /** A character of a text that is not of this language; line and column are counted from 1. */
  public static Span at(String file, int line, int column) {
    return new Span(new SourceFile(file), line, column, column);
  }

  /** The name of the file, {@code /dev/stdin}, or {@link Diagnostic#COMMAND_LINE}. */
  public String file() {
    return source.name();
  }

  SourceFile source() {
    return source;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  public int endColumn() {
    return endColumn;
  }

  /** Whether the text was written anywhere at all. */
  public boolean isKnown() {
    return line > 0;
  }

  /**
   * From the start of this to the end of another. Where that stands on a later line, its column
   * counts all the same, as it does for nft; what stands before this, as the values of variables
   * do, adds nothing.
   */
  @SuppressWarnings("ReferenceEquality") // nearly always the same text; to compare takes longer
  public Span to(Span end) {
    if (!isKnown()) {
      return end;
    }
    boolean same = end.source == source || end.source.equals(source);
    boolean before = !same || end.line < line;
    return before || end.endColumn == endColumn
        ? this
        : new Span(source, line, column, end.endColumn);
  }

  /** Other columns of the same line. */
  public Span columns(int first, int last) {
    return new Span(source, line, first, last);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  /** As in front of nft's messages: {@code file:line:column-column}. */
  @Override
  public String toString() {
    return file() + ":" + line + ":" + column + "-" + endColumn;
  }
}
