package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step being done: begun, waited for, judged. */
abstract class Act {
  private final Stage stage;
  private final Step step;
  private Sight.Mark mark;
  private long start;
  private long end;
  private @Nullable Process process;

  Act(Stage stage, Step step) {
    this.stage = stage;
    this.step = step;
    this.mark = stage.watch().mark();
  }

  final Stage stage() {
    return stage;
  }

  final Step step() {
    return step;
  }

  /** Begins; does at once what takes no time. */
  final void begin() throws KernelException, InterruptedException {
    mark = stage.watch().mark();
    start = stage.clock().nanoTime();
    process = perform();
    end = stage.clock().nanoTime();
  }

  /**
   * Does it, or starts who does it.
   *
   * @return whose end is the step's end; absent where it is done
   */
  abstract @Nullable Process perform() throws KernelException, InterruptedException;

  /** Whether it is done, or its time is over. */
  boolean isOver() {
    return process == null || process.ended();
  }

  /** Waits a while for the end. */
  void await(Duration pause) throws InterruptedException {
    if (process != null) {
      var _ = process.await(pause).isPresent();
      end = stage.clock().nanoTime();
    }
  }

  /** Whether there may be more to see once it is over. */
  boolean settles() {
    return !step.expectations().isEmpty();
  }

  /** Whether something that is expected has not been seen yet. */
  boolean someMissing() throws KernelException {
    return PacketJudge.someMissing(step, stage.watch().packets(mark()));
  }

  /** When what it expects to see begins. */
  Sight.Mark mark() {
    return mark;
  }

  final Duration took() {
    return Duration.ofNanos(end - start);
  }

  /** What came of it. */
  StepResult result() throws KernelException, InterruptedException {
    List<String> failures = new ArrayList<>(failures());
    failures.addAll(state(null, took()));
    return new StepResult.Done(step, summary(), failures, took());
  }

  /** What does not hold of all that is there. */
  final List<String> state(@Nullable Conversation conversation, Duration took)
      throws InterruptedException {
    List<SeenPacket> packets = stage.watch().packets(mark());
    return new StateJudge(step, packets, took, stage.tooling()).failures(conversation);
  }

  /** What happened, in a line; empty where that goes without saying. */
  String summary() {
    return "";
  }

  /** Why it failed of itself; empty if it did not. */
  List<String> failures() throws InterruptedException {
    return List.of();
  }
}
