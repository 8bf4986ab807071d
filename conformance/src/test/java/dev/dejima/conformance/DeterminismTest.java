package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Chance in the Java kernel comes from the seed alone. */
class DeterminismTest {
  @Test
  void sameSeedPrintsTheSameBytes() throws Exception {
    Scenario article = Scenario.named("article");
    String first = ScenarioRun.run(article, "netstack", 7).text();
    assertThat(first).contains("Flags [S]");
    assertThat(ScenarioRun.run(article, "netstack", 7).text()).isEqualTo(first);
  }

  @Test
  void anotherSeedPrintsOtherNumbers() throws Exception {
    Scenario article = Scenario.named("article");
    Transcript first = ScenarioRun.run(article, "netstack", 7);
    Transcript second = ScenarioRun.run(article, "netstack", 8);
    assertThat(second.text()).isNotEqualTo(first.text());
    assertThat(Normaliser.normalise(article, second).text())
        .isEqualTo(Normaliser.normalise(article, first).text());
  }
}
