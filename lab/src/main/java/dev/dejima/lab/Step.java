package dev.dejima.lab;

import java.time.Duration;
import java.util.List;

/**
 * A step of a test.
 *
 * @param action what is done
 * @param within how long it may take, in the kernel's time
 * @param expectations what has to come of it
 */
public record Step(Action action, Duration within, List<Expectation> expectations, Place place) {
  /** How long a step may take unless the test says otherwise. */
  public static final Duration DEADLINE = Duration.ofSeconds(3);

  /** Keeps a copy. */
  public Step {
    expectations = List.copyOf(expectations);
  }

  /** A step of which nothing special is expected. */
  public static Step of(Action action, Place place) {
    return new Step(action, DEADLINE, List.of(), place);
  }

  /** The expectations of one kind, in order. */
  public <E extends Expectation> List<E> expectations(Class<E> kind) {
    return expectations.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
