package dev.dejima.lab.record;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.run.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Writes what was kept. How a failed probe fails, and what NAT makes of one, is found out by a run
 * of the lab itself; where that run contradicts what was seen at the prompt, both are said.
 */
final class RecordedLab {
  private final Path file;
  private final RecordedNetwork network;
  private final RecordedSteps steps;
  private final List<String> said = new ArrayList<>();

  RecordedLab(Path file, RecordedNetwork network, List<Typed> typed) {
    this.file = file;
    this.network = network;
    this.steps = RecordedSteps.of(network, typed);
  }

  /**
   * Writes the file.
   *
   * @return what is to be said, in lines
   */
  List<String> write(Callable<Kernel> trial) throws IOException, InterruptedException {
    Files.writeString(file, text());
    try {
      observe(trial);
      Files.writeString(file, text());
    } catch (LabException e) {
      said.add("it does not start yet: " + e.getMessage());
    }
    List<RecordedTest> tests = steps.tests();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s has %d node%s and %d test%s; run it: dejima run %s"
            .formatted(
                file,
                network.nodes().size(),
                network.nodes().size() == 1 ? "" : "s",
                tests.size(),
                tests.size() == 1 ? "" : "s",
                file));
    said.forEach(line -> lines.add("record: " + line));
    steps.unsaid().forEach(line -> lines.add("record: not in the lab: " + line));
    return lines;
  }

  private String text() {
    String name = String.valueOf(file.toAbsolutePath().getFileName()).replaceFirst("\\.ya?ml$", "");
    Path parent = file.toAbsolutePath().normalize().getParent();
    Path folder = parent == null ? null : parent.getFileName();
    String called = folder == null || !name.equals("lab") ? name : folder.toString();
    return new RecordedText(network, steps).write(called);
  }

  private void observe(Callable<Kernel> trial) throws LabException, InterruptedException {
    if (steps.tests().isEmpty()) {
      LabFile.read(file);
      return;
    }
    List<TestResult> results;
    try (Kernel kernel = trial.call()) {
      results = LabRun.run(LabFile.read(file), kernel).tests();
    } catch (LabException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new LabException(String.valueOf(e.getMessage()), e);
    }
    for (int i = 0; i < results.size(); i++) {
      RecordedTest test = steps.tests().get(i);
      TestResult result = results.get(i);
      if (!result.probes().isEmpty()) {
        observed(test, result.probes().getFirst());
      } else {
        result.steps().stream()
            .flatMap(step -> step.failures().stream())
            .forEach(failure -> said.add(test.name() + ": " + failure));
      }
    }
  }

  private void observed(RecordedTest test, StepResult.Tried probe) {
    Outcome outcome = probe.answer().outcome().orElse(null);
    if (outcome == null) {
      said.add(test.name() + ": " + probe.answer().detail());
      return;
    }
    test.outcome = outcome;
    Boolean answered = test.answered();
    if (answered != null && answered != (outcome == Outcome.CONNECTED)) {
      test.contradiction =
          "at the prompt it %s, in the lab: %s"
              .formatted(answered ? "succeeded" : "failed", outcome.word());
      said.add(test.name() + ": " + test.contradiction);
    }
    for (Translation translation : probe.conversation().tracked()) {
      boolean other =
          !translation.before().destinationText().equals(translation.after().destinationText());
      if (other && outcome == Outcome.CONNECTED) {
        test.translatedTo = translation.after().destinationText();
      }
    }
  }
}
