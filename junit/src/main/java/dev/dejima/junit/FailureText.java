package dev.dejima.junit;

import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Step;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.StepResult.Tried;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes why an assertion on a probe fails, for people. */
record FailureText(ProbeResult probe) {
  /**
   * What was expected and what came, why that is, the packets, and where all others are.
   *
   * @param lines what was expected and what came
   * @param expectation what was expected; absent where it is not about the probe's outcome
   */
  String write(List<String> lines, @Nullable Expectation expectation) {
    StringBuilder text = new StringBuilder();
    text.append(probe.title()).append(": ").append(String.join("\n", lines)).append('\n');
    List<String> why = why(expectation);
    if (!why.isEmpty()) {
      text.append('\n');
      why.forEach(line -> text.append("  ").append(line).append('\n'));
    }
    text.append('\n')
        .append(new ReportPrinter(Style.PLAIN).ladder(probe.title(), probe.conversation()));
    probe
        .session()
        .capture()
        .ifPresent(file -> text.append("\ncapture: ").append(file).append('\n'));
    return text.toString();
  }

  /**
   * Why it did not end as expected. What was to come through and did not may fail for that in
   * whatever else was expected of it.
   */
  private List<String> why(@Nullable Expectation expectation) {
    Tried tried = probe.tried();
    boolean came = tried.answer().outcome().equals(Optional.of(Outcome.CONNECTED));
    if (expectation instanceof Expectation.Answer answer) {
      return explain(answer);
    }
    return came ? List.of() : explain(new Expectation.Answer(Outcome.CONNECTED, null, Place.NONE));
  }

  private List<String> explain(Expectation.Answer expected) {
    Tried tried = probe.tried();
    Step step =
        new Step(tried.step().action(), tried.step().within(), List.of(expected), Place.NONE);
    Tried judged =
        new Tried(step, tried.summary(), List.of(), tried.answer(), tried.conversation());
    try {
      return probe.session().explainer().explain(judged).lines();
    } catch (KernelException e) {
      return List.of("no explanation: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
