package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerTest {
  private static final String INET = "add table inet t\nadd chain inet t c\nadd rule inet t c ";

  private static Compiled compile(String text) {
    ParseResult parsed = NftParser.parse("rules.nft", text, IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    return Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
  }

  private static List<String> bytecode(String text) {
    Compiled compiled = compile(text);
    assertThat(compiled.errors()).isEmpty();
    List<String> lines = new ArrayList<>();
    Snapshot snapshot = Snapshot.of(compiled.messages());
    for (NftMessage message : compiled.messages()) {
      switch (message) {
        case NewSetElements elements ->
            lines.add(
                DebugDump.elements(snapshot.sets().getFirst(), elements.elements(), List.of())
                    .strip());
        case NewRule rule -> DebugDump.rule(rule.exprs()).forEach(l -> lines.add(l.strip()));
        default -> {}
      }
    }
    return lines;
  }

  /** nft keeps a set of one member if that does something. */
  @Test
  void oneMemberThatCounts() {
    assertThat(bytecode(INET + "meta mark { 22 counter }\n"))
        .containsExactly(
            "element 00000016", "[ meta load mark => reg 1 ]", "[ lookup reg 1 set __set%d ]");
  }

  /** A field that spans octets is counted with the bits behind it, and turned round. */
  @Test
  void partOfTwoOctetsInConcatenation() {
    assertThat(
            bytecode(
                "add table ip6 t\nadd chain ip6 t c\nadd rule ip6 t c "
                    + "ip6 dscp . ip6 nexthdr { cs1 . 6 }\n"))
        .containsExactly(
            "element 0800 . 06",
            "[ payload load 2b @ network header + 0 => reg 1 ]",
            "[ bitwise reg 1 = ( reg 1 & 0x0fc0 ) ^ 0x0000 ]",
            "[ byteorder reg 1 = ntoh(reg 1, 2, 2) ]",
            "[ bitwise reg 1 = ( reg 1 >> 0x00000006 ) ]",
            "[ payload load 1b @ network header + 6 => reg 9 ]",
            "[ lookup reg 1 set __set%d ]");
  }

  @Test
  void destinationNat() {
    assertThat(
            bytecode(
                """
                add table ip nat
                add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
                add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
                """))
        .containsExactly(
            "[ payload load 4b @ network header + 16 => reg 1 ]",
            "[ cmp eq reg 1 0xcb0071fe ]",
            "[ meta load l4proto => reg 1 ]",
            "[ cmp eq reg 1 0x06 ]",
            "[ payload load 2b @ transport header + 2 => reg 1 ]",
            "[ cmp eq reg 1 0xd431 ]",
            "[ immediate reg 1 0xc0000201 ]",
            "[ nat dnat ip addr_min reg 1 ]");
  }

  @Test
  void baseChain() {
    Compiled compiled =
        compile(
            """
            create table ip nat
            add chain ip nat POST { type nat hook postrouting priority srcnat + 1; policy drop; }
            """);
    assertThat(compiled.messages().getFirst())
        .isInstanceOfSatisfying(
            NewTable.class,
            table -> assertThat(table.mode()).contains(NewFlag.CREATE, NewFlag.EXCL));
    assertThat(compiled.messages().get(1))
        .isInstanceOfSatisfying(
            NewChain.class,
            chain -> {
              assertThat(chain.hook()).extracting(BaseHook::priority).isEqualTo(101);
              assertThat(chain.type()).isEqualTo("nat");
            });
  }

  @Test
  void inetImpliesTheFamilyOfAnAddress() {
    assertThat(bytecode(INET + "ip saddr 192.0.2.0/24 accept"))
        .containsExactly(
            "[ meta load nfproto => reg 1 ]",
            "[ cmp eq reg 1 0x02 ]",
            "[ payload load 3b @ network header + 12 => reg 1 ]",
            "[ cmp eq reg 1 0xc00002 ]",
            "[ immediate reg 0 accept ]");
  }

  @Test
  void marksAreTurnedRoundWhereTheirOrderMatters() {
    assertThat(bytecode(INET + "meta mark 16-32"))
        .containsExactly(
            "[ meta load mark => reg 1 ]",
            "[ byteorder reg 1 = hton(reg 1, 4, 4) ]",
            "[ range eq reg 1 0x00000010 0x00000020 ]");
  }

  @Test
  void aSetOfRangesBeginsWithTheEndOfWhatComesBefore() {
    assertThat(bytecode(INET + "tcp dport { 80, 22-25 }").getFirst())
        .isEqualTo(
            "element 0000 flags 1\telement 0016\telement 001a flags 1\telement 0050"
                + "\telement 0051 flags 1");
  }

  @Test
  void everyMessageKnowsItsPlace() {
    Compiled compiled = compile(INET + "tcp dport { 22, 80 } accept");
    assertThat(compiled.rules()).hasSize(1);
    assertThat(compiled.rules().getFirst().span().line()).isEqualTo(3);
    assertThat(compiled.rules().getFirst().names()).extracting(Object::toString).contains("t", "c");
  }

  @Test
  void commentsAreUserData() {
    Compiled compiled = compile(INET + "accept comment \"why\"");
    NewRule rule = (NewRule) compiled.messages().getLast();
    assertThat(UserData.text(rule.userData(), UserData.COMMENT)).contains("why");
  }

  @Test
  void flushing() {
    List<NftMessage> messages = compile("flush ruleset\nflush chain ip t c\n").messages();
    assertThat(messages.getFirst()).isInstanceOf(DelTable.class);
    assertThat(messages.getLast())
        .isInstanceOfSatisfying(DelRule.class, rule -> assertThat(rule.chain()).isEqualTo("c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp dport 22 udp dport 23|conflicting transport layer protocols specified: tcp vs. udp",
        "tcp dport 65536|Service out of range",
        "ip ttl 300|Value 300 exceeds valid range 0-255",
        "tcp dport 10-5|Range negative size",
        "iif nosuch|Interface does not exist",
        "ip saddr 192.0.2.1/33|Prefix length 33 is invalid for type of 32 bits width",
        "dnat to 192.0.2.1|specify `dnat ip' or 'dnat ip6' in inet table to disambiguate",
        "dnat to :80|transport protocol mapping is only valid after transport protocol match",
        "ip saddr @missing|No such file or directory",
        "log level emerg group 2|level and group are mutually exclusive",
      })
  void mistakes(String rule, String message) {
    assertThat(compile(INET + rule).errors())
        .extracting(diagnostic -> diagnostic.message())
        .containsExactly(message);
  }

  @Test
  void anotherMistakeIsReportedToo() {
    Compiled compiled = compile(INET + "ip ttl 300\nadd rule inet t c tcp dport 65536\n");
    assertThat(compiled.errors()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tcp dport 22 accept;tcp dport 22 accept",
        "meta l4proto tcp tcp dport 22;tcp dport 22",
        "meta l4proto tcp counter packets 1 bytes 2 tcp dport 22"
            + ";meta l4proto tcp counter packets 1 bytes 2 tcp dport 22",
        "ct state established,related accept;ct state established,related accept",
        "ip saddr { 192.0.2.1, 198.51.100.0/24 } drop;ip saddr { 192.0.2.1, 198.51.100.0/24 } drop",
        "iifname \"eth*\" icmp type echo-request;iifname \"eth*\" icmp type echo-request",
        "ip6 saddr 2001:db8::/32 reject;ip6 saddr 2001:db8::/32 reject with icmpv6"
            + " port-unreachable",
        "meta mark set ct mark & 0xff;meta mark set ct mark & 0x000000ff",
        "tcp flags & (syn | ack) == syn;tcp flags & (syn | ack) == syn",
        "ip dscp cs1 counter packets 0 bytes 0;ip dscp cs1 counter packets 0 bytes 0",
        "tcp dport vmap { 22 : accept, 80 : jump web };tcp dport vmap { 22 : accept, 80 : jump web"
            + " }",
        "@th,16,16 0x16;th dport 22",
      })
  void listing(String rule, String listing) {
    Compiled compiled = compile(INET + rule);
    assertThat(compiled.errors()).isEmpty();
    Snapshot snapshot = Snapshot.of(compiled.messages());
    NewRule last = (NewRule) compiled.messages().getLast();
    Decompiler decompiler = new Decompiler(snapshot, Environment.PLAIN, ListOptions.DEFAULT);
    assertThat(new NftPrinter(ListOptions.DEFAULT).print(decompiler.rule(last)).strip())
        .isEqualTo(listing);
  }

  @Test
  void whatHasNoWordsIsShownAllTheSame() {
    NewRule rule = (NewRule) compile(INET + "accept").messages().getLast();
    NewRule foreign =
        new NewRule(
            rule.family(),
            rule.table(),
            rule.chain(),
            1,
            0,
            0,
            0,
            List.of(new UnknownExpr("match", Bytes.ofHex("01")), new MetaSet(MetaKey.MARK, 2)),
            Bytes.EMPTY,
            Set.of());
    Decompiler decompiler = new Decompiler(Snapshot.EMPTY, Environment.PLAIN, ListOptions.DEFAULT);
    assertThat(new NftPrinter(ListOptions.DEFAULT).print(decompiler.rule(foreign)))
        .contains("match 01")
        .contains("meta set mark with reg 2");
  }
}
