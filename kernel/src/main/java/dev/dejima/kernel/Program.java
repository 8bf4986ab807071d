package dev.dejima.kernel;

import java.io.IOException;

/** What a process runs: a tool, or a user's own code. */
@FunctionalInterface
public interface Program {
  /**
   * Runs to its end.
   *
   * @param self the process it runs as
   * @return the exit status, 0 to 255
   * @throws InterruptedException if it was sent a signal (Ctrl-C) and did not handle it; its exit
   *     status is then 130
   * @throws IOException if it failed otherwise; its exit status is then 1, its message on standard
   *     error
   */
  int run(Process self) throws IOException, InterruptedException;
}
