package dev.dejima.tools.shell;

/** What a script is made of. */
sealed interface Token {
  /** The line it begins in, from 1. */
  int line();

  /** The column it begins at, from 1. */
  int column();

  /** A word, its quotes removed. */
  record Word(String text, int line, int column) implements Token {}

  /** {@code |}, {@code &}, {@code ;}, {@code &&}, {@code ||}, {@code <}, {@code >}, {@code >>}. */
  record Operator(String text, int line, int column) implements Token {}

  /** The end of a line. */
  record Newline(int line, int column) implements Token {}
}
