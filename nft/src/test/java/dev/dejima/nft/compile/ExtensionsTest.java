package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extension headers, options and chunks: to bytecode, to JSON, and back. */
class ExtensionsTest {
  private static final String TABLE = "add table inet t\nadd chain inet t c\n";
  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT);

  private static Compiled compile(String text) {
    ParseResult parsed = NftParser.parse("rules.nft", TABLE + text + "\n", IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    return Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
  }

  private static List<NftMessage> messages(String text) {
    Compiled compiled = compile(text);
    assertThat(compiled.errors()).as(text).isEmpty();
    return AnonymousNames.named(compiled.messages());
  }

  private static Decompiler decompiler(List<NftMessage> messages) {
    return new Decompiler(Snapshot.of(messages), Environment.PLAIN, ListOptions.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp option eol exists | [ exthdr load tcpopt 1b @ 0 + 0 present => reg 1 ]",
        "tcp option maxseg size 1400 | [ exthdr load tcpopt 2b @ 2 + 2 => reg 1 ]",
        "tcp option sack2 right 7 | [ exthdr load tcpopt 4b @ 5 + 22 => reg 1 ]",
        "tcp option 77 missing | [ exthdr load tcpopt 1b @ 77 + 0 present => reg 1 ]",
        "tcp option @34,16,32 7 | [ exthdr load tcpopt 4b @ 34 + 2 => reg 1 ]",
        "tcp option mptcp subtype dss | [ exthdr load tcpopt 1b @ 30 + 2 => reg 1 ]",
        "sctp chunk forward-tsn new-cum-tsn 7 | [ exthdr load 4b @ 192 + 4 => reg 1 ]",
        "dccp option 44 exists | [ exthdr load 1b @ 44 + 0 present => reg 1 ]",
        "reset tcp option md5sig | [ exthdr reset tcpopt 19 ]",
        "tcp option maxseg size set 1360 | [ immediate reg 1 0x0550 ]",
      })
  void isLookedForWithoutAnythingElse(String rule, String first) {
    NewRule compiled = (NewRule) messages("add rule inet t c " + rule).getLast();
    assertThat(DebugDump.rule(compiled.exprs()).getFirst().strip()).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frag more-fragments 1 | 0x0a | [ exthdr load ipv6 1b @ 44 + 3 => reg 1 ]",
        "exthdr mh exists | 0x0a | [ exthdr load ipv6 1b @ 135 + 0 present => reg 1 ]",
        "srh sid[2] ::1 | 0x0a | [ exthdr load ipv6 16b @ 43 + 24 => reg 1 ]",
        "ip option rr addr 192.0.2.1 | 0x02 | [ exthdr load ipv4 4b @ 7 + 3 => reg 1 ]",
      })
  void impliesTheFamilyAtTheStartOfTheRule(String rule, String family, String load) {
    NewRule compiled = (NewRule) messages("add rule inet t c counter " + rule).getLast();
    assertThat(DebugDump.rule(compiled.exprs()))
        .extracting(String::strip)
        .startsWith(
            "[ meta load nfproto => reg 1 ]",
            "[ cmp eq reg 1 " + family + " ]",
            "[ counter pkts 0 bytes 0 ]",
            load);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp option eol exists",
        "tcp option maxseg length 4",
        "tcp option maxseg size 1-1400",
        "tcp option maxseg size & 15 == 4",
        "tcp option sack3 left 9",
        "tcp option timestamp tsval != { 5, 7-9 }",
        "tcp option mptcp subtype { mp-capable, mp-join }",
        "tcp option mptcp subtype >= 9",
        "tcp option fastopen missing",
        "tcp option 77 exists",
        "tcp option @77,16,16 4096",
        "tcp option maxseg size set 1360",
        "reset tcp option sack-perm",
        "reset tcp option 123",
        "ip option ra value 0",
        "ip option lsrr addr 10.0.0.0/8",
        "hbh nexthdr tcp",
        "rt seg-left 1",
        "srh tag 5",
        "frag frag-off 33-45",
        "frag reserved2 { 1, 2 }",
        "dst hdrlength > 3",
        "mh type binding-update",
        "exthdr frag missing",
        "exthdr hbh != exists",
        "sctp chunk init num-inbound-streams 5",
        "sctp chunk cookie-echo exists",
        "dccp option 5 missing",
        "tcp option maxseg size vmap { 536 : drop, 1460 : accept }",
        "meta mark set tcp option timestamp tsecr & 255",
        "meta mark set tcp option window count | 7",
        "frag id . tcp dport { 5 . 22 }",
        "tcp option window count . tcp dport != { 3-5 . 22 }",
      })
  void comesBackAsWritten(String rule) {
    List<NftMessage> messages = messages("add rule inet t c " + rule);
    Rule listed = decompiler(messages).rule((NewRule) messages.getLast());
    assertThat(PRINTER.print(listed).strip()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp option mss size 5 | tcp option maxseg size 5",
        "tcp option sack0 left 5 | tcp option sack left 5",
        "tcp option sack2 exists | tcp option sack exists",
        "tcp option echo 0 | tcp option timestamp missing",
        "tcp option @2,16,16 5 | tcp option maxseg size 5",
        "reset tcp option 2 | reset tcp option maxseg",
        "tcp option 6 length 5 | tcp option @6,8,8 5",
        "ip option rr type 7 | ip option rr exists",
        "exthdr rt == missing | exthdr rt missing",
        "rt2 addr ::1 | srh sid[1] ::1",
        "meta l4proto tcp tcp option maxseg size 5 | tcp option maxseg size 5",
        "meta nfproto ipv6 frag id 5 | frag id 5",
      })
  void otherWordsAreListedLikeThis(String rule, String listing) {
    List<NftMessage> messages = messages("add rule inet t c " + rule);
    Rule listed = decompiler(messages).rule((NewRule) messages.getLast());
    assertThat(PRINTER.print(listed).strip()).isEqualTo(listing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp option sack1 left 5 | {\"tcp option\": {\"name\": \"sack1\", \"field\": \"left\"}}",
        "tcp option nop exists | {\"tcp option\": {\"name\": \"nop\"}}",
        "tcp option 9 exists | {\"tcp option\": {\"base\": 9, \"offset\": 0, \"len\": 8}}",
        "reset tcp option 9 | {\"tcp option\": {\"base\": 9, \"offset\": 0, \"len\": 0}}",
        "tcp option @9,8,16 5 | {\"tcp option\": {\"base\": 9, \"offset\": 8, \"len\": 16}}",
        "ip option ra value 5 | {\"ip option\": {\"name\": \"ra\", \"field\": \"value\"}}",
        "exthdr dst exists | {\"exthdr\": {\"name\": \"dst\"}}",
        "frag id 5 | {\"exthdr\": {\"name\": \"frag\", \"field\": \"id\"}}",
        "sctp chunk cwr exists | {\"sctp chunk\": {\"name\": \"cwr\"}}",
        "dccp option 5 exists | {\"dccp option\": {\"type\": 5}}",
      })
  void isWrittenAndReadAsJson(String text, String json) {
    ParseResult parsed =
        NftParser.parse("t", "add rule inet t c " + text + "\n", IncludeReader.NONE);
    Rule rule = (Rule) parsed.commands().getFirst().subject();
    String written =
        new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("1.1", "test")).write(List.of(rule));
    assertThat(written).contains(json);
    assertThat(NftJsonReader.read(written).getFirst().subject()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp option maxseg size | tcp option maxseg size",
        "tcp option sack2 left | tcp option sack2 left",
        "tcp option window | tcp option window kind",
        "ip option rr addr | ip option rr addr",
        "sctp chunk sack a-rwnd | sctp chunk sack a-rwnd",
        "srh sid[2] | srh sid[2]",
        "exthdr hbh | hbh nexthdr",
        "frag frag-off . tcp option mptcp subtype | frag frag-off . tcp option mptcp subtype",
      })
  void aSetRemembersWhereItsTypeIsFrom(String typeof, String listed) {
    List<NftMessage> messages = messages("add set inet t s { typeof " + typeof + "; }");
    assertThat(PRINTER.print(decompiler(messages).ruleset())).contains("typeof " + listed + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip saddr 192.0.2.1 frag id 5 | cannot use exthdr with ip",
        "tcp option @9,16,129 1 | mask length 136 exceeds allowed maximum of 128",
        "tcp option maxseg size 65536 | exceeds valid range 0-65535",
        "tcp option maxseg size set 1-5 | range argument not supported",
        "tcp option maxseg size set meta mark | datatype mismatch: expected integer",
        "tcp option mptcp subtype set 3 | only whole octets",
        "frag frag-off . tcp dport 5 . 22 | Use concatenations with sets and maps",
      })
  void hasNoMeaning(String rule, String message) {
    assertThat(compile("add rule inet t c " + rule).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp option eol length 1 | Could not find a tcp option template",
        "tcp option 256 exists | value too large",
        "tcp option maxseg kind 2 | syntax error",
        "tcp option @9,16,0 1 | raw payload length cannot be 0",
        "ip option ra addr 192.0.2.1 | unknown ip option type/field",
        "exthdr srh exists | syntax error, unexpected srh",
        "rt0 addr[3] ::1 | rt0 has no addr number 3",
        "meta mark set frag id | syntax error, unexpected frag",
        "frag id set 5 | syntax error",
      })
  void cannotBeWritten(String rule, String message) {
    assertThat(NftParser.parse("t", "add rule inet t c " + rule + "\n", IncludeReader.NONE))
        .satisfies(result -> assertThat(result.messages()).contains(message));
  }
}
