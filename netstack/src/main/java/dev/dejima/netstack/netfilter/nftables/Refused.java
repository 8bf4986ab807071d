package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;

/** One message of a batch is refused; thrown and caught within this package. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final Errno errno;
  private final int offset;
  private final boolean lack;

  /** A refusal of what Linux has and this kernel lacks. */
  static Refused lack() {
    return new Refused(Errno.EOPNOTSUPP, -1, true);
  }

  /** A refusal that names no attribute. */
  Refused(Errno errno) {
    this(errno, -1);
  }

  /** A refusal of the attribute that begins {@code offset} octets into the message. */
  Refused(Errno errno, int offset) {
    this(errno, offset, false);
  }

  private Refused(Errno errno, int offset, boolean lack) {
    super(errno.text(), null, false, false);
    this.errno = errno;
    this.offset = offset;
    this.lack = lack;
  }

  /** Whether Linux would not refuse it. */
  boolean isLack() {
    return lack;
  }

  Errno errno() {
    return errno;
  }

  int offset() {
    return offset;
  }
}
