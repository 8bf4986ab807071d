package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.compare.Normaliser;
import dev.dejima.lab.compare.Observation;
import dev.dejima.lab.compare.ScriptSubject;
import org.junit.jupiter.api.Test;

/** Chance in the Java kernel comes from the seed alone. */
class DeterminismTest {
  @Test
  void sameSeedPrintsTheSameBytes() throws Exception {
    ScriptSubject article = Scenarios.named("article");
    String first = Scenarios.run(article, "netstack", 7).text();
    assertThat(first).contains("Flags [S]");
    assertThat(Scenarios.run(article, "netstack", 7).text()).isEqualTo(first);
  }

  @Test
  void anotherSeedPrintsOtherNumbers() throws Exception {
    ScriptSubject article = Scenarios.named("article");
    Observation first = Scenarios.run(article, "netstack", 7);
    Observation second = Scenarios.run(article, "netstack", 8);
    assertThat(second.text()).isNotEqualTo(first.text());
    assertThat(Normaliser.normalise(second).text()).isEqualTo(Normaliser.normalise(first).text());
  }
}
