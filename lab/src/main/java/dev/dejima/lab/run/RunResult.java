package dev.dejima.lab.run;

import dev.dejima.lab.Lab;
import java.util.List;

/**
 * What came of a lab.
 *
 * @param kernel the name of the kernel
 * @param release the Linux that it is or imitates
 * @param tests a result for each test, in order
 * @param coverage how often each rule of the lab matched, over all tests
 */
public record RunResult(
    Lab lab, String kernel, String release, List<TestResult> tests, Coverage coverage) {
  /** Keeps a copy. */
  public RunResult {
    tests = List.copyOf(tests);
  }

  /** Whether all tests passed. */
  public boolean passed() {
    return tests.stream().allMatch(TestResult::passed);
  }
}
