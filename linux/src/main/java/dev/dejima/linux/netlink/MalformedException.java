package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;

/** A message that no kernel that we know would send. */
public final class MalformedException extends KernelException {
  private static final long serialVersionUID = 1;

  /** A reason, with the place. */
  public MalformedException(String message) {
    super(Errno.EBADMSG, message);
  }
}
