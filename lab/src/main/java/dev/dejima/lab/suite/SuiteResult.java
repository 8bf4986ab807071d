package dev.dejima.lab.suite;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.TestResult;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of many labs.
 *
 * @param runs one for each lab and kernel, in the order they were asked for
 */
public record SuiteResult(List<Run> runs) {
  /** Keeps a copy. */
  public SuiteResult {
    runs = List.copyOf(runs);
  }

  /**
   * What came of one lab on one kernel.
   *
   * @param title what reports call it: the lab's name, with its file where two have the same
   * @param file its file
   * @param result the results of its tests that ended
   * @param error why it broke off, or could not be started; empty where neither
   */
  public record Run(String title, Path file, RunResult result, String error) {
    /** Whether all its tests ran and passed. */
    public boolean passed() {
      return error.isEmpty() && left().isEmpty() && result.passed();
    }

    /** Whether it broke, or a test of it failed. */
    public boolean failed() {
      return !error.isEmpty() || !result.passed();
    }

    /** The kernel's name. */
    public String kernel() {
      return result.kernel();
    }

    /** Its tests that ended. */
    public List<TestResult> tests() {
      return result.tests();
    }

    /** Its tests that were not run, or not to their end. */
    public List<LabTest> left() {
      List<LabTest> all = result.lab().tests();
      return all.subList(tests().size(), all.size());
    }

    /** How many of its tests failed. */
    public int failures() {
      return (int) tests().stream().filter(test -> !test.passed()).count();
    }
  }

  /** Whether all labs ran and all tests passed. */
  public boolean passed() {
    return runs.stream().allMatch(Run::passed);
  }

  /** How many tests ended; what broke a lab counts as one. */
  public int tests() {
    return runs.stream().mapToInt(run -> run.tests().size()).sum() + broken();
  }

  /** How many of them failed. */
  public int failures() {
    return runs.stream().mapToInt(Run::failures).sum() + broken();
  }

  /** How many labs did not start, or broke off. */
  public int broken() {
    return (int) runs.stream().filter(run -> !run.error().isEmpty()).count();
  }

  /** How many tests were not run. */
  public int left() {
    return runs.stream().mapToInt(run -> run.left().size()).sum();
  }

  /** The results of all labs of which there are some. */
  public List<RunResult> results() {
    return runs.stream().map(Run::result).filter(result -> !result.tests().isEmpty()).toList();
  }

  /** How often each rule matched, over all runs that were made. */
  public Coverage coverage() {
    return new Coverage(
        runs.stream().flatMap(run -> run.result().coverage().rules().stream()).toList());
  }

  /** Tests that do not end alike on all kernels: the lab and the test, a line each. */
  public List<String> differences() {
    return runs.stream()
        .flatMap(
            run ->
                run.tests().stream()
                    .filter(test -> test.passed() && failsElsewhere(run, test))
                    .map(
                        test ->
                            "%s: %s: passes on %s alone"
                                .formatted(run.title(), test.test().name(), run.kernel())))
        .toList();
  }

  private boolean failsElsewhere(Run run, TestResult test) {
    return runs.stream()
        .filter(other -> other.file().equals(run.file()) && !other.kernel().equals(run.kernel()))
        .flatMap(other -> other.tests().stream())
        .anyMatch(other -> other.test().name().equals(test.test().name()) && !other.passed());
  }
}
