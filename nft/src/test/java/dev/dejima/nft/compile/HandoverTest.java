package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.packet.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that somebody else gets, what rules keep in mind, and numbers made for a packet. */
class HandoverTest {
  /**
   * Blocks: a family and a rule behind {@code ==}, its expressions, and behind {@code >} how it is
   * listed.
   */
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft/handovers.txt");

  private static Compiled compile(String family, String rule) {
    String text =
        "add table %1$s t\nadd chain %1$s t c\nadd rule %1$s t c %2$s\n".formatted(family, rule);
    ParseResult parsed = NftParser.parse("rules.nft", text, IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    return Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
  }

  private static String listing(NewRule rule, List<NftMessage> messages) {
    Decompiler decompiler =
        new Decompiler(Snapshot.of(messages), Environment.PLAIN, ListOptions.DEFAULT);
    return new NftPrinter(ListOptions.DEFAULT).print(decompiler.rule(rule)).strip();
  }

  private static String compiled(String title) {
    int space = title.indexOf(' ');
    Compiled compiled = compile(title.substring(0, space), title.substring(space + 1));
    assertThat(compiled.errors()).describedAs(title).isEmpty();
    NewRule rule = (NewRule) compiled.messages().getLast();
    return String.join("\n", DebugDump.rule(rule.exprs()))
        + "\n> "
        + listing(rule, compiled.messages())
        + "\n";
  }

  @Test
  void compilesAndListsAsTheGoldenFileSays() throws IOException {
    String golden = Files.readString(GOLDEN);
    StringBuilder text = new StringBuilder();
    for (String block : golden.split("(?m)^== ", -1)) {
      if (!block.isEmpty()) {
        String title = block.lines().findFirst().orElseThrow();
        text.append("== ").append(title).append('\n').append(compiled(title));
      }
    }
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text.toString()).isEqualTo(golden);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ip;queue flags fanout to 3;fanout requires a range to be specified",
        "ip;queue to symhash mod 65537;queue expression max value exceeds 65535",
        "ip;dup to 192.0.2.1-192.0.2.2;dup: range argument not supported",
        "inet;dup to 192.0.2.1;unsupported family",
        "netdev;dup to lo device lo;cannot specify device",
        "ip;fwd to lo;unsupported family",
        "ip;tproxy to :80;Transparent proxy support requires transport protocol match",
        "ip;tcp dport 80 tproxy to :1-2;Port ranges are not supported for tproxy.",
        "inet;tcp dport 80 tproxy to 192.0.2.1;"
            + "specify `tproxy ip' or 'tproxy ip6' in inet table to disambiguate",
        "ip;numgen inc mod 2 5;Value 5 exceeds valid range 0-1",
        "ip;jhash ip saddr mod 2 { 0, 7 };Value 7 exceeds valid range 0-1",
        "ip;log prefix \"\";log prefix must have a minimum length of 1 character",
      })
  void mistakes(String family, String rule, String message) {
    assertThat(compile(family, rule).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains(message));
  }

  @ParameterizedTest
  @CsvSource({
    "IP, false, comment, xt match \"comment\"",
    "IP, true, LOG, xt target \"LOG\"",
    "BRIDGE, true, log, xt watcher \"log\"",
  })
  void whatIptablesPutIntoARuleIsNamed(Family family, boolean target, String name, String text) {
    NewRule rule =
        new NewRule(
            family,
            "t",
            "c",
            0,
            0,
            0,
            0,
            List.of(new Compat(target, name, 0, Bytes.EMPTY)),
            Bytes.EMPTY,
            Set.of());
    assertThat(listing(rule, List.of())).isEqualTo(text);
  }
}
