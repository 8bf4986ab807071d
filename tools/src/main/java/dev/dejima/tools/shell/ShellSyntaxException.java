package dev.dejima.tools.shell;

/** A line that the shell cannot read. */
public final class ShellSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  /** What is wrong, and where: line and column from 1. */
  public ShellSyntaxException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
