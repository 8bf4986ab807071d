package dev.dejima.lab;

/** A lab that cannot be started; the message is the whole text for people. */
public final class LabException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * A lab that cannot be started.
   *
   * @param text one or more messages, each with its place, every line with its newline
   */
  public LabException(String text) {
    super(text.stripTrailing());
  }

  /** Likewise, and what it came of. */
  public LabException(String text, Throwable cause) {
    super(text.stripTrailing(), cause);
  }
}
