package dev.dejima.tools.shell;

/** Something that ends a script, or the line that was typed: its message is for people. */
final class ShellError extends RuntimeException {
  private static final long serialVersionUID = 1;

  ShellError(String message) {
    super(message);
  }
}
