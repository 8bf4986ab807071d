package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The labs under examples/ pass on both kernels, and their reports say the same. */
@Timeout(60)
class ExamplesTest {
  private static final Path EXAMPLES =
      Files.isDirectory(Path.of("examples")) ? Path.of("examples") : Path.of("../examples");
  private static final ReportPrinter PRINTER = new ReportPrinter(Style.PLAIN);
  private static final ReportPrinter WIDE = new ReportPrinter(new Style(400, false));

  /** Every lab file under examples/, but for those that are meant to fail. */
  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> EXAMPLES.relativize(file).toString())
          .filter(name -> !name.startsWith("broken"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passOnTheJavaKernel(String example) throws Exception {
    RunResult report = run("netstack", example);
    assertThat(report.passed()).as(() -> PRINTER.print(report)).isTrue();
    assertThat(PRINTER.print(report)).isEqualTo(PRINTER.print(run("netstack", example)));
  }

  @ParameterizedTest
  @Tag("linux")
  @MethodSource("examples")
  void sayTheSameOnTheRealKernel(String example) throws Exception {
    Optional<String> reason = provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    RunResult real = run("linux", example);
    assertThat(real.passed()).as(() -> PRINTER.print(real)).isTrue();
    assertThat(normalized(real)).isEqualTo(normalized(run("netstack", example)));
  }

  /**
   * A report without what is drawn at random, clocks, what Linux derives from its memory settings,
   * bare acknowledgements, which depend on how fast the two ends read, and what says the same as a
   * line before, as segments do that are sent again. It is so wide that no line breaks.
   */
  private static String normalized(RunResult report) {
    String text =
        WIDE.print(report)
            .replaceAll("(?m)^.*\n +Flags \\[\\.\\].*\n", "")
            .replaceAll("on (netstack|linux), Linux .*", "")
            .replaceAll(" +[0-9]+\\.[0-9]{3}  ", " T ")
            .replaceAll("\\b[0-9]{4,10}\\b", "N")
            .replaceAll("\\b(win|wscale|ecr) [0-9]+", "$1 N")
            .replaceAll("\\b[0-9]{2,3} TIME_WAIT", "T TIME_WAIT")
            .replaceAll("─+", "");
    return text.lines()
        .map(line -> line.replaceAll("\\s+", " "))
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  private static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RunResult run(String kernel, String example) throws Exception {
    try (Kernel opened = provider(kernel).open(KernelOptions.DEFAULT)) {
      return LabRun.run(LabFile.read(EXAMPLES.resolve(example)), opened);
    }
  }
}
