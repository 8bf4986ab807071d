package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.conformance.RulesetCorpus.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole rulesets that nft has listed ({@code -Dnft.dumps=FOLDER}); the scores never fall. */
class RulesetCorpusTest {
  /**
   * Of a hundred: dumps of an older nft are in its own words, of 1.1.7's own all are right but
   * JSON's.
   */
  private static final int OFFLINE = 87;

  private static final int NETSTACK = 87;
  private static final int JSON = 98;
  private static final int JSON_TEXT = 86;
  private static final int TEXT_JSON = 93;

  @Test
  void listsWhatItRead() throws Exception {
    RulesetCorpus corpus = run(EnumSet.range(Way.OFFLINE, Way.TEXT_JSON));
    assertThat(corpus.percent(Way.OFFLINE)).isGreaterThanOrEqualTo(OFFLINE);
    assertThat(corpus.percent(Way.NETSTACK)).isGreaterThanOrEqualTo(NETSTACK);
    assertThat(corpus.percent(Way.JSON)).isGreaterThanOrEqualTo(JSON);
    assertThat(corpus.percent(Way.JSON_TEXT)).isGreaterThanOrEqualTo(JSON_TEXT);
    assertThat(corpus.percent(Way.TEXT_JSON)).isGreaterThanOrEqualTo(TEXT_JSON);
  }

  @Tag("linux")
  @Test
  void agreesWithTheRealNft() throws Exception {
    Optional<String> lack = Scenarios.provider("linux").unavailable().or(RealPrograms::missing);
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real nft: " + lack.get());
    RulesetCorpus corpus = run(EnumSet.range(Way.LOAD, Way.BESIDE));
    assertThat(corpus.right(Way.BESIDE)).isPositive();
    assertThat(corpus.right(Way.LOAD) + corpus.right(Way.LIST)).isPositive();
    assertThat(corpus.right(Way.LOAD_JSON) + corpus.right(Way.LIST_JSON)).isPositive();
  }

  private static RulesetCorpus run(Set<Way> ways) throws Exception {
    String folder = System.getProperty("nft.dumps", "");
    Assumptions.assumeFalse(
        folder.isEmpty(), "SKIPPED: no -Dnft.dumps=FOLDER, which holds nftables' tests/shell");
    Path path = Path.of(folder);
    Assumptions.assumeTrue(Files.isDirectory(path), () -> "SKIPPED: no folder " + path);
    List<RulesetDump> dumps = RulesetDump.read(path);
    RulesetCorpus corpus = new RulesetCorpus();
    corpus.run(dumps, ways);
    corpus.report(Path.of("target/rulesets"));
    return corpus;
  }
}
