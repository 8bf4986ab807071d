package dev.dejima.lab.run;

import dev.dejima.lab.LabTest;

/**
 * Is told how far a run is, and may end it. Called from a process of the kernel: it has to be
 * quick.
 */
@FunctionalInterface
public interface Progress {
  /** Nobody wants to know. */
  Progress NONE = (_, _, _) -> {};

  /**
   * So far it is.
   *
   * @param test the test that runs
   * @param done probes that have been tried
   * @param total probes of the matrix
   */
  void tried(LabTest test, long done, long total);

  /** A test has ended, and been explained where it failed. */
  default void ended(TestResult result) {}

  /** Whether the next test is to be begun. */
  default boolean goesOn() {
    return true;
  }
}
