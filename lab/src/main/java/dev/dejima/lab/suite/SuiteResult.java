package dev.dejima.lab.suite;

import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.TestResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
   * @param file its file
   * @param kernel the kernel's name
   * @param result the results of its tests; empty where its network could not be started
   * @param error why not; empty where it could
   */
  public record Run(Path file, String kernel, Optional<RunResult> result, String error) {
    /** Whether it ran, and all its tests passed. */
    public boolean passed() {
      return result.map(RunResult::passed).orElse(false);
    }

    /** Its tests that were run. */
    public List<TestResult> tests() {
      return result.map(RunResult::tests).orElse(List.of());
    }

    /** What reports call it: the lab's name, or its file's where it did not start. */
    public String title() {
      return result.map(r -> r.lab().name()).orElse(file.toString());
    }
  }

  /** Whether all labs ran and all tests passed. */
  public boolean passed() {
    return runs.stream().allMatch(Run::passed);
  }

  /** How many tests there were; a lab that did not start counts as one. */
  public int tests() {
    return runs.stream().mapToInt(run -> run.result().isEmpty() ? 1 : run.tests().size()).sum();
  }

  /** How many of them failed. */
  public int failures() {
    return runs.stream()
        .mapToInt(
            run ->
                run.result().isEmpty()
                    ? 1
                    : (int) run.tests().stream().filter(test -> !test.passed()).count())
        .sum();
  }

  /** How many labs did not start. */
  public long unstarted() {
    return runs.stream().filter(run -> run.result().isEmpty()).count();
  }

  /** How often each rule matched, over all runs that were made. */
  public Coverage coverage() {
    return new Coverage(
        runs.stream()
            .flatMap(run -> run.result().stream())
            .flatMap(result -> result.coverage().rules().stream())
            .toList());
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
