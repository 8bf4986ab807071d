package dev.dejima.cli;

import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.HtmlReport;
import dev.dejima.lab.suite.JunitXml;
import dev.dejima.lab.suite.LabFiles;
import dev.dejima.lab.suite.Suite;
import dev.dejima.lab.suite.SuitePrinter;
import dev.dejima.lab.suite.SuiteResult;
import dev.dejima.lab.suite.Tap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
  private static final Path STANDARD_OUTPUT = Path.of("-");

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

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "Lab files, or directories with labs in them; without any, this one.")
  List<Path> paths = List.of(Path.of("."));

  @Override
  public Integer call() throws InterruptedException {
    List<Suite.Entry> labs = labs();
    SuitePrinter printer = new SuitePrinter(RunCommand.style());
    Suite suite =
        new Suite(
            name -> Kernels.open(name, new KernelOptions(seed, false, false)),
            network -> failed -> RunCommand.why(network, failed),
            Runtime.getRuntime().availableProcessors());
    SuiteResult result = suite.run(labs, kernels, run -> print(printer.print(run)));
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

  /** For people, who see nothing where standard output is for machines. */
  private void print(String text) {
    if (!STANDARD_OUTPUT.equals(tap)) {
      System.out.print(text);
      System.out.flush();
    }
  }

  /** All labs, or the mistakes of all. */
  private List<Suite.Entry> labs() {
    kernels.forEach(Kernels::find);
    List<Suite.Entry> labs = new ArrayList<>();
    StringBuilder mistakes = new StringBuilder();
    for (Path path : paths) {
      for (Path file : files(path)) {
        try {
          labs.add(new Suite.Entry(file, chosen(LabFile.read(file))));
        } catch (LabException e) {
          mistakes.append(e.getMessage());
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, mistakes.toString());
    }
    labs.removeIf(entry -> entry.lab().tests().isEmpty());
    if (labs.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima test: there is no test to run");
    }
    return labs;
  }

  private Lab chosen(Lab lab) {
    return new Lab(
        lab.name(),
        lab.topology(),
        lab.tests().stream().filter(test -> test.name().contains(only)).toList());
  }

  private static List<Path> files(Path path) {
    try {
      return LabFiles.under(path);
    } catch (IOException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima test: cannot read " + path + ": " + e);
    }
  }

  private void write(SuiteResult result) {
    try {
      if (junit != null) {
        Files.writeString(junit, JunitXml.write(result));
      }
      if (STANDARD_OUTPUT.equals(tap)) {
        System.out.print(Tap.write(result));
      } else if (tap != null) {
        Files.writeString(tap, Tap.write(result));
      }
      if (report != null) {
        Files.writeString(
            report,
            HtmlReport.write(
                result.runs().stream().flatMap(run -> run.result().stream()).toList()));
      }
    } catch (IOException e) {
      throw new Problem(ExitStatus.REFUSED, "dejima test: cannot write: " + e);
    }
  }
}
