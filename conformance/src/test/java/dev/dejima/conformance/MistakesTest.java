package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.conformance.Mistakes.Mistake;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.netstack.NetstackProvider;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.NftTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes are told in nft's words, at nft's places. */
class MistakesTest {
  private static final int SAME = 822;

  @TempDir Path directory;

  @Test
  void saysWhatNftSays() throws IOException, InterruptedException {
    Map<String, String> nft = Mistakes.said("nft-1.1.7");
    StringBuilder report = new StringBuilder();
    List<String> different = new ArrayList<>();
    for (Mistake mistake : Mistakes.all()) {
      String ours = run(mistake);
      String theirs = nft.getOrDefault(mistake.title(), "");
      if (!Mistakes.bare(ours).equals(Mistakes.bare(theirs))) {
        different.add(mistake.title());
        report.append("### ").append(mistake.title()).append('\n').append(mistake.file());
        report.append("--- nft\n").append(Mistakes.bare(theirs)).append("--- ours\n").append(ours);
      }
    }
    Path file = Path.of("target/mistakes.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, report);
    int same = Mistakes.all().size() - different.size();
    System.out.printf("mistakes told as nft tells them: %d of %d%n", same, nft.size());
    assertThat(same).as(() -> "differ: " + different).isGreaterThanOrEqualTo(SAME);
  }

  /**
   * The nft on the path says what the file of answers says, but for what its version is known to
   * say otherwise.
   */
  @Tag("linux")
  @Test
  void nftItselfSaysSo() throws IOException, InterruptedException {
    Optional<String> lack = Scenarios.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: " + lack.get());
    Assumptions.assumeTrue(
        Stream.of("/usr/sbin/nft", "/sbin/nft").map(Path::of).anyMatch(Files::isExecutable),
        "SKIPPED: nft is not installed");
    String version = version();
    Assumptions.assumeTrue(
        version.startsWith("1.1.") || !Mistakes.toldOtherwiseBy(version).isEmpty(),
        () -> "SKIPPED: nothing is known about nft " + version);
    Map<String, String> expected = Mistakes.said("nft-1.1.7");
    List<String> otherwise = new ArrayList<>();
    Mistakes.ask(directory)
        .forEach(
            (title, said) -> {
              if (!Mistakes.bare(said).equals(Mistakes.bare(expected.getOrDefault(title, "")))) {
                otherwise.add(title);
              }
            });
    assertThat(otherwise).containsExactlyInAnyOrderElementsOf(Mistakes.toldOtherwiseBy(version));
  }

  private static String version() throws IOException, InterruptedException {
    Process nft = new ProcessBuilder("nft", "-v").start();
    String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    nft.waitFor();
    return said.replaceAll("(?s)nftables v(\\S+).*", "$1");
  }

  /** What nft prints about a mistake on a fresh Java kernel, and its exit status. */
  private String run(Mistake mistake) throws IOException, InterruptedException {
    Path path = directory.resolve("m.nft");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), written, written);
    NftTool nft = new NftTool();
    Toolbox toolbox = new Toolbox(List.of(nft));
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      Files.writeString(path, String.join("\n", mistake.before()) + "\n");
      kernel.run(
          kernel.initial(), "nft", streams, self -> nft.run(invocation(toolbox, self, path)));
      Files.writeString(path, mistake.file());
      int status =
          kernel.run(
              kernel.initial(), "nft", streams, self -> nft.run(invocation(toolbox, self, path)));
      String said = written.toString(StandardCharsets.UTF_8).replace(directory + "/", "");
      return said + (said.isEmpty() || said.endsWith("\n") ? "" : "\n") + "= " + status + "\n";
    }
  }

  private static Invocation invocation(Toolbox toolbox, dev.dejima.kernel.Process self, Path path) {
    return new Invocation(toolbox, self, self, self.streams(), List.of("-f", path.toString()));
  }
}
