package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The scores of the rule corpus may rise, and never fall. */
class RuleCorpusTest {
  private static final int BYTECODE = 4047;
  private static final int LISTING = 4047;
  private static final int JSON = 4047;
  private static final int REFUSALS = 407;

  /** Another file than the usual one is only scored; a relative path starts at the checkout. */
  @Test
  void scoresAFileOfOnesOwn() throws IOException {
    String file = System.getProperty("corpus", "");
    Assumptions.assumeFalse(file.isEmpty(), "SKIPPED: no -Dcorpus=FILE was given");
    RuleCorpus corpus = new RuleCorpus();
    corpus.run(CorpusRule.read(Path.of("..").resolve(file)));
    corpus.report(Path.of("target/corpus"));
    assertThat(corpus.score(RuleCorpus.Kind.REFUSALS).all).as("rules in " + file).isPositive();
  }

  @Test
  void scoresDoNotFall() throws IOException {
    Path file = Path.of("..").resolve(RuleCorpus.FILE);
    Assumptions.assumeTrue(
        Files.exists(file), "SKIPPED: the rule corpus is not there: " + file.toAbsolutePath());
    RuleCorpus corpus = new RuleCorpus();
    corpus.run(CorpusRule.read(file));
    corpus.report(Path.of("target/corpus"));
    assertThat(corpus.score(RuleCorpus.Kind.BYTECODE).right).isGreaterThanOrEqualTo(BYTECODE);
    assertThat(corpus.score(RuleCorpus.Kind.LISTING).right).isGreaterThanOrEqualTo(LISTING);
    assertThat(corpus.score(RuleCorpus.Kind.JSON).right).isGreaterThanOrEqualTo(JSON);
    assertThat(corpus.score(RuleCorpus.Kind.REFUSALS).right).isGreaterThanOrEqualTo(REFUSALS);
  }
}
