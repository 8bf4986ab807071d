package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabSource;
import dev.dejima.lab.report.HtmlReport;
import dev.dejima.lab.suite.Changes;
import dev.dejima.lab.suite.JunitXml;
import dev.dejima.lab.suite.LabFiles;
import dev.dejima.lab.suite.Suite;
import dev.dejima.lab.suite.SuiteJson;
import dev.dejima.lab.suite.SuitePrinter;
import dev.dejima.lab.suite.SuiteResult;
import dev.dejima.lab.suite.Tap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima test}: runs the tests of many labs side by side. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs the tests of many labs side by side, and says which failed and why.",
    footer = {
      "",
      "Exit status: 0 all tests passed, 1 a test failed or too few rules were touched, 2 the input"
          + " is wrong and nothing was run, 3 the system refuses."
    })
final class TestCommand implements Callable<Integer> {
  private static final double PERCENT = 100;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      split = ",",
      description = "netstack (the default), linux, or both: netstack,linux.")
  List<String> kernels = List.of("netstack");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The source of all chance in netstack.")
  long seed = 1;

  @Option(
      names = "--test",
      paramLabel = "TEXT",
      description = "Only tests with this in their names.")
  String only = "";

  @Option(
      names = "--junit",
      paramLabel = "FILE.xml",
      description = "Write the results as JUnit's XML.")
  @Nullable Path junit;

  @Option(
      names = "--tap",
      paramLabel = "FILE",
      description = "Write them in the Test Anything Protocol; - is standard output, alone.")
  @Nullable Path tap;

  @Option(
      names = "--json",
      paramLabel = "FILE.json",
      description = "Write them as JSON; - is standard output, alone.")
  @Nullable Path json;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Write a page about all that happened, with pictures.")
  @Nullable Path report;

  @Option(names = "--coverage", description = "Say which rules no test touched.")
  boolean coverage;

  @Option(
      names = "--coverage-min",
      paramLabel = "PERCENT",
      description = "Fail where tests touch fewer of the rules.")
  double least;

  @Option(names = "--fail-fast", description = "Begin no further test once one has failed.")
  boolean failFast;

  @Option(names = "--watch", description = "Run again whenever a file beside a lab changes.")
  boolean watch;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Lab files, or directories with labs in them; without any, this one.")
  List<Path> paths = List.of(Path.of("."));

  @Override
  public Integer call() throws InterruptedException {
    List<String> names = kernels.stream().distinct().toList();
    for (String kernel : names) {
      Kernels.ready(kernel, false);
    }
    return watch ? again(names) : once(found(), names);
  }

  /** Until the program is ended from outside. */
  private int again(List<String> names) throws InterruptedException {
    Set<Path> directories = new HashSet<>();
    while (true) {
      LabFiles.Found found = found();
      // Of a lab with mistakes not all files are known: those that it was made of before count.
      directories.addAll(Changes.directories(found));
      directories.removeIf(directory -> !Files.isDirectory(directory));
      try (Changes changes = Changes.to(directories, outputs())) {
        tryOnce(found, names);
        print("%nwaiting for a change; Ctrl-C ends%n".formatted());
        changes.await();
        print("\n");
      } catch (IOException e) {
        throw new Problem(ExitStatus.REFUSED, "dejima test: cannot watch: " + e);
      }
    }
  }

  private void tryOnce(LabFiles.Found found, List<String> names) throws InterruptedException {
    try {
      once(found, names);
    } catch (Problem e) {
      System.err.println(e.getMessage());
    }
  }

  private List<Path> outputs() {
    return Stream.of(junit, tap, json, report).filter(Objects::nonNull).toList();
  }

  private int once(LabFiles.Found found, List<String> names) throws InterruptedException {
    List<Suite.Entry> labs = labs(found);
    SuitePrinter printer = new SuitePrinter(RunCommand.style());
    SuiteResult result = suite().run(labs, names, run -> print(printer.line(run)));
    if (Kernels.isEnding()) {
      throw new InterruptedException();
    }
    print(printer.failures(result));
    if (coverage || least > 0) {
      print(printer.coverage(result.coverage()));
    }
    print(printer.summary(result));
    write(result);
    boolean touched = result.coverage().share() * PERCENT >= least;
    if (!touched) {
      print("fewer than %.0f %% of the rules were touched%n".formatted(least));
    }
    return result.passed() && touched ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private Suite suite() {
    return new Suite(
        this::open,
        network -> failed -> RunCommand.why(network, failed),
        Runtime.getRuntime().availableProcessors(),
        failFast);
  }

  private Kernel open(String name) throws LabException, InterruptedException {
    try {
      return Kernels.open(name, new KernelOptions(seed, false, false));
    } catch (Problem e) {
      throw new LabException(String.valueOf(e.getMessage()), e);
    }
  }

  /** For people, who see nothing where standard output is for machines. */
  private void print(String text) {
    if (!forMachines() && !Kernels.isEnding()) {
      System.out.print(text);
      System.out.flush();
    }
  }

  private boolean forMachines() {
    return OutputFile.STANDARD_OUTPUT.equals(tap) || OutputFile.STANDARD_OUTPUT.equals(json);
  }

  /** All labs that have tests, or the mistakes of all. */
  private List<Suite.Entry> labs(LabFiles.Found found) {
    List<LabSource> sources = found.labs();
    String mistakes = sources.stream().map(LabSource::mistakes).collect(Collectors.joining());
    if (!mistakes.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, mistakes.stripTrailing());
    }
    List<Suite.Entry> labs =
        sources.stream()
            .flatMap(s -> s.lab().map(lab -> new Suite.Entry(s.file(), chosen(lab))).stream())
            .filter(entry -> !entry.lab().tests().isEmpty())
            .toList();
    if (labs.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima test: there is no test to run");
    }
    return labs;
  }

  private LabFiles.Found found() {
    try {
      return LabFiles.under(paths);
    } catch (IOException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima test: cannot read: " + e);
    }
  }

  private Lab chosen(Lab lab) {
    return new Lab(
        lab.name(),
        lab.topology(),
        lab.tests().stream().filter(test -> test.name().contains(only)).toList());
  }

  private void write(SuiteResult result) {
    if (junit != null) {
      OutputFile.write(junit, JunitXml.write(result));
    }
    if (tap != null) {
      OutputFile.write(tap, Tap.write(result));
    }
    if (json != null) {
      OutputFile.write(json, SuiteJson.write(result));
    }
    if (report != null) {
      OutputFile.write(report, HtmlReport.write(result.results()));
    }
  }
}
