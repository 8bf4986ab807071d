package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleOrderTest {
  private static final String CHAIN =
      """
      add table t
      add chain t c
      add rule t c mark 1
      add rule t c mark 2
      """;

  private static Compiled compile(String text) {
    return Compiler.compile(
        NftParser.parse("f", text, IncludeReader.NONE).commands(),
        Snapshot.EMPTY,
        Environment.PLAIN);
  }

  private static List<NewRule> rules(Compiled compiled) {
    return compiled.messages().stream()
        .filter(NewRule.class::isInstance)
        .map(NewRule.class::cast)
        .toList();
  }

  @Test
  void anIndexCountsTheRulesOfItsBatch() {
    Compiled compiled =
        compile(
            CHAIN
                + """
                add rule t c index 0 mark 3
                insert rule t c index 2 mark 4
                insert rule t c mark 5
                add rule t c index 4 mark 6
                """);
    assertThat(compiled.errors()).isEmpty();
    List<NewRule> rules = rules(compiled);
    assertThat(rules.stream().map(NewRule::positionId))
        .containsExactly(0, 0, rules.getFirst().id(), rules.get(1).id(), 0, rules.get(1).id());
  }

  @Test
  void whatIsGoneIsNotCounted() {
    assertThat(compile(CHAIN + "flush chain t c\nadd rule t c index 0 mark 3\n").errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("No such file or directory"));
    assertThat(compile(CHAIN + "add rule t c index 2 mark 3\n").errors()).hasSize(1);
  }
}
