package dev.dejima.junit;

import dev.dejima.kernel.Process;
import org.jspecify.annotations.Nullable;

/**
 * A program of a test's own, run as a process in a node.
 *
 * @param <T> what it finds out
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
  /**
   * Runs to its end. Its calls may block, on sockets of the node and the kernel's clock; for the
   * world outside there is {@link dev.dejima.kernel.Kernel#external}.
   *
   * @param self the process: its namespace has sockets, its kernel a clock
   * @throws Exception what makes the test fail
   */
  T run(Process self) throws Exception;
}
