package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.explain.Explainer;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.HtmlReport;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.Progress;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.LabFiles;
import dev.dejima.lab.trace.Tracer;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima run}: starts the network of a lab file, runs its tests and shows what happened. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Starts the network of a lab file, runs its tests, and shows what happened.",
    footer = {
      "",
      "Exit status: 0 all tests passed, 1 a test failed, 2 the input is wrong, 3 the system"
          + " refuses."
    })
final class RunCommand implements Callable<Integer> {
  private static final int MIN_WIDTH = 80;
  private static final int MAX_WIDTH = 200;

  @Mixin KernelChoice kernel = new KernelChoice();

  @Option(
      names = "--keep",
      description = "Leave the network up after the tests, until Ctrl-C; with --publish always.")
  boolean keep;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page about all that happened, with pictures.")
  @Nullable Path report;

  @Parameters(
      arity = "1..*",
      paramLabel = "LAB",
      description = "A lab file, or a directory of them.")
  List<Path> paths = List.of();

  @Override
  public Integer call() throws InterruptedException {
    List<Lab> labs = paths.stream().flatMap(path -> files(path).stream()).map(this::read).toList();
    boolean passed = true;
    List<RunResult> results = new ArrayList<>();
    for (Lab lab : labs) {
      passed &= run(lab, results);
    }
    return passed ? ExitStatus.OK : ExitStatus.FAILED;
  }

  /** A directory's labs: its lab.yaml, or else every YAML file in it. */
  static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try {
      List<Path> labs = LabFiles.in(path);
      return labs.isEmpty() ? List.of(path) : labs;
    } catch (IOException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima: cannot read " + path + ": " + e);
    }
  }

  private Lab read(Path path) {
    try {
      return LabFile.read(path);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }

  /** After each lab, so that what is known is there whatever comes. */
  private void report(List<RunResult> results) {
    Path file = report;
    if (file == null) {
      return;
    }
    OutputFile.write(file, HtmlReport.write(results));
  }

  private boolean run(Lab lab, List<RunResult> results) throws InterruptedException {
    try (Kernel open = kernel.open(false);
        Network network = Network.start(lab, open)) {
      RunResult result = LabRun.test(network, Progress.NONE, failed -> why(network, failed));
      System.out.print(new ReportPrinter(style()).print(result));
      System.out.flush();
      results.add(result);
      report(results);
      if (keep || kernel.publish) {
        System.out.println("the network is up; Ctrl-C takes it down");
        Thread.sleep(Long.MAX_VALUE);
      }
      return result.passed();
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }

  /** The explanation of a failed test; only then is a second kernel opened, where one is needed. */
  static List<String> why(Network network, TestResult failed) throws InterruptedException {
    try (Spare spare = new Spare(network.kernel())) {
      return new Explainer(network, new Tracer(network, spare.kernel())).of(failed);
    }
  }

  /** Colours and the width of the window on a terminal; otherwise plain text. */
  static Style style() {
    if (!Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
      return Style.PLAIN;
    }
    int width = Style.PLAIN.width();
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[0-9]{1,4}")) {
      width = Math.clamp(Integer.parseInt(columns), MIN_WIDTH, MAX_WIDTH);
    }
    return new Style(width, System.getenv("NO_COLOR") == null);
  }
}
