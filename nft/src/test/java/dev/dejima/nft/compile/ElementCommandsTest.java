package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The messages of several commands for the elements of one set, as {@code --debug=netlink} of nft
 * 1.1.7 shows them: {@code +} adds, {@code !} creates, {@code -} deletes, {@code ~} destroys.
 */
class ElementCommandsTest {
  private static final String SETS =
      """
      add table ip t
      add set ip t s { type inet_service; elements = { 1 } }
      add map ip t m { type inet_service : inet_service; elements = { 1 : 2 } }
      add set ip t i { type inet_service; flags interval; elements = { 1, 3, 10-19 } }
      add map ip t im { type inet_service : inet_service; flags interval; elements = { 10-19 : 2 } }
      add set ip t a { type inet_service; flags interval; auto-merge; elements = { 10-19 } }
      add set ip t e { type inet_service; flags interval; auto-merge; }
      """;

  private static Compiled compile(String text, Snapshot before) {
    ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), before, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    return compiled;
  }

  private static String sent(String text) {
    Snapshot before = Snapshot.of(compile(SETS, Snapshot.EMPTY).messages());
    List<String> sent = new ArrayList<>();
    for (NftMessage message : compile(text.replace(" / ", "\n") + "\n", before).messages()) {
      switch (message) {
        case NewSetElements e ->
            sent.add((e.mode().contains(NewFlag.EXCL) ? "!" : "+") + keys(e.elements()));
        case DelSetElements e -> sent.add((e.destroy() ? "~" : "-") + keys(e.elements()));
        default -> {}
      }
    }
    return String.join(" ", sent);
  }

  private static String keys(List<SetElement> elements) {
    return elements.stream()
        .map(e -> e.key().toLongBigEndian() + (e.flags() == SetElement.INTERVAL_END ? ")" : ""))
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create element ip t s { 1 } / delete element ip t s { 1 } | !1 -1",
        "add element ip t s { 2 } / delete element ip t s { 2 } | +2 -2",
        "add element ip t s { 2 } / add element ip t s { 3 } | +2,3",
        "create element ip t s { 4 } / create element ip t s { 4 } | !4,4",
        "add element ip t s { 4 } / create element ip t s { 5 } / add element ip t s { 6 } |"
            + " +4 !5 +6",
        "add element ip t s { 7 } / add chain ip t c / add element ip t s { 8 } | +7 +8",
        "destroy element ip t s { 1 } / create element ip t s { 1 } | ~1 !1",
        "add element ip t m { 1 : 3 } / delete element ip t m { 1 } | +1 -1",
        "add element ip t m { 4 : 1 } / add element ip t m { 4 : 2 } | +4,4",
        "add element ip t i { 2 } / delete element ip t i { 2 } | +2,3) -2,3)",
        "destroy element ip t i { 3 } / add element ip t i { 3 } | ~3,4) +3,4)",
        "add element ip t i { 20 } / create element ip t i { 20 } | +20,21) !20,21)",
        "create element ip t i { 20 } / create element ip t i { 20 } | !20,21),20,21)",
        "delete element ip t i { 10-19 } / add element ip t i { 10-12 } / add element ip t i {"
            + " 13-19 } | -10,20) +10,13),13,20)",
        "add element ip t im { 10-19 : 3 } / delete element ip t im { 10-19 } | +10,20) -10,20)",
        "add element ip t a { 20 } / delete element ip t a { 20 } | -10,20) +10,21) -10,21)"
            + " +10,20)",
        "add element ip t a { 20 } / add element ip t a { 21 } / add element ip t a { 23 } |"
            + " -10,20) +10,22),23,24)",
        "add element ip t a { 20 } / add element ip t e { 1 } / add element ip t a { 21 } |"
            + " -10,20) +10,21) +0),1,2) -10,21) +10,22)",
        "create element ip t a { 20 } / create element ip t a { 21 } | -10,20) !10,22)",
        "delete element ip t a { 15 } / delete element ip t a { 16 } |"
            + " -10,20) +10,15),16,20) -16,20) +17,20)",
        "delete element ip t a { 15 } / add element ip t a { 15 } / delete element ip t a { 10-19 }"
            + " | -10,20) +10,15),16,20) -10,15),16,20) +10,20) -10,20)",
        "add element ip t e { 10, 30 } / add element ip t e { 11 } / add element ip t e { 12-29 } |"
            + " +0),10,31)",
      })
  void areSentAsNftSendsThem(String text, String sent) {
    assertThat(sent(text)).isEqualTo(sent);
  }

  /** What a set is made with is what the batch leaves in it; the first change tells all again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10, 30 | add element ip t n { 11 } / add element ip t n { 12-29 } | +0),10,31) +10,31)",
        "10, 30 | add element ip t n { 12-29 } | +0),10,11),12,31) +10,11),12,31)",
        "10, 30 | add element ip t n { 40-49 } |"
            + " +0),10,11),30,31),40,50) +10,11),30,31),40,50)",
        "10-19  | delete element ip t n { 15 } | +0),10,15),16,20) +10,15),16,20)",
      })
  void changeSetsThatTheBatchMakes(String elements, String text, String sent) {
    String set = "set n { type inet_service; flags interval; auto-merge; elements = { %s } ; } ;";
    String table = "table ip t { " + set.formatted(elements) + " }";
    assertThat(sent(table + " / " + text)).isEqualTo(sent);
  }
}
