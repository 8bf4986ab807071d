package dev.dejima.tools.shell;

/** A line that the shell cannot read. */
public final class ShellSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;
  private final boolean incomplete;

  /** What is wrong, and where: line and column from 1. */
  public ShellSyntaxException(int line, int column, String message) {
    this(line, column, message, false);
  }

  ShellSyntaxException(int line, int column, String message, boolean incomplete) {
    super(message);
    this.line = line;
    this.column = column;
    this.incomplete = incomplete;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** Whether more lines could make it right: a quote or a {@code do} is still open. */
  public boolean incomplete() {
    return incomplete;
  }

  /** For people: the line, what is wrong in it, and a caret below the place. */
  public String describe(String text) {
    String[] lines = text.split("\n", -1);
    String source = line <= lines.length ? lines[line - 1] : "";
    return "Error: " + getMessage() + "\n" + source + "\n" + " ".repeat(column - 1) + "^";
  }
}
