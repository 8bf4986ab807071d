package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.netstack.NetstackProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what the program prints. */
class ReadmeTest {
  private static final Path ROOT =
      Files.isDirectory(Path.of("examples")) ? Path.of(".") : Path.of("..");
  private static final String FENCE = "```\n";

  @Test
  void showsTheTrueOutputOfTheFirstExample() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    int from = readme.indexOf("\n" + FENCE) + 1 + FENCE.length();
    String shown = readme.substring(from, readme.indexOf("\n" + FENCE, from) + 1);
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      String printed =
          new ReportPrinter(Style.PLAIN)
              .print(LabRun.run(LabFile.read(ROOT.resolve("examples/destination-nat")), kernel));
      assertThat(shown.strip()).isEqualTo(printed.strip());
    }
  }
}
