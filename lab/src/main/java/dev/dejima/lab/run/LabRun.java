package dev.dejima.lab.run;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs labs. */
public final class LabRun {
  private LabRun() {}

  /**
   * Starts a lab's network on a kernel, runs its tests and takes it down.
   *
   * @throws LabException if the network cannot be started; what was made is gone again
   */
  public static RunResult run(Lab lab, Kernel kernel) throws LabException, InterruptedException {
    try (Network network = Network.start(lab, kernel)) {
      return test(network);
    }
  }

  /**
   * Runs one test on a network that is up, and leaves it up.
   *
   * @throws LabException if the kernel does not let it look on
   */
  public static TestResult test(Network network, LabTest test)
      throws LabException, InterruptedException {
    try (TraceTable _ = TraceTable.on(network)) {
      return new TestRun(network, test, new Hits(network), Progress.NONE).run();
    } catch (KernelException e) {
      throw new LabException(
          "error: the kernel refuses to show what happens: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the tests on a network that is up, and leaves it up.
   *
   * @throws LabException if the kernel does not let it look on
   */
  public static RunResult test(Network network) throws LabException, InterruptedException {
    return test(network, Progress.NONE);
  }

  /** As {@link #test(Network)}, and tells how far it is. */
  public static RunResult test(Network network, Progress progress)
      throws LabException, InterruptedException {
    return test(network, progress, Inquest.NONE);
  }

  /** As {@link #test(Network, Progress)}, and has what failed explained before it goes on. */
  public static RunResult test(Network network, Progress progress, Inquest inquest)
      throws LabException, InterruptedException {
    List<TestResult> results = new ArrayList<>();
    Hits hits = new Hits(network);
    List<LabTest> left = new ArrayList<>(network.lab().tests());
    while (!left.isEmpty() && progress.goesOn()) {
      Optional<TestResult> failed = untilOneFails(network, left, hits, progress, results);
      if (failed.isPresent()) {
        TestResult explained = failed.get().explained(inquest.of(failed.get()));
        results.add(explained);
        progress.ended(explained);
      }
    }
    Kernel kernel = network.kernel();
    return new RunResult(network.lab(), kernel.name(), kernel.release(), results, hits.coverage());
  }

  /**
   * Runs tests and takes them away; then nothing of Dejima's own is in the rulesets any more.
   *
   * @param passed gets the results of those that passed
   */
  private static Optional<TestResult> untilOneFails(
      Network network, List<LabTest> left, Hits hits, Progress progress, List<TestResult> passed)
      throws LabException, InterruptedException {
    try (TraceTable _ = TraceTable.on(network)) {
      while (!left.isEmpty() && progress.goesOn()) {
        TestResult result = new TestRun(network, left.removeFirst(), hits, progress).run();
        if (!result.passed()) {
          return Optional.of(result);
        }
        passed.add(result);
        progress.ended(result);
      }
      return Optional.empty();
    } catch (KernelException e) {
      throw new LabException(
          "error: the kernel refuses to show what happens: " + e.getMessage(), e);
    }
  }
}
