package dev.dejima.kernel;

import java.io.IOException;

/** A call that the kernel refused. */
public class KernelException extends IOException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  /** A refusal in the words of strerror(3). */
  public KernelException(Errno errno) {
    this(errno, errno.text());
  }

  /** A refusal with more to say than strerror(3). */
  public KernelException(Errno errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** Why. */
  public Errno errno() {
    return errno;
  }
}
