package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.RunResult;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a lab file can say of nodes and of steps, on both kernels. */
@Timeout(60)
class LabWordsTest {
  private static final Path LABS = Path.of("src/test/resources/labs");

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "steps"})
  void onTheJavaKernel(String lab) throws Exception {
    check("netstack", lab);
  }

  @ParameterizedTest
  @Tag("linux")
  @ValueSource(strings = {"nodes", "steps"})
  void onTheRealKernel(String lab) throws Exception {
    Optional<String> reason = provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    check("linux", lab);
  }

  private static void check(String kernel, String name) throws Exception {
    Lab lab = LabFile.read(LABS.resolve(name + ".yaml"));
    try (Kernel opened = provider(kernel).open(KernelOptions.DEFAULT)) {
      RunResult result = LabRun.run(lab, opened);
      assertThat(result.passed()).as(() -> new ReportPrinter(Style.PLAIN).print(result)).isTrue();
      assertThat(result.coverage().share()).isEqualTo(1);
    }
  }

  private static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
