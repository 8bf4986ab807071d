package dev.dejima.tools.shell;

import dev.dejima.kernel.Process;

/** A list that runs in the background. */
final class Job {
  private static final int INTERRUPTED = 130;
  private static final int KILLED = 137;

  private final int number;
  private final Process process;
  private final String source;
  private int signal;

  Job(int number, Process process, String source) {
    this.number = number;
    this.process = process;
    this.source = source;
  }

  /** Its number, from 1: {@code %1}. */
  int number() {
    return number;
  }

  /**
   * What {@code $!} says. It is larger than any process number of Linux (PID_MAX_LIMIT, 2^22), so
   * that a real program that is given it by mistake meets nobody.
   */
  int pid() {
    return (1 << 22) + number;
  }

  Process process() {
    return process;
  }

  /** As it was written. */
  String source() {
    return source;
  }

  /** Sends a signal: 9 ends it, others may be handled; 0 does nothing. */
  void signal(int which) {
    if (which == 0) {
      return;
    }
    signal = which;
    if (which == 9) {
      process.kill();
    } else {
      process.interrupt();
    }
  }

  /** The status that {@code wait} has of it, which says what signal it died of. */
  int await() throws InterruptedException {
    int status = process.await();
    return signal != 0 && (status == INTERRUPTED || status == KILLED) ? 128 + signal : status;
  }
}
