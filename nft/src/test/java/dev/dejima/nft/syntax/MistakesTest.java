package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about mistakes, in nft's words. */
class MistakesTest {
  /** Blocks: a command line behind {@code $ nft}, and what nft says. */
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft/mistakes.txt");

  private record Mistake(String line, String said) {}

  private static List<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    for (String block : Files.readString(GOLDEN).split("(?m)^\\$ nft ", -1)) {
      int end = block.indexOf('\n');
      if (end > 0) {
        mistakes.add(new Mistake(block.substring(0, end), block.substring(end + 1)));
      }
    }
    return mistakes;
  }

  @Test
  void saysWhatTheGoldenFileSays() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Mistake mistake : mistakes()) {
      text.append("$ nft ").append(mistake.line).append('\n');
      text.append(ParserAssert.lineMessages(mistake.line));
    }
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void placesInFilesAreNamed() {
    String text = "table ip nat {\n\tchain c {\n\t\tip sadd 192.0.2.1\n\t}\n}\n";
    assertThat(ParserAssert.messages(text))
        .isEqualTo(
            """
            test.nft:3:6-9: Error: syntax error, unexpected string
            \t\tip sadd 192.0.2.1
            \t\t   ^^^^
            Hint: did you mean ‘saddr’?
            """);
  }

  @Test
  void oneRunShowsSeveralMistakes() {
    String text =
        "table ip t {\n"
            + " chain c {\n"
            + "  ip sadd 1\n"
            + "  tcp dport\n"
            + "  accept\n"
            + " }\n"
            + " chan d { }\n"
            + "}\n"
            + "add foo\n";
    ParseResult result = NftParser.parse("f", text, IncludeReader.NONE);
    assertThat(result.errors())
        .extracting(error -> error.span().line())
        .containsExactly(3, 4, 7, 9);
  }

  @Test
  void aFileThatEndsTooSoon() {
    assertThat(ParserAssert.messages("table ip nat {\n\tchain pre {\n"))
        .isEqualTo(
            """
            test.nft:3:1-1: Error: syntax error, unexpected end of file
            \tchain pre {
            ^
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add tabel ip nat | table",
        "ad table ip nat | add",
        "add rule t c acept | accept",
        "add rule t c tcp dort 22 | dport",
        "add rule t c meta iifnam lo | iifname",
        "add rule t c ct stat new | state",
        "add rule t c log level wran | warn",
        "add rule t c reject with icpm foo | icmp",
        "add chain t c { type nat hook prerouing priority 0; } | prerouting",
        "add chain t c { type nat hook prerouting priority dstnta; } | dstnat",
        "add chain t c { type filtr hook input priority 0; } | filter",
        "add chain t c { type filter hook input priority 0; policy dorp; } | drop",
        "add set t s { type ipv4_adr; } | ipv4_addr",
        "add set t s { type ipv4_addr; flags intreval; } | interval",
        "list rulset | ruleset",
        "add rule t c tcp dport vmap { 22 : accpet } | accept",
      })
  void nearMissesAreNamed(String line, String meant) {
    assertThat(ParserAssert.lineMessages(line)).contains("Hint: did you mean ‘" + meant + "’?");
  }
}
