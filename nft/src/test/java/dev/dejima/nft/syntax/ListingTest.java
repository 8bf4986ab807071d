package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads listings in nft's own layout and prints them again, byte for byte. */
class ListingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft");

  private static Ruleset ruleset(String text) {
    List<Table> tables =
        ParserAssert.commands(text).stream().map(c -> (Table) c.subject()).toList();
    return new Ruleset(tables);
  }

  @Test
  void aRulesetIsPrintedByteForByte() throws IOException {
    String listing = Files.readString(GOLDEN.resolve("ruleset.nft"));
    assertThat(new NftPrinter(ListOptions.DEFAULT).print(ruleset(listing))).isEqualTo(listing);
  }

  @Test
  void listChainsShowsDeclarationsAlone() throws IOException {
    String listing = Files.readString(GOLDEN.resolve("ruleset.nft"));
    assertThat(new NftPrinter(ListOptions.DEFAULT).chains(ruleset(listing)))
        .isEqualTo(Files.readString(GOLDEN.resolve("chains.txt")));
  }

  @Test
  void handlesStandBehindEverything() {
    Name t = Name.of("t");
    Name c = Name.of("c");
    Statement accept =
        new Statement.VerdictStatement(
            Expression.Verdict.of(dev.dejima.nft.expr.Verdict.Code.ACCEPT), Span.NONE);
    Family ip = Family.IP;
    Rule rule = new Rule(ip, t, c, 3, null, List.of(accept), "x", Span.NONE);
    Chain chain =
        new Chain(ip, t, c, 2, null, List.of(), null, Set.of(), null, List.of(rule), Span.NONE);
    List<SetDefinition> none = List.of();
    Table table =
        new Table(ip, t, 1, Set.of(), null, List.of(), none, List.of(), List.of(chain), Span.NONE);
    assertThat(new NftPrinter(ListOptions.DEFAULT.withHandles()).print(table))
        .isEqualTo(
            """
            table ip t { # handle 1
            \tchain c { # handle 2
            \t\taccept comment "x" # handle 3
            \t}
            }
            """);
  }

  @Test
  void statelessLeavesOutCountsAndRemainingTimes() {
    String text =
        "table ip t { set s { type ipv4_addr; flags timeout; elements = { 192.0.2.1 counter packets"
            + " 1 bytes 2 timeout 5m expires 4m }; }; chain c { counter packets 5 bytes 6; }; }";
    assertThat(new NftPrinter(ListOptions.DEFAULT.withoutState()).print(ruleset(text)))
        .contains("\t\tcounter\n")
        .contains("elements = { 192.0.2.1 counter timeout 5m }");
  }

  @Test
  void prioritiesHaveNamesWhereOneIsNear() {
    Family inet = Family.INET;
    HookNumber pre = HookNumber.PREROUTING;
    assertThat(Priority.of(inet, pre, -100)).hasToString("dstnat");
    assertThat(Priority.of(inet, pre, -90)).hasToString("dstnat + 10");
    assertThat(Priority.of(inet, pre, -89)).hasToString("-89");
    assertThat(Priority.of(inet, pre, 100)).hasToString("100");
    assertThat(Priority.of(inet, pre, -305)).hasToString("raw - 5");
    assertThat(Priority.of(Family.BRIDGE, pre, -200)).hasToString("filter");
    assertThat(new Priority("srcnat", 0, Span.NONE).number(inet, pre)).isNull();
  }
}
