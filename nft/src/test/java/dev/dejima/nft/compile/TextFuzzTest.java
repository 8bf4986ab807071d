package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Text of the whole language is read or refused; what is read prints and reads the same, and
 * compiles or is refused; what compiles is listed. {@code -Dfuzz.rounds=1000000} goes on for
 * longer, {@code -Dfuzz.seed=…} begins where a failure says.
 */
class TextFuzzTest {
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 3000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT);
  private static final String BEFORE =
      """
      add table %1$s t
      add chain %1$s t c
      add chain %1$s t other
      add set %1$s t dyn { type ipv4_addr; flags dynamic,timeout; }
      """;

  @Test
  void whatIsReadPrintsTheSameAndIsListed() {
    int compiled = 0;
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      String family = List.of("ip", "ip6", "inet", "bridge", "netdev", "arp").get((int) (seed % 6));
      String text = BEFORE.formatted(family) + "add rule " + family + " t c " + rule(seed) + "\n";
      try {
        compiled += roundTrip(text) ? 1 : 0;
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError("-Dfuzz.seed=" + seed + ": " + text, e);
      }
    }
    assertThat(compiled).as("rules that compiled").isGreaterThan(ROUNDS / 20);
  }

  private static String rule(long seed) {
    return new RandomText(seed).rule();
  }

  @Test
  void damagedTextIsReadOrRefused() {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      String text = BEFORE.formatted("inet") + "add rule inet t c " + damaged(seed) + "\n";
      try {
        ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
        Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
        parsed.errors().forEach(error -> error.format(parsed.sources()));
        compiled.errors().forEach(error -> error.format(parsed.sources()));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("-Dfuzz.seed=" + seed + ": " + text, e);
      }
    }
  }

  private static String damaged(long seed) {
    return new RandomText(seed).damaged();
  }

  private static boolean roundTrip(String text) {
    ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
    if (!parsed.errors().isEmpty()) {
      return false;
    }
    Command rule = parsed.commands().getLast();
    String printed = PRINTER.print(rule);
    ParseResult again = NftParser.parse("again", printed + "\n", IncludeReader.NONE);
    assertThat(again.messages()).as(printed).isEmpty();
    assertThat(again.commands()).as(printed).containsExactly(rule);
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    if (!compiled.errors().isEmpty()) {
      return false;
    }
    List<NftMessage> messages = AnonymousNames.named(compiled.messages());
    String listed =
        PRINTER.print(
            new Decompiler(Snapshot.of(messages), Environment.PLAIN, ListOptions.DEFAULT)
                .ruleset());
    assertThat(listed).contains("chain c {");
    return true;
  }
}
