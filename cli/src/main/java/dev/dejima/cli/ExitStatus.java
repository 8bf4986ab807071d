package dev.dejima.cli;

import dev.dejima.kernel.KernelException;
import dev.dejima.lab.report.Style;
import java.io.PrintWriter;

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

  /** Ctrl-C ended it. */
  static final int INTERRUPTED = 130;

  /** Dejima itself is broken (EX_SOFTWARE of sysexits.h); never taken for a failed test. */
  static final int BROKEN = 70;

  private ExitStatus() {}

  /** Says why a command failed; answers the status that this ends with. */
  static int explain(Exception e, PrintWriter err) {
    if (e instanceof InterruptedException || Kernels.isEnding()) {
      return INTERRUPTED;
    }
    if (e instanceof Problem problem) {
      err.println(Style.visible(String.valueOf(problem.getMessage())));
      return problem.status();
    }
    if (e instanceof KernelException) {
      err.println("dejima: " + e.getMessage());
      return REFUSED;
    }
    err.println("dejima: this is a mistake in Dejima itself:");
    e.printStackTrace(err);
    return BROKEN;
  }
}
