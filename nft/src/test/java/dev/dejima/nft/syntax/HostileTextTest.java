package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that nobody wrote in earnest are refused with few words, in time linear to their length.
 */
class HostileTextTest {
  private static ParseResult parse(String text) {
    return NftParser.parse("t.nft", text, IncludeReader.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table ip t { set s { type ipv4_addr; elements = %s } }",
        "add rule ip t c ip saddr %s",
        "define x = %s"
      })
  void whatNestsTooDeeplyIsRefused(String text) {
    for (String bracket : new String[] {"{", "("}) {
      ParseResult result = parse(text.formatted(bracket.repeat(10_000)) + "\n");
      assertThat(result.errors()).isNotEmpty();
      assertThat(result.messages().length()).isLessThan(100_000);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void octetsWithoutMeaningAreRefused(long seed) {
    byte[] octets = new byte[1 << 16];
    new Random(seed).nextBytes(octets);
    ParseResult result = parse(new String(octets, StandardCharsets.UTF_8));
    assertThat(result.errors()).isNotEmpty().hasSizeLessThan(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "@", "0x", "1:", "a.", "\u00e9", "\ud83d\ude00", "{ ", "$"})
  void theSameAgainAndAgainIsRefused(String piece) {
    ParseResult result = parse(piece.repeat(50_000) + "\n");
    assertThat(result.errors()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" | 1", " & 1", " . 1", "|1", ",1"})
  void operatorsWithoutEndAreRefused(String more) {
    ParseResult result = parse("add rule ip t c meta mark 1" + more.repeat(20_000) + "\n");
    assertThat(result.messages()).contains("operators maximum allowed").hasSizeLessThan(2000);
  }

  @Test
  void variablesThatDoubleAreRefused() {
    StringBuilder text = new StringBuilder("define a0 = 1\n");
    for (int i = 1; i < 60; i++) {
      text.append("define a%d = $a%d | $a%d\n".formatted(i, i - 1, i - 1));
    }
    assertThat(parse(text.toString()).messages()).contains("operators maximum allowed");
  }

  @Test
  void setsThatGrowTenfoldAreRefused() {
    StringBuilder text = new StringBuilder("define a0 = { 1.1.1.1 }\n");
    for (int i = 1; i < 12; i++) {
      String before = "$a" + (i - 1);
      text.append("define a%d = { %s }\n".formatted(i, (before + ", ").repeat(10) + before));
    }
    assertThat(parse(text.toString()).messages()).contains("members of sets");
  }

  /** A line whose end each text would look for takes minutes. */
  @Test
  void manyTextsInOneLineAreRefused() {
    assertThat(parse("\"a\" ".repeat(1_000_000) + "\n").errors()).isNotEmpty();
  }

  @Test
  void lineEndsOfWindowsAreNamed() {
    assertThat(parse("add table ip t\r\n").messages())
        .contains("unexpected CRLF line terminators")
        .contains("Hint: the file is of Windows");
  }

  @Test
  void aLineTooLongForPeopleIsNotShown() {
    ParseResult result = parse("add rule ip t c " + "x".repeat(1 << 20) + "\n");
    assertThat(result.messages()).startsWith("t.nft:1:").hasSizeLessThan(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add rule ip t c limit rate 99999999999999999999/second",
        "add set ip t s { type ipv4_addr; timeout 99999999999999999999d; }",
        "add set ip t s { type ipv4_addr; size 99999999999999999999; }",
        "delete rule ip t c handle 99999999999999999999",
        "add chain ip t c { type filter hook input priority 99999999999999999999; }"
      })
  void numbersThatDoNotFitAreRefused(String text) {
    assertThat(parse(text + "\n").errors()).isNotEmpty();
  }
}
