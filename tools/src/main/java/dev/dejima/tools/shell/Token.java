package dev.dejima.tools.shell;

/** What a script is made of. */
sealed interface Token {
  /** Where it begins, in characters from the start of the text. */
  int start();

  /** The line it begins in, from 1. */
  int line();

  /** The column it begins at, from 1. */
  int column();

  /** A word. */
  record Text(Word word, int start, int line, int column) implements Token {}

  /**
   * {@code | & ; ;; && || ( )}, or a redirection: {@code < > >> << <<- >& <& &>}.
   *
   * @param stream the number that stands before a redirection, -1 without
   */
  record Operator(String text, int stream, int start, int line, int column) implements Token {}

  /** The end of a line. */
  record Newline(int start, int line, int column) implements Token {}

  /** The end of the script. */
  record End(int start, int line, int column) implements Token {}
}
