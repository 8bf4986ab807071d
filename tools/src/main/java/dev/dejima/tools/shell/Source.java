package dev.dejima.tools.shell;

/** The text of a script, and how far it has been read. */
final class Source {
  final String text;
  int at;
  int line;
  private int lineStart;

  Source(String text, int firstLine) {
    this.text = text;
    this.line = firstLine;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** A character ahead; NUL behind the end. */
  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  boolean startsWith(String what) {
    return text.startsWith(what, at);
  }

  char take() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
      lineStart = at;
    }
    return c;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) {
      take();
    }
  }

  int column() {
    return at - lineStart + 1;
  }

  ShellSyntaxException wrong(String message) {
    return new ShellSyntaxException(line, column(), message);
  }

  ShellSyntaxException unclosed(int openLine, int openColumn, String what) {
    return new ShellSyntaxException(
        openLine, openColumn, "a " + what + " that is never closed", true);
  }
}
