package dev.dejima.lab.run;

import dev.dejima.lab.LabTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a test.
 *
 * @param test the test
 * @param steps a result for each of its steps that was begun, in order
 * @param explanation why it failed, a line each; empty where nobody asked
 */
public record TestResult(LabTest test, List<StepResult> steps, List<String> explanation) {
  /** Keeps copies. */
  public TestResult {
    steps = List.copyOf(steps);
    explanation = List.copyOf(explanation);
  }

  /** A result that nobody has explained. */
  public TestResult(LabTest test, List<StepResult> steps) {
    this(test, steps, List.of());
  }

  /** The same, explained. */
  TestResult explained(List<String> why) {
    return new TestResult(test, steps, why);
  }

  /** Whether all was as expected. */
  public boolean passed() {
    return steps.stream().allMatch(StepResult::passed);
  }

  /** What happened, in a line. */
  public String summary() {
    return String.join(
        "; ", steps.stream().map(StepResult::summary).filter(s -> !s.isEmpty()).toList());
  }

  /**
   * Why it failed, a line each, later ones indented where they explain the one before; empty if it
   * passed. The explanation comes last.
   */
  public List<String> failures() {
    return Stream.concat(
            steps.stream().flatMap(step -> step.failures().stream()),
            explanation.stream().map(line -> "  " + line))
        .toList();
  }

  /** How long its steps took, in the kernel's time. */
  public Duration took() {
    return steps.stream().map(StepResult::took).reduce(Duration.ZERO, Duration::plus);
  }

  /** Its probes, in order, those inside of other steps too. */
  public List<StepResult.Tried> probes() {
    return steps.stream()
        .flatMap(StepResult::withParts)
        .flatMap(
            step ->
                step instanceof StepResult.Tried tried
                    ? Stream.of(tried)
                    : Stream.<StepResult.Tried>empty())
        .toList();
  }
}
