package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.picture.LadderSvg;
import dev.dejima.lab.picture.NetworkSvg;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.netstack.NetstackProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example whose page shows its network shows it as it is; {@code golden.rewrite} draws. */
class PicturesTest {
  private static final Path EXAMPLES =
      Files.isDirectory(Path.of("examples")) ? Path.of("examples") : Path.of("../examples");

  /** Directories with a page that shows {@code network.svg}. */
  static List<Path> pictured() throws IOException {
    try (Stream<Path> pages = Files.walk(EXAMPLES)) {
      return pages
          .filter(page -> page.endsWith("README.md") && shows(page))
          .map(Path::getParent)
          .sorted()
          .toList();
    }
  }

  private static boolean shows(Path page) {
    try {
      return Files.readString(page).contains("(network.svg)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("pictured")
  void aPictureShowsItsNetwork(Path example) throws Exception {
    isGolden(example.resolve("network.svg"), NetworkSvg.draw(LabFile.read(lab(example))));
  }

  @Test
  void docsShowAProbesWayAndItsPackets() throws Exception {
    Lab lab = LabFile.read(EXAMPLES.resolve("destination-nat"));
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      Tried probe = LabRun.run(lab, kernel).tests().getFirst().probes().getFirst();
      Path docs = EXAMPLES.resolveSibling("docs/pictures");
      isGolden(docs.resolve("way.svg"), NetworkSvg.draw(lab, probe, Optional.empty()));
      String name = lab.tests().getFirst().name();
      isGolden(
          docs.resolve("ladder.svg"), LadderSvg.draw(name, lab.topology(), probe.conversation()));
    }
  }

  private static void isGolden(Path picture, String svg) throws IOException {
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(picture, svg);
    }
    assertThat(picture).content().isEqualTo(svg);
  }

  /** Its lab.yaml, or the first of its labs. */
  private static Path lab(Path example) throws IOException {
    try (Stream<Path> files = Files.list(example)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .reduce((a, b) -> b.endsWith("lab.yaml") ? b : a)
          .orElseThrow();
    }
  }
}
