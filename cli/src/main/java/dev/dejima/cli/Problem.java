package dev.dejima.cli;

/** What keeps a command from being carried out, said for people. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** The exit status, and whole lines without the last newline. */
  Problem(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
