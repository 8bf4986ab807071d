package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.IncludeReader.Included;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "add table ip nat",
        "create table inet filter",
        "delete table ip nat",
        "delete table ip handle 5",
        "destroy table ip nat",
        "flush table ip nat",
        "list table ip nat",
        "list tables",
        "list tables ip6",
        "add chain ip nat out",
        "delete chain ip nat out",
        "delete chain ip nat handle 7",
        "rename chain ip nat out in",
        "flush chain ip nat out",
        "list chain ip nat out",
        "list chains",
        "list ruleset",
        "list ruleset inet",
        "flush ruleset",
        "add rule ip nat out accept",
        "add rule ip nat out position 5 accept",
        "add rule ip nat out handle 5 accept",
        "add rule ip nat out index 5 accept",
        "insert rule ip nat out index 0 accept",
        "replace rule ip nat out handle 5 accept",
        "delete rule ip nat out handle 5",
        "reset rules",
        "reset rules table ip nat",
        "reset rules chain ip nat out",
        "reset rule ip nat out handle 5",
        "add element ip nat s { 192.0.2.1, 192.0.2.2 timeout 5m comment \"x\" }",
        "delete element ip nat s { 192.0.2.1 }",
        "get element ip nat s { 192.0.2.1 }",
        "list sets",
        "list sets table ip nat",
        "list set ip nat s",
        "flush set ip nat s",
        "delete set ip nat s",
        "list maps",
        "list map ip nat m",
        "delete map ip nat m",
      })
  void printsAsWritten(String command) {
    ParserAssert.prints(command, command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "table nat; add table ip nat",
        "add nat out accept; add rule ip nat out accept",
        "nat out accept; add rule ip nat out accept",
        "list table nat; list table ip nat",
        "chain nat out { }; add chain ip nat out",
      })
  void fillsInWhatIsLeftOut(String command, String full) {
    ParserAssert.prints(command, full);
  }

  @Test
  void argumentsAreJoinedByBlanks() {
    String chain = "{ type nat hook prerouting priority dstnat; }";
    ParseResult result =
        NftParser.parseArguments(
            List.of("add", "chain", "ip", "nat", "PREROUTING", chain), IncludeReader.NONE);
    assertThat(result.errors()).isEmpty();
    assertThat(result.commands())
        .singleElement()
        .extracting(Command::subject)
        .isInstanceOfSatisfying(
            Chain.class,
            read -> {
              assertThat(read.family()).isEqualTo(Family.IP);
              assertThat(read.base())
                  .extracting(Chain.Base::priority)
                  .isEqualTo(new Priority("dstnat", 0, Span.NONE));
              assertThat(read.policy()).isNull();
            });
  }

  @Test
  void severalCommandsOnALineAndOverLines() {
    assertThat(
            ParserAssert.commands("add table t; add chain t c\n# comment\nadd rule t c \\\naccept"))
        .hasSize(3);
  }

  @Test
  void variablesStandForValuesSetsAndNames() {
    List<Command> commands =
        ParserAssert.commands(
            """
            define port = 22
            define ports = { 80, 443 }
            define target = web
            add rule t c tcp dport { $port, $ports } jump $target""");
    assertThat(commands).hasSize(1);
    assertThat(new NftPrinter(ListOptions.DEFAULT).print(commands.getFirst()))
        .isEqualTo("add rule ip t c tcp dport { 22, 80, 443 } jump web");
  }

  @Test
  void includedFilesAreReadInPlace() {
    IncludeReader reader = (path, from) -> List.of(new Included(path, "accept\n"));
    ParseResult result =
        NftParser.parse(
            "main.nft", "table t {\n chain c {\n include \"rules.nft\"\n drop\n }\n}\n", reader);
    assertThat(result.messages()).isEmpty();
    Table table = (Table) result.commands().getFirst().subject();
    Rule included = table.chains().getFirst().rules().getFirst();
    assertThat(included.span().file()).isEqualTo("rules.nft");
    assertThat(table.chains().getFirst().rules()).hasSize(2);
  }

  @Test
  void aTextThatEndsInALineGoesOnInIt() {
    IncludeReader reader = (path, from) -> List.of(new Included(path, "add table"));
    ParseResult result = NftParser.parse("main.nft", "include \"a\"\nt\n", reader);
    assertThat(result.messages()).isEmpty();
    assertThat(result.commands()).hasSize(1);
  }

  @Test
  void theSameFileIsNamedWithWhoIncludesIt() {
    IncludeReader reader = (path, from) -> List.of(new Included(path, path + "\n"));
    String text = "include \"x y\"\n\ninclude \"x y\"\n";
    assertThat(NftParser.parse("main.nft", text, reader).messages())
        .contains("In file included from main.nft:1:1-14:\nx y:1:")
        .contains("In file included from main.nft:3:1-14:\nx y:1:");
  }

  @Test
  void variablesAreThoseOfTheirBlock() {
    String text =
        """
        define a = 1
        table t {
          define b = 2
          chain c {
            define d = 3
            tcp dport { $a, $b, $d } log prefix "$w:"
          }
          chain e {
            tcp dport $d
          }
        }
        define a = 2
        redefine a = 4
        undefine nothing
        """;
    ParseResult result =
        NftParser.parse("f", text, IncludeReader.NONE, java.util.Map.of("w", "word"));
    assertThat(result.messages())
        .contains("f:9:16-16: Error: unknown identifier 'd'")
        .contains("f:12:8-8: Error: redefinition of symbol 'a'");
    assertThat(result.errors()).hasSize(2);
  }

  @Test
  void aFileThatIncludesItselfIsRefused() {
    IncludeReader reader =
        (path, from) -> List.of(new Included(path, "include \"" + path + "\"\n"));
    assertThat(NftParser.parse("a", "include \"a\"\n", reader).messages())
        .contains("Include nested too deeply");
  }

  @Test
  void variablesStandForSetsDevicesAndPriorities() {
    String text =
        """
        define s = @seen
        define p = "filter + 7"
        define d = { lo, eth0 }
        add rule t c add $s { ip saddr }
        add chain netdev t c { type filter hook ingress devices = { $d } priority $p; }
        """;
    ParseResult result = NftParser.parse("f", text, IncludeReader.NONE);
    assertThat(result.messages()).isEmpty();
    assertThat(((Rule) result.commands().getFirst().subject()).statements())
        .first()
        .isInstanceOfSatisfying(
            Statement.SetUpdate.class,
            update -> assertThat(update.set().name().text()).isEqualTo("seen"));
    Chain chain = (Chain) result.commands().getLast().subject();
    assertThat(chain.devices()).containsExactly("lo", "eth0");
    assertThat(java.util.Objects.requireNonNull(chain.base()).priority()).hasToString("filter + 7");
  }

  @Test
  void devicesHaveNamesAndTypesAreOfFields() {
    String text =
        """
        add chain netdev t c { type filter hook ingress device "" priority 0; }
        add chain netdev t c { type filter hook ingress device "sixteen-letters-" priority 0; }
        add set t s { typeof ip saddr . 0; }
        """;
    assertThat(NftParser.parse("f", text, IncludeReader.NONE).messages())
        .contains("empty interface name")
        .contains("interface name too long")
        .contains("unexpected number");
  }

  @Test
  void spansNameFileLineAndColumns() {
    Rule rule =
        (Rule) ParserAssert.commands("\nadd rule t c tcp dport 22 accept").getFirst().subject();
    assertThat(rule.statements().getFirst().span()).hasToString("test.nft:2:14-25");
    assertThat(rule.chain().span()).hasToString("test.nft:2:12-12");
  }
}
