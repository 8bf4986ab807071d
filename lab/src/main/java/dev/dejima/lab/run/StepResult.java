package dev.dejima.lab.run;

import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What came of a step. */
public sealed interface StepResult {
  Step step();

  /** What happened, in a line; empty where that goes without saying. */
  String summary();

  /**
   * Why it failed, a line each, later ones indented where they explain the one before; empty if it
   * passed.
   */
  List<String> failures();

  /** How long it took, in the kernel's time. */
  Duration took();

  /** Whether all was as expected. */
  default boolean passed() {
    return failures().isEmpty();
  }

  /** It, and the steps inside of it. */
  default Stream<StepResult> withParts() {
    return Stream.of(this);
  }

  /** Something was done. */
  record Done(Step step, String summary, List<String> failures, Duration took)
      implements StepResult {
    /** Keeps a copy. */
    public Done {
      failures = List.copyOf(failures);
    }
  }

  /**
   * A probe was tried.
   *
   * @param answer what came of it
   * @param conversation its packets, and what became of them
   */
  record Tried(
      Step step, String summary, List<String> failures, Answer answer, Conversation conversation)
      implements StepResult {
    /** Keeps a copy. */
    public Tried {
      failures = List.copyOf(failures);
    }

    @Override
    public Duration took() {
      return answer.took();
    }
  }

  /** Steps at the same time. */
  record Group(Step step, List<StepResult> parts, List<String> own, Duration took)
      implements StepResult {
    /** Keeps copies. */
    public Group {
      parts = List.copyOf(parts);
      own = List.copyOf(own);
    }

    @Override
    public String summary() {
      return String.join(
          "; ", parts.stream().map(StepResult::summary).filter(s -> !s.isEmpty()).toList());
    }

    @Override
    public List<String> failures() {
      return Stream.concat(parts.stream().flatMap(part -> part.failures().stream()), own.stream())
          .toList();
    }

    @Override
    public Stream<StepResult> withParts() {
      return Stream.concat(Stream.of(this), parts.stream().flatMap(StepResult::withParts));
    }
  }
}
