package dev.dejima.tools.shell;

/** What leaves the course of a script. It is no error, and has no stack trace. */
abstract sealed class Jump extends RuntimeException {
  private static final long serialVersionUID = 1;

  private Jump() {
    super(null, null, false, false);
  }

  /** {@code exit}: the shell, or the subshell, ends. */
  static final class Exit extends Jump {
    private static final long serialVersionUID = 1;
    final int status;

    Exit(int status) {
      this.status = status;
    }
  }

  /** {@code return}: the function, or the file that is read, ends. */
  static final class Return extends Jump {
    private static final long serialVersionUID = 1;
    final int status;

    Return(int status) {
      this.status = status;
    }
  }

  /** {@code break} or {@code continue}. */
  static final class Leave extends Jump {
    private static final long serialVersionUID = 1;

    /** How many loops, from 1. */
    final int loops;

    /** Whether the outermost of them goes on with its next turn. */
    final boolean goOn;

    Leave(int loops, boolean goOn) {
      this.loops = loops;
      this.goOn = goOn;
    }
  }
}
