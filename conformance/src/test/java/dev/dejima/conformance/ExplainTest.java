package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.Probe;
import dev.dejima.lab.explain.Explanation;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceRequest;
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
  private static final Path GOLDEN = Path.of("src/test/resources/golden/explain");

  static List<Path> labs() throws IOException {
    try (Stream<Path> files = Files.list(BROKEN)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("labs")
  void theJavaKernelExplains(Path file) throws Exception {
    String text;
    try (Kernel kernel = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      text = explain(file, kernel, null);
    }
    Path golden = GOLDEN.resolve(file.getFileName().toString().replace(".yaml", ".txt"));
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
    try (Kernel real = Scenarios.provider("linux").open(KernelOptions.DEFAULT);
        Kernel twin = Scenarios.provider("netstack").open(KernelOptions.DEFAULT);
        Kernel java = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      assertThat(explain(file, real, twin)).isEqualTo(explain(file, java, null));
    }
  }

  /** The explanation of what the lab's only test tries. */
  private static String explain(Path file, Kernel kernel, @Nullable Kernel twin) throws Exception {
    Lab lab = LabFile.read(file);
    Probe probe =
        lab.tests().getFirst().steps().stream()
            .flatMap(step -> step.action() instanceof Probe p ? Stream.of(p) : Stream.empty())
            .findFirst()
            .orElseThrow();
    TraceRequest request = TraceRequest.probe(lab, probe.from(), "tcp " + probe.target(), null, "");
    try (Network network = Network.start(lab, kernel)) {
      Trace trace = request.run(new Tracer(network, twin));
      return Explanation.of(trace).orElseThrow().print();
    }
  }
}
