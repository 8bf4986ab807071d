package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a batch does to a set's elements and undoes again is not sent. */
class NetChangesTest {
  private static final String SET = "set s { type inet_service; flags interval; auto-merge; %s }";

  private static Compiled compiled(Snapshot before, String text) {
    ParseResult parsed = NftParser.parse("t", text, IncludeReader.NONE);
    assertThat(parsed.errors()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), before, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    return compiled;
  }

  /** The points of each message, those that go behind a minus sign. */
  private static List<String> changes(Compiled compiled) {
    List<String> changes = new ArrayList<>();
    compiled
        .messages()
        .forEach(
            message -> {
              switch (message) {
                case NewSetElements e -> changes.add("+" + points(e.elements()));
                case DelSetElements e -> changes.add("-" + points(e.elements()));
                default -> {}
              }
            });
    return changes;
  }

  private static List<String> points(List<dev.dejima.nft.expr.SetElement> elements) {
    return elements.stream()
        .map(e -> new java.math.BigInteger(1, e.key().toArray()) + (e.flags() == 0 ? "" : ")"))
        .toList();
  }

  @Test
  void rangesThatGrowAreSentAtTheirLast() {
    String text = "table ip t { " + SET.formatted("elements = { 10, 30 };") + " ; }\n";
    String more = "add element ip t s { 11 }\nadd element ip t s { 12-29 }\n";
    assertThat(changes(compiled(Snapshot.EMPTY, text + more))).containsExactly("+[0), 10, 31)]");
  }

  @Test
  void whatTheKernelHoldsIsTakenAway() {
    Snapshot before =
        Snapshot.of(
            compiled(
                    Snapshot.EMPTY,
                    "table ip t { " + SET.formatted("elements = { 10-19 };") + " ; }\n")
                .messages());
    String text = "delete element ip t s { 15 }\nadd element ip t s { 15 }\n";
    assertThat(changes(compiled(before, text + "delete element ip t s { 10-19 }\n")))
        .containsExactly("-[10, 20)]");
    assertThat(changes(compiled(before, "delete element ip t s { 12 }")))
        .containsExactly("-[10, 20)]", "+[10, 12), 13, 20)]");
  }

  @Test
  void whatAFlushTookIsNotTakenAgain() {
    String text =
        "table ip t { " + SET.formatted("elements = { 10 };") + " ; }\nflush set ip t s\n";
    String more = "add element ip t s { 1 }\nadd element ip t s { 2 }\n";
    assertThat(changes(compiled(Snapshot.EMPTY, text + more))).last().isEqualTo("+[1, 3)]");
  }
}
