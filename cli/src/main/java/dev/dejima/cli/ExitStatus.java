package dev.dejima.cli;

/** The program's exit statuses. */
final class ExitStatus {
  /** All went well, and all tests passed. */
  static final int OK = 0;

  /** A test failed. */
  static final int FAILED = 1;

  /** The input is wrong, or the arguments are; nothing was started. */
  static final int WRONG_INPUT = 2;

  /** The system refuses what is needed: rights, a kernel, a JDK. */
  static final int REFUSED = 3;

  /** Dejima itself is broken (EX_SOFTWARE of sysexits.h); never taken for a failed test. */
  static final int BROKEN = 70;

  private ExitStatus() {}
}
