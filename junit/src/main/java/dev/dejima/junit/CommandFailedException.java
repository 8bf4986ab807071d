package dev.dejima.junit;

/** A command of a test did not end with status 0. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String output;
  private final String errors;

  CommandFailedException(String where, String command, int status, String output, String errors) {
    super(
        "%s: %s ended with status %d%n%s%s"
            .formatted(where, command.strip(), status, output, errors)
            .stripTrailing());
    this.status = status;
    this.output = output;
    this.errors = errors;
  }

  /** The exit status. */
  public int status() {
    return status;
  }

  /** What it wrote to standard output. */
  public String output() {
    return output;
  }

  /** What it wrote to standard error. */
  public String errors() {
    return errors;
  }
}
