package dev.dejima.tools;

/**
 * Arguments that make no sense. Its message is for people, whole lines without the last newline.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** A message, and the exit status that the real program has then. */
  public UsageException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
