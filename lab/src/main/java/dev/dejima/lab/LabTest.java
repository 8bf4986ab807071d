package dev.dejima.lab;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that is expected of a network: steps, one after the other. What a lab file says in the
 * short form (one {@code connect} with its {@code expect}, {@code seen} and so on) is two steps or
 * more: its listeners, then the probe with all that is expected of it.
 *
 * @param name what it is called
 * @param steps what is done, in order
 */
public record LabTest(String name, List<Step> steps, Place place) {
  /** Keeps a copy. */
  public LabTest {
    steps = List.copyOf(steps);
  }

  /** All its steps, those inside of others too. */
  public Stream<Step> allSteps() {
    return steps.stream().flatMap(LabTest::withParts);
  }

  private static Stream<Step> withParts(Step step) {
    return step.action() instanceof Action.Together together
        ? Stream.concat(Stream.of(step), together.steps().stream().flatMap(LabTest::withParts))
        : Stream.of(step);
  }
}
