package dev.dejima.lab.run;

import dev.dejima.lab.Lab;
import java.util.List;

/**
 * What came of a lab.
 *
 * @param kernel the name of the kernel
 * @param release the Linux that it is or imitates
 * @param results a result for each test, in order
 */
public record Report(Lab lab, String kernel, String release, List<TestResult> results) {
  /** Keeps a copy. */
  public Report {
    results = List.copyOf(results);
  }

  /** Whether all tests passed. */
  public boolean passed() {
    return results.stream().allMatch(TestResult::passed);
  }
}
