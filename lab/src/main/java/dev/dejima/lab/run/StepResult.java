package dev.dejima.lab.run;

import dev.dejima.lab.Action;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Holds it against one expectation more.
     *
     * @param expectation about the probe or the packets of its conversation; of others it knows
     *     nothing
     * @return why it does not hold, as {@link #failures}; empty if it does
     */
    public List<String> failures(Expectation expectation) {
      Step judged = new Step(step.action(), step.within(), List.of(expectation), step.place());
      Probe probe = (Probe) step.action();
      List<String> lines = new ArrayList<>();
      lines.addAll(new ProbeJudge(judged, probe, answer, List.of()).failures(conversation));
      lines.addAll(new PacketJudge(judged, conversation.packets(), took()).failures(conversation));
      return lines;
    }
  }

  /**
   * A matrix was tried.
   *
   * @param cells one for each probe, by node, target and port
   */
  record Table(Step step, List<Cell> cells, Duration took) implements StepResult {
    private static final int SHOWN = 20;

    /** Keeps a copy. */
    public Table {
      cells = List.copyOf(cells);
    }

    @Override
    public String summary() {
      Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
      cells.forEach(cell -> counts.merge(cell.outcome(), 1L, Long::sum));
      return "%d probes: %s"
          .formatted(
              cells.size(),
              String.join(
                  ", ",
                  counts.entrySet().stream()
                      .map(e -> e.getValue() + " " + e.getKey().word())
                      .toList()));
    }

    /** Cells that differ; those of neighbouring ports in one line. */
    @Override
    public List<String> failures() {
      List<String> lines = new ArrayList<>();
      int more = 0;
      for (int i = 0; i < cells.size(); i++) {
        Cell first = cells.get(i);
        if (first.passed()) {
          continue;
        }
        Cell last = first;
        while (i + 1 < cells.size() && cells.get(i + 1).follows(last)) {
          i++;
          last = cells.get(i);
        }
        if (lines.size() < SHOWN) {
          lines.add(first.line(last.port()));
        } else {
          more++;
        }
      }
      if (more > 0) {
        lines.add("  and " + more + " more");
      }
      return lines;
    }
  }

  /**
   * A cell of a matrix.
   *
   * @param from the node
   * @param to the target's name
   * @param expected what was to come of it
   * @param outcome what came
   * @param detail what went wrong, where that is no outcome that a test can expect
   */
  record Cell(String from, String to, int port, Outcome expected, Outcome outcome, String detail) {
    /** Whether it is as expected. */
    public boolean passed() {
      return outcome == expected && detail.isEmpty();
    }

    private boolean follows(Cell before) {
      return port == before.port + 1
          && from.equals(before.from)
          && to.equals(before.to)
          && expected == before.expected
          && outcome == before.outcome
          && detail.equals(before.detail);
    }

    private String line(int lastPort) {
      String ports = port == lastPort ? "port " + port : "ports " + port + "-" + lastPort;
      return "%s → %s %s: expected %s, but it was %s"
          .formatted(from, to, ports, expected.word(), detail.isEmpty() ? outcome.word() : detail);
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
      if (step.action() instanceof Action.Flows) {
        return parts.size() + " flows";
      }
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
