package dev.dejima.lab.suite;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.run.Inquest;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.Progress;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs many labs side by side, each on a kernel of its own. */
public final class Suite {
  private final KernelSource kernels;
  private final Inquests inquests;
  private final int threads;

  /** Opens a kernel by its name. */
  @FunctionalInterface
  public interface KernelSource {
    /** Opens one more. */
    Kernel open(String name) throws InterruptedException;
  }

  /** Who explains what failed in a network. */
  @FunctionalInterface
  public interface Inquests {
    /** For a network that is up. */
    Inquest in(Network network);
  }

  /**
   * A lab to run.
   *
   * @param file where it was read from
   */
  public record Entry(Path file, Lab lab) {}

  /**
   * A suite.
   *
   * @param threads how many labs run at the same time, at most
   */
  public Suite(KernelSource kernels, Inquests inquests, int threads) {
    this.kernels = kernels;
    this.inquests = inquests;
    this.threads = threads;
  }

  /**
   * Runs every lab on every kernel.
   *
   * @param ended told of each run, in order
   */
  public SuiteResult run(List<Entry> labs, List<String> names, Consumer<Run> ended)
      throws InterruptedException {
    List<Future<Run>> futures = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Entry entry : labs) {
        for (String name : names) {
          futures.add(executor.submit(() -> run(entry, name)));
        }
      }
      for (Future<Run> future : futures) {
        Run run = future.get();
        runs.add(run);
        ended.accept(run);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      executor.shutdownNow();
    }
    return new SuiteResult(runs);
  }

  private Run run(Entry entry, String name) throws InterruptedException {
    try (Kernel kernel = kernels.open(name);
        Network network = Network.start(entry.lab(), kernel)) {
      RunResult result = LabRun.test(network, Progress.NONE, inquests.in(network));
      return new Run(entry.file(), name, Optional.of(result), "");
    } catch (LabException e) {
      return new Run(entry.file(), name, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
