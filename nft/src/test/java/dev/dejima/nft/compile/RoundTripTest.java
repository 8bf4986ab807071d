package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A rule that was listed and compiled again is the same expressions. */
class RoundTripTest {
  private static final String TABLE = "add table inet t\nadd chain inet t c\nadd rule inet t c ";

  private static Arbitrary<String> port() {
    return Arbitraries.integers().between(0, 65535).map(String::valueOf);
  }

  private static Arbitrary<String> ports() {
    return Arbitraries.oneOf(
        port(),
        Combinators.combine(
                Arbitraries.integers().between(0, 30000), Arbitraries.integers().between(1, 30000))
            .as((low, more) -> low + "-" + (low + more)),
        port().list().ofMinSize(1).ofMaxSize(4).map(p -> "{ " + String.join(", ", p) + " }"));
  }

  private static Arbitrary<String> address() {
    return Arbitraries.integers()
        .between(0, 255)
        .list()
        .ofSize(4)
        .map(o -> "%d.%d.%d.%d".formatted(o.toArray()));
  }

  private static Arbitrary<String> addresses() {
    return Arbitraries.oneOf(
        address(),
        Combinators.combine(address(), Arbitraries.integers().between(0, 32))
            .as((a, bits) -> a + "/" + bits),
        address().list().ofMinSize(1).ofMaxSize(4).map(a -> "{ " + String.join(", ", a) + " }"));
  }

  private static Arbitrary<String> word(String... words) {
    return Arbitraries.of(words);
  }

  private static Arbitrary<String> match() {
    Arbitrary<String> not = word("", "!= ");
    return Arbitraries.oneOf(
        Combinators.combine(word("tcp sport ", "tcp dport "), not, ports())
            .as((a, b, c) -> a + b + c),
        Combinators.combine(word("ip saddr ", "ip daddr "), not, addresses())
            .as((a, b, c) -> a + b + c),
        Combinators.combine(
                word("meta mark ", "ct mark "),
                word("", "!= ", "> ", "<= "),
                Arbitraries.longs().between(0, 0xffffffffL))
            .as((a, b, c) -> a + b + c),
        word(
            "ct state new",
            "ct state established,related",
            "ct state != invalid",
            "tcp flags & (fin | syn | rst | ack) == syn",
            "tcp flags syn",
            "ip dscp af11",
            "ip ttl < 3",
            "ip frag-off & 0x1fff != 0",
            "iifname \"eth0\"",
            "oifname != \"ppp*\"",
            "iif \"lo\"",
            "meta pkttype multicast",
            "meta length 100-200",
            "ct original ip saddr 192.0.2.1",
            "ip saddr . tcp dport { 192.0.2.1 . 22, 198.51.100.0/24 . 80-90 }"));
  }

  private static Arbitrary<String> act() {
    return word(
        "accept",
        "drop",
        "counter packets 0 bytes 0",
        "counter packets 3 bytes 180 accept",
        "log prefix \"seen: \" level info",
        "limit rate 10/minute burst 5 packets accept",
        "meta mark set 0x17",
        "meta mark set ct mark & 0xff",
        "ct mark set meta mark | 0x100",
        "ct mark set ip saddr map { 192.0.2.1 : 0x1, 192.0.2.2 : 0x2 }",
        "dnat ip to 192.0.2.1",
        "snat ip to 192.0.2.1-192.0.2.9 random,persistent",
        "masquerade",
        "reject with icmpx admin-prohibited",
        "reject",
        "notrack",
        "jump web",
        "ip saddr vmap { 192.0.2.1 : accept, 192.0.2.128/25 : drop }");
  }

  @Provide
  Arbitrary<String> rules() {
    // A field that is matched twice can be joined with its neighbour either time.
    Arbitrary<List<String>> matches =
        match().list().ofMaxSize(4).uniqueElements(m -> List.of(m.split(" ")).subList(0, 2));
    return Combinators.combine(matches, act())
        .as((list, act) -> String.join(" ", list) + " " + act);
  }

  private static List<NftMessage> compile(String rule) {
    ParseResult parsed = NftParser.parse("rule", TABLE + rule, IncludeReader.NONE);
    assertThat(parsed.messages()).isEmpty();
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).as(rule).isEmpty();
    return compiled.messages();
  }

  private static String list(List<NftMessage> messages) {
    List<NftMessage> named = AnonymousNames.named(messages);
    Decompiler decompiler =
        new Decompiler(Snapshot.of(named), Environment.PLAIN, ListOptions.DEFAULT);
    NftPrinter printer = new NftPrinter(ListOptions.DEFAULT);
    return printer.print(decompiler.rule((NewRule) named.getLast())).strip();
  }

  private static List<Expr> exprs(List<NftMessage> messages) {
    return ((NewRule) messages.getLast()).exprs();
  }

  private static List<List<SetElement>> elements(List<NftMessage> messages) {
    List<List<SetElement>> all = new ArrayList<>();
    for (NftMessage message : messages) {
      if (message instanceof NewSetElements set) {
        List<SetElement> sorted = new ArrayList<>(set.elements());
        sorted.sort(java.util.Comparator.comparing(e -> e.key().toHex()));
        all.add(sorted.stream().distinct().toList());
      }
    }
    return all;
  }

  @Property
  void listingCompilesToTheSameExpressions(@ForAll("rules") String rule) {
    List<NftMessage> first = compile(rule);
    String listing = list(first);
    List<NftMessage> second = compile(listing);
    // Where fields are matched together, what they imply is asked for just before them.
    assertThat(exprs(second)).as(listing).containsExactlyInAnyOrderElementsOf(exprs(first));
    assertThat(elements(second)).as(listing).isEqualTo(elements(first));
    assertThat(list(second)).isEqualTo(listing);
  }
}
