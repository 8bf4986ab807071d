package dev.dejima.nft.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.optimize.Optimized.Merge;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes one rule, and what must stay as it is. */
class OptimizerTest {
  /** Blocks: a title behind {@code ==}, the rules of a chain, and behind {@code --} the merges. */
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft/optimizer.txt");

  private static ParseResult parse(String rules) {
    ParseResult parsed =
        NftParser.parse(
            "x.nft", "table inet t {\nchain c {\n" + rules + "}\n}\n", IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    return parsed;
  }

  private static Optimized optimize(ParseResult parsed) {
    return Optimizer.optimize(parsed.commands(), parsed.sources()::isVariable);
  }

  private static String explanation(Merge merge) {
    StringBuilder text = new StringBuilder();
    for (Rule rule : merge.rules()) {
      text.append("- line ").append(rule.span().line() - 2).append('\n');
    }
    return text + "+ " + MergePrinter.print(merge) + "\n";
  }

  @Test
  void mergesAsTheGoldenFileSays() throws IOException {
    String golden = Files.readString(GOLDEN);
    StringBuilder text = new StringBuilder();
    for (String block : golden.split("(?m)^== ", -1)) {
      if (block.isEmpty()) {
        continue;
      }
      String input = block.substring(0, block.indexOf("--\n"));
      text.append("== ").append(input).append("--\n");
      String rules = input.substring(input.indexOf('\n') + 1);
      optimize(parse(rules)).merges().forEach(merge -> text.append(explanation(merge)));
    }
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text.toString()).isEqualTo(golden);
  }

  @Test
  void theMergedRulesStandInPlaceOfThoseWritten() {
    ParseResult parsed = parse("tcp dport 22 accept\ntcp dport 23 accept\ncounter\n");
    List<?> commands = optimize(parsed).commands();
    assertThat(commands).isEqualTo(parse("tcp dport { 22, 23 } accept\ncounter\n").commands());
  }

  @Test
  void aSecondRunFindsNothing() {
    ParseResult parsed = parse("ip saddr 192.0.2.1 accept\nip saddr 192.0.2.2 drop\ncounter\n");
    Optimized once = optimize(parsed);
    assertThat(once.merges()).hasSize(1);
    assertThat(Optimizer.optimize(once.commands(), _ -> false).merges()).isEmpty();
  }

  @Test
  void chainsForNetworkCardsStayAsTheyAre() {
    ParseResult parsed =
        NftParser.parse(
            "x.nft",
            """
            table netdev t {
              chain c {
                type filter hook ingress device "eth0" priority 0; flags offload;
                ip saddr 192.0.2.1 drop
                ip saddr 192.0.2.2 drop
              }
            }
            """,
            IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    assertThat(optimize(parsed).merges()).isEmpty();
  }
}
