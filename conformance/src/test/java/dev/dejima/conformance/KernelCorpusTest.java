package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.conformance.KernelCorpus.Way;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every rule of the corpus through the real kernel, with the real nft ({@code -Dnft=PROGRAM}) on
 * the other side, which must be one that writes the same expressions: 1.1.6 or later.
 */
@Tag("linux")
class KernelCorpusTest {
  /** Of a hundred rules that the real nft can load, so many are the same both ways. */
  private static final int LEAST = 99;

  @Test
  void agreesWithTheRealNft() throws Exception {
    Path file =
        Optional.ofNullable(System.getProperty("corpus"))
            .map(Path::of)
            .orElse(Path.of("..").resolve(RuleCorpus.FILE));
    Assumptions.assumeTrue(
        Files.exists(file), "SKIPPED: the rule corpus is not there: " + file.toAbsolutePath());
    Optional<String> lack = Scenarios.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real kernel: " + lack.get());
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(RulesetCorpus.realNft())),
        () -> "SKIPPED: there is no " + RulesetCorpus.realNft());
    String version = version();
    Assumptions.assumeTrue(
        version.matches("nftables v(1\\.1\\.([6-9]|\\d\\d)|1\\.[2-9]|[2-9]).*"),
        () -> "SKIPPED: too old a nft: " + version);
    KernelCorpus corpus = new KernelCorpus();
    corpus.run(CorpusRule.read(file));
    corpus.report(Path.of("target/kernel"));
    for (Way way : new Way[] {Way.LOAD, Way.LIST}) {
      KernelCorpus.Score score = corpus.score(way);
      assertThat(score.all).as("rules that the real nft loads").isPositive();
      assertThat(score.right * 100).as(way.name()).isGreaterThanOrEqualTo(score.all * LEAST);
    }
  }

  private static String version() throws Exception {
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT)) {
      return NftRun.real(kernel, RulesetCorpus.realNft(), "", "--version").out().strip();
    }
  }
}
