package dev.dejima.lab.suite;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.Inquest;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.Progress;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs many labs side by side, each on a kernel of its own. */
public final class Suite {
  private final KernelSource kernels;
  private final Inquests inquests;
  private final int threads;
  private final boolean failFast;

  /** Opens a kernel by its name. */
  @FunctionalInterface
  public interface KernelSource {
    /**
     * Opens one more.
     *
     * @throws LabException if it does not open
     */
    Kernel open(String name) throws LabException, InterruptedException;
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

  /** A lab to run on a kernel. */
  private record Job(String title, Entry entry, String kernel) {}

  /**
   * A suite.
   *
   * @param threads how many labs run at the same time, at most
   * @param failFast whether no further test is begun once one has failed
   */
  public Suite(KernelSource kernels, Inquests inquests, int threads, boolean failFast) {
    this.kernels = kernels;
    this.inquests = inquests;
    this.threads = threads;
    this.failFast = failFast;
  }

  /**
   * Runs every lab on every kernel. Where one breaks, whatever the reason, the others go on.
   *
   * @param ended told of each run that was begun when it ends, one at a time
   * @throws InterruptedException if the calling thread is interrupted; nothing runs any more
   */
  public SuiteResult run(List<Entry> labs, List<String> names, Consumer<Run> ended)
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Run>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Job job : jobs(labs, names)) {
        futures.add(executor.submit(() -> run(job, over, ended)));
      }
      try {
        return result(futures);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static SuiteResult result(List<Future<Run>> futures) throws InterruptedException {
    List<Run> runs = new ArrayList<>();
    try {
      for (Future<Run> future : futures) {
        runs.add(future.get());
      }
      return new SuiteResult(runs);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static List<Job> jobs(List<Entry> labs, List<String> names) {
    Map<String, Long> alike =
        labs.stream().collect(Collectors.groupingBy(e -> e.lab().name(), Collectors.counting()));
    List<Job> jobs = new ArrayList<>();
    for (Entry entry : labs) {
      String name = entry.lab().name();
      boolean shared = alike.getOrDefault(name, 0L) > 1;
      String title = shared ? name + " (" + entry.file() + ")" : name;
      names.forEach(kernel -> jobs.add(new Job(title, entry, kernel)));
    }
    return jobs;
  }

  private Run run(Job job, AtomicBoolean over, Consumer<Run> ended) throws InterruptedException {
    if (over.get()) {
      return new Account(job, over).run("");
    }
    Run run = run(job, over);
    if (failFast && !run.error().isEmpty()) {
      over.set(true);
    }
    synchronized (this) {
      ended.accept(run);
    }
    return run;
  }

  /** Whatever breaks in a lab or under it is that run's failure, and no other's. */
  private Run run(Job job, AtomicBoolean over) throws InterruptedException {
    Account account = new Account(job, over);
    try (Kernel kernel = kernels.open(job.kernel());
        Network network = Network.start(job.entry().lab(), kernel)) {
      RunResult result = LabRun.test(network, account, inquests.in(network));
      return new Run(job.title(), job.entry().file(), result, "");
    } catch (LabException e) {
      return account.run(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      return account.run("error: this is a mistake in Dejima itself:\n" + trace);
    }
  }

  /** What has come of a run so far. */
  private final class Account implements Progress {
    private final Job job;
    private final AtomicBoolean over;
    private final List<TestResult> tests = new ArrayList<>();

    Account(Job job, AtomicBoolean over) {
      this.job = job;
      this.over = over;
    }

    @Override
    public void tried(LabTest test, long done, long total) {}

    @Override
    public void ended(TestResult result) {
      tests.add(result);
      if (failFast && !result.passed()) {
        over.set(true);
      }
    }

    @Override
    public boolean goesOn() {
      return !over.get();
    }

    Run run(String error) {
      Coverage unknown = new Coverage(List.of());
      RunResult soFar = new RunResult(job.entry().lab(), job.kernel(), "", tests, unknown);
      return new Run(job.title(), job.entry().file(), soFar, error);
    }
  }
}
