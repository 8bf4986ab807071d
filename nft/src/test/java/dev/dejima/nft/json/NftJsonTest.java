package dev.dejima.nft.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NftJsonTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft");
  private static final NftJsonWriter WRITER =
      new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("1.1", "test"));

  private static List<Command> parse(String text) {
    ParseResult result = NftParser.parse("t", text, IncludeReader.NONE);
    assertThat(result.messages()).isEmpty();
    return result.commands();
  }

  private static Rule rule(String text) {
    return (Rule) parse("add rule inet t c " + text + "\n").getFirst().subject();
  }

  @Test
  void aRulesetIsWrittenAsTheGoldenFileSays() throws IOException {
    List<Table> tables =
        parse(Files.readString(GOLDEN.resolve("ruleset.nft"))).stream()
            .map(command -> (Table) command.subject())
            .toList();
    String json = WRITER.write(new Ruleset(tables));
    Path golden = GOLDEN.resolve("ruleset.json");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(golden, json);
    }
    assertThat(json).isEqualTo(Files.readString(golden));
  }

  @Test
  void whatIsReadIsWrittenAgain() throws IOException {
    String json = Files.readString(GOLDEN.resolve("ruleset.json"));
    List<Subject.Definition> definitions =
        NftJsonReader.read(json).stream().map(c -> (Subject.Definition) c.subject()).toList();
    assertThat(WRITER.write(definitions)).isEqualTo(json);
  }

  @Test
  void commandsOfAllKindsAreReadAsTheGoldenFileSays() throws IOException {
    NftPrinter printer = new NftPrinter(ListOptions.DEFAULT);
    String text =
        NftJsonReader.read(Files.readString(GOLDEN.resolve("commands.json"))).stream()
            .map(command -> printer.print(command) + "\n")
            .collect(Collectors.joining());
    Path golden = GOLDEN.resolve("commands.txt");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1",
        "tcp dport { 22, 80-90 } counter packets 1 bytes 2 accept",
        "tcp flags & (fin | syn | ack) == syn accept",
        "tcp flags == syn accept",
        "ct state established,related accept",
        "ct original ip saddr 192.0.2.0/24 drop",
        "ip saddr . tcp dport { 192.0.2.1 . 22 } accept",
        "tcp dport vmap { 22 : accept, 80 : jump web }",
        "ip saddr vmap @m",
        "meta mark set meta mark & 255 | 5",
        "meta mark set tcp dport map { 22 : 1, 80 : 2 }",
        "dnat ip addr . port to ip saddr map @m",
        "snat to 192.0.2.1-192.0.2.9:1024-2048 random,persistent",
        "masquerade to :1024-65535 fully-random",
        "redirect to :80",
        "limit rate over 10 kbytes/second burst 5 mbytes drop",
        "log prefix \"a b\" level info flags tcp sequence",
        "log flags all",
        "reject with tcp reset",
        "add @s { ip saddr timeout 1m }",
        "update @s { ip saddr : tcp dport }",
        "@th,16,16 22 accept",
        "counter name web",
        "ct helper set ftp",
        "queue flags bypass to 4-5",
        "queue to numgen inc mod 4",
        "dup to 192.0.2.1 device lo",
        "fwd ip to 192.0.2.1 device lo",
        "tproxy ip to 192.0.2.1:50080",
        "synproxy mss 1460 wscale 7 timestamp",
        "flow add @ft",
        "quota over 25 mbytes used 1 kbytes",
        "last used 5m",
        "ct count over 20 drop",
        "ct mark set jhash ip saddr . ip daddr mod 2 seed 0x5 offset 3",
        "ct mark set symhash mod 2 offset 1",
        "meta ipsec exists notrack"
      })
  void aRuleSurvivesTheWayThroughJson(String text) {
    Rule rule = rule(text);
    Command read = NftJsonReader.read(WRITER.write(List.of(rule))).getFirst();
    assertThat(new NftPrinter(ListOptions.DEFAULT).print((Rule) read.subject())).isEqualTo(text);
    assertThat(read.subject()).isEqualTo(rule);
  }

  @Test
  void timesAreSeconds() {
    assertThat(WRITER.write(List.of(rule("ct expiration { 1m7s, 30s-40s } accept"))))
        .contains("{\"set\": [67, {\"range\": [30, 40]}]}");
  }

  @Test
  void aRejectSaysWhatTheFamilySends() {
    assertThat(WRITER.write(List.of(rule("reject"))))
        .contains("{\"reject\": {\"type\": \"icmpx\", \"expr\": \"port-unreachable\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"add\": {\"table\": {\"family\": \"ip\", \"name\": \"t\"}}} | add table ip t",
        "{\"flush\": {\"ruleset\": null}} | flush ruleset",
        "{\"delete\": {\"table\": {\"family\": \"ip\", \"name\": \"t\"}}} | delete table ip t",
        "{\"list\": {\"chain\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"c\"}}} |"
            + " list chain ip t c",
        "{\"delete\": {\"rule\": {\"family\": \"ip\", \"table\": \"t\", \"chain\": \"c\","
            + " \"handle\": 5}}} | delete rule ip t c handle 5",
        "{\"insert\": {\"rule\": {\"family\": \"ip\", \"table\": \"t\", \"chain\": \"c\","
            + " \"index\": 2, \"expr\": [{\"accept\": null}]}}} |"
            + " insert rule ip t c index 2 accept",
        "{\"add\": {\"element\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"s\","
            + " \"elem\": [1, 2]}}} | add element ip t s { 1, 2 }",
        "{\"rename\": {\"chain\": {\"family\": \"ip\", \"table\": \"t\", \"name\": \"c\","
            + " \"newname\": \"d\"}}} | rename chain ip t c d",
      })
  void commandsAreRead(String json, String text) {
    List<Command> commands = NftJsonReader.read("{\"nftables\": [" + json + "]}");
    assertThat(commands)
        .singleElement()
        .extracting(new NftPrinter(ListOptions.DEFAULT)::print)
        .isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | not JSON",
        "[] | Expected object, got array",
        "{} | Object item not found: nftables",
        "{'nftables': {}} | Value of property \"nftables\" must be an array.",
        "{'nftables': [1]} | Unexpected command array element of type integer, expected object.",
        "{'nftables': [{'metainfo': {'json_schema_version': 2}}]}"
            + " | Schema version 2 not supported, maximum supported version is 1"
            + "; Metainfo verification failed.",
        "{'nftables': [{'add': []}]} | Value of add command must be object (got array instead)."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'list': {'foo': null}}]} | Unknown object passed to list command."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'add': {'table': {'family': 'ipx', 'name': 't'}}}]} | Unknown family 'ipx'."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'add': {'table': {'family': 'ip'}}}]} | Object item not found: name"
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'add': {'table': {'family': 1, 'name': 't'}}}]}"
            + " | Expected string, got integer for key family"
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'replace': {'rule': {'family': 'ip', 'table': 't', 'chain': 'c',"
            + " 'expr': []}}}]} | Handle is required when replacing a rule."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'create': {'rule': {}}}]} | Create command not available for rules."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'insert': {'table': {}}}]} | Object item not found: rule"
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'add': {'set': {'family': 'ip', 'table': 't', 'name': 's',"
            + " 'type': 'ipv4'}}}]} | Invalid datatype 'ipv4'.; Invalid set type."
            + "; Parsing command array at index 0 failed.",
        "{'nftables': [{'add': {'set': {'family': 'ip', 'table': 't', 'name': 's',"
            + " 'type': 'ipv4_addr', 'flags': ['x']}}}]}"
            + " | Invalid flag in 'flags' property array at index 0."
            + "; Invalid set flags in set 's'.; Parsing command array at index 0 failed.",
      })
  void whatCannotBeReadIsRefused(String json, String message) {
    assertThatThrownBy(() -> NftJsonReader.read(json.replace('\'', '"')))
        .isInstanceOf(NftJsonException.class)
        .hasMessageStartingWith(message.replace("; ", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'foo': 1} | Unknown statement object 'foo'.",
        "{'accept': null, 'drop': null} | Malformed object (too many properties):"
            + " '{\"accept\": null, \"drop\": null}'.",
        "{'match': {'left': {'payload': {'protocol': 'tcp', 'field': 'dprt'}}, 'op': '==',"
            + " 'right': 1}} | Unknown tcp field 'dprt'.; Invalid LHS of relational.",
        "{'match': {'left': {'payload': {'protocol': 'tcx', 'field': 'x'}}, 'op': '==',"
            + " 'right': 1}} | Unknown payload protocol 'tcx'.; Invalid LHS of relational.",
        "{'match': {'left': {'ct': {'key': 'st'}}, 'op': '==', 'right': 1}}"
            + " | Unknown ct key 'st'.; Invalid LHS of relational.",
        "{'match': {'left': {'meta': {'key': 'mark'}}, 'op': '=', 'right': 1}}"
            + " | Invalid relational op '='.",
        "{'match': {'left': {'meta': {'key': 'mark'}}, 'op': '==', 'right': {'foo': 1}}}"
            + " | Unknown expression type 'foo'.; Invalid RHS of relational.",
        "{'match': {'left': {'meta': {'key': 'mark'}}, 'op': '==', 'right': 1.5}}"
            + " | Unexpected JSON type real for immediate value.; Invalid RHS of relational.",
        "{'match': {'left': {'meta': {'key': 'mark'}}, 'op': '=='}}"
            + " | Object item not found: right",
        "{'jump': {}} | Object item not found: target",
        "{'log': {'level': 'x'}} | Invalid log level 'x'.",
        "{'log': {'flags': ['x']}} | Invalid flag in 'flags' property array at index 0.",
        "{'set': {'op': 'ad', 'elem': 1, 'set': '@x'}} | Unknown set statement op 'ad'.",
        "{'set': {'op': 'add', 'elem': 1, 'set': 'x'}}"
            + " | Illegal set reference in set statement.",
      })
  void statementsThatCannotBeReadAreRefused(String statement, String message) {
    String rule =
        "{'nftables': [{'add': {'rule': {'family': 'ip', 'table': 't', 'chain': 'c', 'expr': ["
            + statement
            + "]}}}]}";
    String all = message.replace("; ", "\n");
    assertThatThrownBy(() -> NftJsonReader.read(rule.replace('\'', '"')))
        .isInstanceOf(NftJsonException.class)
        .hasMessage(
            all
                + "\nParsing expr array at index 0 failed."
                + "\nParsing command array at index 0 failed.");
  }

  /** Pieces of a listing changed at random are read or refused, and nothing else. */
  @Property(tries = 500)
  void changedTextIsReadOrRefused(@ForAll("changes") List<Integer> places) throws IOException {
    StringBuilder text = new StringBuilder(Files.readString(GOLDEN.resolve("ruleset.json")));
    for (int place : places) {
      text.setCharAt(place % text.length(), "{}[]\":,0a@-".charAt(place % 11));
    }
    try {
      NftJsonReader.read(text.toString());
    } catch (NftJsonException e) {
      assertThat(e).hasMessageNotContaining("Exception");
    }
  }

  @Provide
  Arbitrary<List<Integer>> changes() {
    return Arbitraries.integers().between(0, 1_000_000).list().ofMaxSize(3);
  }
}
