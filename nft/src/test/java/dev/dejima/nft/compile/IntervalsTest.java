package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands make of the ranges that a set holds already. */
class IntervalsTest {
  private static final String SETS =
      """
      add table ip t
      add set ip t joined { type inet_service; flags interval; auto-merge; \
      elements = { 10-19, 40-49 } }
      add set ip t apart { type inet_service; flags interval; elements = { 10-19, 40-49 } }
      add map ip t byport { type inet_service : verdict; flags interval; \
      elements = { 10-19 : drop } }
      """;

  private static Compiled compile(String text, Snapshot snapshot) {
    ParseResult parsed = NftParser.parse("sets.nft", text, IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    return Compiler.compile(parsed.commands(), snapshot, Environment.PLAIN);
  }

  private static Compiled compile(String text) {
    return compile(text, Snapshot.of(compile(SETS, Snapshot.EMPTY).messages()));
  }

  private static String changes(String text) {
    Compiled compiled = compile(text);
    assertThat(compiled.errors()).isEmpty();
    List<String> changes = new ArrayList<>();
    for (NftMessage message : compiled.messages()) {
      switch (message) {
        case NewSetElements added -> changes.add("+" + points(added.elements()));
        case DelSetElements removed -> changes.add("-" + points(removed.elements()));
        default -> {}
      }
    }
    return String.join(" ", changes);
  }

  private static String points(List<SetElement> elements) {
    return elements.stream()
        .map(e -> e.key().toLongBigEndian() + (e.flags() == SetElement.INTERVAL_END ? ")" : ""))
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add element ip t joined { 12 }         | ",
        "add element ip t joined { 10-19 }      | +",
        "add element ip t joined { 20-25 }      | -10,20) +10,26)",
        "add element ip t joined { 20-39 }      | -10,20),40,50) +10,50)",
        "add element ip t joined { 45-60, 61 }  | -40,50) +40,62)",
        "add element ip t joined { 0-100 }      | -10,20),40,50) +0,101)",
        "add element ip t joined { 30 }         | +30,31)",
        "add element ip t apart { 20-25 }       | +20,26)",
        "add element ip t apart { 10-19 }       | +10,20)",
      })
  void adds(String text, String changes) {
    String expected = changes == null || changes.equals("+") ? "" : changes;
    assertThat(changes(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete element ip t joined { 10-19 }        | -10,20)",
        "delete element ip t joined { 10-12 }        | -10,20) +13,20)",
        "delete element ip t joined { 15-19 }        | -10,20) +10,15)",
        "delete element ip t joined { 12, 14-15 }    | -10,20) +10,12),13,14),16,20)",
        "delete element ip t joined { 12, 11, 40 }   | -10,20),40,50) +10,11),13,20),41,50)",
        "delete element ip t apart { 40-49, 10-19 }  | -40,50),10,20)",
        "delete element ip t byport { 10-19 : drop }    | -10,20)",
      })
  void deletes(String text, String changes) {
    assertThat(changes(text)).isEqualTo(changes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add element ip t apart { 60, 12 }       | 30 | interval overlaps with an existing one",
        "add element ip t apart { 5-50 }         | 26 | interval overlaps with an existing one",
        "add element ip t byport { 19-20 : drop }   | 27 | interval overlaps with an existing one",
        "add element ip t apart { 60-70, 65 }    | 33 | conflicting intervals specified",
        "add element ip t apart { 60, 60-70 }    | 30 | conflicting intervals specified",
        "add element ip t apart { 60-70, 60 }    | 33 | conflicting intervals specified",
        "delete element ip t apart { 10-19, 12 } | 36 | element does not exist",
        "delete element ip t joined { 18-20 }    | 30 | element does not exist",
        "delete element ip t joined { 9 }        | 30 | element does not exist",
        "destroy element ip t joined { 9 }       | 31 | element does not exist",
        "delete element ip t byport { 12 }          | 30 | element does not exist",
      })
  void refuses(String text, int column, String message) {
    List<Diagnostic> errors = compile(text).errors();
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().message()).isEqualTo(message);
    assertThat(errors.getFirst().span().column()).isEqualTo(column);
  }

  @Test
  void seesTheBatch() {
    assertThat(changes("flush set ip t apart\nadd element ip t apart { 12 }\n"))
        .isEqualTo("- +12,13)");
    assertThat(changes("add element ip t joined { 20 }\ndelete element ip t joined { 20 }\n"))
        .isEqualTo("-10,20) +10,21) -10,21) +10,20)");
    assertThat(
            compile("add element ip t apart { 60-70 }\nadd element ip t apart { 65 }\n").errors())
        .extracting(Diagnostic::message)
        .containsExactly("conflicting intervals specified");
  }
}
