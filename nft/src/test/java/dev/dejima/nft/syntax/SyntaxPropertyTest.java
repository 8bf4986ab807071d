package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class SyntaxPropertyTest {
  private static final List<String> PIECES =
      List.of(
          "add",
          "table",
          "chain",
          "rule",
          "set",
          "map",
          "element",
          "ip",
          "ip6",
          "inet",
          "t",
          "c",
          "{",
          "}",
          "(",
          ")",
          ";",
          "\n",
          ",",
          ":",
          ".",
          "-",
          "/",
          "==",
          "!=",
          "@",
          "$",
          "=",
          "*",
          "tcp",
          "dport",
          "flags",
          "22",
          "0x16",
          "192.0.2.1",
          "2001:db8::/32",
          "vmap",
          "map",
          "accept",
          "drop",
          "jump",
          "type",
          "nat",
          "hook",
          "prerouting",
          "priority",
          "dstnat",
          "policy",
          "elements",
          "counter",
          "log",
          "prefix",
          "\"x\"",
          "limit",
          "rate",
          "10/second",
          "dnat",
          "to",
          "snat",
          "ct",
          "state",
          "meta",
          "mark",
          "define",
          "include",
          "&",
          "|",
          "<<",
          "comment",
          "timeout",
          "5m",
          "reject",
          "with",
          "icmp",
          "eth*",
          "\"",
          "\\",
          "#");

  @Property
  void whatIsPrintedReadsTheSame(@ForAll long seed) {
    Rule rule = new RandomRules(seed).rule();
    Command command = new Command(Command.Verb.ADD, rule, Span.NONE);
    String text = new NftPrinter(ListOptions.DEFAULT).print(command);
    ParseResult read = NftParser.parse("t", text + "\n", IncludeReader.NONE);
    assertThat(read.messages()).as(text).isEmpty();
    assertThat(read.commands()).as(text).containsExactly(command);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll @StringLength(max = 200) String text) {
    check(text);
  }

  @Property(tries = 3000)
  void anyWordsAreReadOrRefused(@ForAll("words") String text) {
    check(text);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMaxSize(60)
        .map(pieces -> pieces.stream().collect(Collectors.joining(" ")));
  }

  /** Errors have a place in the text; what was read can be printed and read again. */
  private static void check(String text) {
    ParseResult result = NftParser.parse("t", text, IncludeReader.NONE);
    assertThat(result.errors()).hasSizeLessThanOrEqualTo(10);
    for (Diagnostic error : result.errors()) {
      assertThat(error.span().isKnown()).as(error.toString()).isTrue();
      assertThat(error.format(result.sources())).contains("Error: ");
    }
    if (result.errors().isEmpty()) {
      result.commands().forEach(new NftPrinter(ListOptions.DEFAULT)::print);
    }
  }

  @Property(tries = 20)
  void deepNestingIsRefusedNotFollowed(@ForAll("openers") String opener) {
    String deep = "add rule t c tcp dport " + opener.repeat(5000);
    assertThat(ParserAssert.messages(deep)).contains("nested too deeply");
  }

  @Provide
  Arbitrary<String> openers() {
    return Arbitraries.of("(", "{", "( (");
  }
}
