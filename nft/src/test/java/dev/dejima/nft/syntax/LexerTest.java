package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LexerTest {
  private static List<String> texts(String text) {
    List<Token> tokens = Lexer.tokens(new SourceFile("t"), text);
    return tokens.subList(0, tokens.size() - 1).stream().map(Token::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1:80 | 192.0.2.1,:,80",
        "192.0.2.0/24 | 192.0.2.0,/,24",
        "10-20 | 10,-,20",
        "ssh-http | ssh-http",
        "1d2h3m4s5ms | 1d2h3m4s5ms",
        "30ms | 30ms",
        "0x1f | 0x1f",
        "[2001:db8::1]:80 | 2001:db8::1,:,80",
        "::ffff:192.0.2.1 | ::ffff:192.0.2.1",
        "1:2:3:4:5:6:7:8 | 1:2:3:4:5:6:7:8",
        "00:11:22:33:44:55 | 00:11:22:33:44:55",
        "1:2: | 1:2,:",
        "1:2accept | 1,:,2,accept",
        "eth0.5 | eth0.5",
        "eth* | eth*",
        "8021q | 8021q",
        "8021 | 8021",
        "@th,16,16 | @,th,COMMA,16,COMMA,16",
        "a<=b | a,<=,b",
        "a lshift b | a,<<,b",
        "fe80:: | fe80::",
        "2001:db8::/32 | 2001:db8::,/,32",
        "99999999999999999999999 | 99999999999999999999999",
      })
  void theLongestPieceWins(String text, String pieces) {
    List<String> expected = List.of(pieces.split(",", -1));
    assertThat(texts(text))
        .isEqualTo(expected.stream().map(p -> p.equals("COMMA") ? "," : p).toList());
  }

  @Test
  void commentsEndWithTheirLine() {
    assertThat(texts("a # b\nc")).containsExactly("a", "\n", "c");
    assertThat(texts("# b\nc")).containsExactly("c");
    assertThat(texts("\"# no comment\"")).containsExactly("# no comment");
  }

  @Test
  void aBackslashJoinsLines() {
    List<Token> tokens = Lexer.tokens(new SourceFile("t"), "a \\\nb");
    assertThat(tokens.get(1).span()).hasToString("t:2:1-1");
  }

  @Test
  void placesCountTabsAsOneColumn() {
    assertThat(Lexer.tokens(new SourceFile("f"), "\tab").getFirst().span()).hasToString("f:1:2-3");
  }

  @Test
  void anOpenQuoteIsJunk() {
    assertThat(Lexer.tokens(new SourceFile("f"), "\"a").getFirst().kind())
        .isEqualTo(Token.Kind.JUNK);
  }
}
