package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.explain.Explainer;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.Progress;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each lab under examples/broken has one fault, which is explained alike on both kernels. */
@Timeout(60)
class ExplainTest {
  private static final Path BROKEN =
      Files.isDirectory(Path.of("examples"))
          ? Path.of("examples/broken")
          : Path.of("../examples/broken");
  private static final String AGREES =
      "computed on a twin of the real network, which agrees with what was seen there";
  private static final Path GOLDEN = Path.of("src/test/resources/golden/explain");

  static List<Path> labs() throws IOException {
    try (Stream<Path> files = Files.list(BROKEN)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("labs")
  void theJavaKernelExplains(Path file) throws Exception {
    String text;
    try (Kernel kernel = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      text = explain(file, kernel, null);
    }
    Path golden = GOLDEN.resolve(file.getFileName() + ".txt");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("labs")
  @Tag("linux")
  void theRealKernelIsExplainedAlike(Path file) throws Exception {
    Optional<String> reason = Scenarios.provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    assumeFalse(
        file.endsWith("conntrack-full"),
        "SKIPPED: conntrack-full: Linux has one nf_conntrack_max, which no namespace may set");
    try (Kernel real = Scenarios.provider("linux").open(KernelOptions.DEFAULT);
        Kernel twin = Scenarios.provider("netstack").open(KernelOptions.DEFAULT);
        Kernel java = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      String expected =
          explain(file, java, null).replaceFirst("(?m)^(mend:)", "       " + AGREES + "\n$1");
      assertThat(withoutPorts(explain(file, real, twin))).isEqualTo(withoutPorts(expected));
    }
  }

  private static String withoutPorts(String text) {
    return text.replaceAll(":[0-9]{5}\\b", ":PORT");
  }

  /** What the lab's only test, which fails, is explained with. */
  private static String explain(Path file, Kernel kernel, @Nullable Kernel twin) throws Exception {
    try (Network network = Network.start(LabFile.read(file), kernel)) {
      Explainer explainer = new Explainer(network, new Tracer(network, twin));
      RunResult result = LabRun.test(network, Progress.NONE, explainer);
      assertThat(result.passed()).isFalse();
      return String.join("\n", result.tests().getFirst().explanation()) + "\n";
    }
  }
}
