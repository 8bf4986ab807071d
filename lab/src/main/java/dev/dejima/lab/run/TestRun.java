package dev.dejima.lab.run;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Action;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one test: opens captures and traces, then does one step after the other. A step that fails
 * does not keep the next from being tried, unless it could not be begun at all.
 */
final class TestRun {
  private final Network network;
  private final LabTest test;
  private final Hits hits;
  private final Progress progress;
  private final List<StepResult> results = new ArrayList<>();
  private @Nullable Throwable refusal;

  TestRun(Network network, LabTest test, Hits hits, Progress progress) {
    this.progress = progress;
    this.network = network;
    this.test = test;
    this.hits = hits;
  }

  TestResult run() throws KernelException, LabException, InterruptedException {
    Kernel kernel = network.kernel();
    try (Watch watch = Watch.open(network, hits, !isMatrix())) {
      int status =
          kernel.run(kernel.initial(), "test", StandardStreams.none(), self -> run(self, watch));
      switch (refusal) {
        case KernelException e -> throw e;
        case LabException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
      if (status != 0) {
        throw new InterruptedException();
      }
      return new TestResult(test, results);
    }
  }

  private int run(Process self, Watch watch) throws InterruptedException {
    Stage stage = new Stage(network, watch, self, test, progress);
    try {
      for (Step step : test.steps()) {
        results.add(stage.run(step));
      }
      return 0;
    } catch (KernelException | LabException | RuntimeException | Error e) {
      refusal = e;
      return 1;
    } finally {
      stage.clear();
    }
  }

  /** Of so many probes the outcomes have to do. */
  private boolean isMatrix() {
    return test.allSteps().anyMatch(step -> step.action() instanceof Action.Matrix);
  }
}
