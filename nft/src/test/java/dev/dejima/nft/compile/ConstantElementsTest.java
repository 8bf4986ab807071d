package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.SetElements;
import dev.dejima.nft.syntax.ElementList;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Table;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/**
 * Members that are constants are kept as numbers on their whole way. A comment behind a comma makes
 * the parser read the next member from tokens, and so keep it as an element: nothing else may be
 * different.
 */
class ConstantElementsTest {
  private static Arbitrary<String> octet() {
    return Arbitraries.frequencyOf(
        Tuple.of(20, Arbitraries.integers().between(0, 255).map(String::valueOf)),
        Tuple.of(1, Arbitraries.of("256", "007", "0", "1234", "x")));
  }

  private static Arbitrary<String> address() {
    return octet().list().ofSize(4).map(octets -> String.join(".", octets));
  }

  private static Arbitrary<String> number() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, Arbitraries.integers().between(0, 65535).map(String::valueOf)),
        Tuple.of(
            1,
            Arbitraries.of(
                "65536",
                "0x10",
                "010",
                "00",
                "4294967295",
                "4294967296",
                "ssh",
                "-1",
                "999999999999999999",
                "9999999999999999999",
                "1.2",
                "10s",
                "1:2")));
  }

  private static Arbitrary<String> key() {
    return Arbitraries.oneOf(
        address(),
        address(),
        number(),
        Combinators.combine(address(), Arbitraries.of("/0", "/8", "/24", "/32", "/33", "/08", "/"))
            .as(String::concat),
        Combinators.combine(address(), Arbitraries.of("-", " - ", "-\t"), address())
            .as((low, dash, high) -> low + dash + high),
        Combinators.combine(number(), number()).as((low, high) -> low + "-" + high));
  }

  private static Arbitrary<String> member() {
    Arbitrary<String> map =
        Combinators.combine(
                key(),
                Arbitraries.of(" : ", " : ", " : ", ": ", " :  ", " :\n"),
                Arbitraries.oneOf(address(), number(), Arbitraries.of("drop", "")))
            .as((key, colon, value) -> key + colon + value);
    return Arbitraries.oneOf(
        key(), key(), map, key().map(key -> key + " timeout 1h"), Arbitraries.of("", "*", "{ 1 }"));
  }

  /** Members; most lists are of one kind, so that most sets can be compiled. */
  @Provide
  Arbitrary<List<String>> members() {
    Arbitrary<String> plainAddress =
        Arbitraries.integers().between(0, 255).list().ofSize(4).map(ConstantElementsTest::dotted);
    Arbitrary<String> plainNumber = Arbitraries.integers().between(0, 65535).map(String::valueOf);
    return Arbitraries.oneOf(
        plainAddress.list().ofMinSize(2).ofMaxSize(9),
        plainNumber.list().ofMinSize(2).ofMaxSize(9),
        Combinators.combine(plainAddress, Arbitraries.integers().between(0, 32))
            .as((address, length) -> address + "/" + length)
            .list()
            .ofMinSize(2)
            .ofMaxSize(4),
        Combinators.combine(plainNumber, Arbitraries.integers().between(0, 20))
            .as((low, more) -> low + "-" + (Integer.parseInt(low) + more))
            .list()
            .ofMinSize(2)
            .ofMaxSize(6),
        Combinators.combine(plainNumber, plainAddress)
            .as((key, value) -> key + " : " + value)
            .list()
            .ofMinSize(2)
            .ofMaxSize(9),
        member().list().ofMinSize(2).ofMaxSize(6));
  }

  private static String dotted(List<Integer> octets) {
    return octets.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  @Provide
  Arbitrary<String> heads() {
    return Arbitraries.of(
        "set s { type ipv4_addr; ",
        "set s { type ipv4_addr; flags interval; ",
        "set s { type ipv4_addr; flags interval; auto-merge; ",
        "set s { type inet_service; ",
        "set s { type inet_service; flags interval; ",
        "set s { type mark; ",
        "set s { type mark; flags interval; ",
        "set s { type ipv6_addr; ",
        "set s { type ifname; ",
        "set s { type time; ",
        "set s { type ipv4_addr . inet_service; ",
        "set s { type inet_service; flags timeout; ",
        "set s { typeof ip dscp; ",
        "set s { typeof tcp option maxseg size; ",
        "map s { type inet_service : ipv4_addr; ",
        "map s { type inet_service : mark; flags interval; ",
        "map s { type ipv4_addr : verdict; ",
        "map s { type inet_service : interval ipv4_addr; ");
  }

  private static ParseResult parse(String head, List<String> members, String comma) {
    String text =
        "table ip t {\n " + head + "elements = { " + String.join(comma, members) + " }\n }\n}\n";
    return NftParser.parse("constants.nft", text, IncludeReader.NONE);
  }

  @Property
  void areWhatElementsAre(@ForAll("heads") String head, @ForAll("members") List<String> members) {
    ParseResult constants = parse(head, members, ",\n\t");
    ParseResult elements = parse(head, members, ", #\n\t");
    assertThat(constants.messages()).isEqualTo(elements.messages().replace(" #", ""));
    assertThat(constants.commands()).isEqualTo(elements.commands());
    assertThat(constants.commands()).hasToString(elements.commands().toString());
    Compiled compiled = Compiler.compile(constants.commands(), Snapshot.EMPTY, Environment.PLAIN);
    Compiled other = Compiler.compile(elements.commands(), Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.messages()).isEqualTo(other.messages());
    assertThat(compiled.errors()).hasToString(other.errors().toString());
    List<SetElement> made = elements(compiled);
    boolean repeats = new HashSet<>(made).size() < made.size();
    if (constants.errors().isEmpty() && compiled.errors().isEmpty() && !repeats) {
      ParseResult listed =
          NftParser.parse("listed.nft", listing(compiled.messages()), IncludeReader.NONE);
      assertThat(listed.messages()).isEmpty();
      Compiled again = Compiler.compile(listed.commands(), Snapshot.EMPTY, Environment.PLAIN);
      assertThat(elements(again)).containsExactlyInAnyOrderElementsOf(made);
    }
  }

  private static List<SetElement> elements(Compiled compiled) {
    List<SetElement> elements = new ArrayList<>();
    for (NftMessage message : compiled.messages()) {
      if (message instanceof NewSetElements some) {
        elements.addAll(some.elements());
      }
    }
    return elements;
  }

  private static String listing(List<NftMessage> messages) {
    Snapshot snapshot = Snapshot.of(messages);
    return new NftPrinter(ListOptions.DEFAULT)
        .print(new Decompiler(snapshot, Environment.PLAIN, ListOptions.DEFAULT).ruleset());
  }

  private static List<Element> written(ParseResult parsed) {
    Table table = (Table) parsed.commands().getFirst().subject();
    SetDefinition set = table.sets().getFirst();
    assertThat(set.elements()).isNotNull();
    return set.elements().elements();
  }

  @Test
  void areKeptAsNumbersWithTheirPlaces() {
    List<String> members =
        List.of("1.2.3.4", "10.0.0.0/8", "192.0.2.1-192.0.2.9", "198.51.100.1", "5.6.7.8");
    ParseResult parsed = parse("set s { type ipv4_addr; flags interval; ", members, ",\n  ");
    ElementList list = (ElementList) written(parsed);
    assertThat(list.form(0)).isEqualTo(ElementList.ADDRESS);
    assertThat(list.form(4)).isEqualTo(ElementList.ADDRESS);
    assertThat(list.get(0).span()).hasToString("constants.nft:2:55-61");
    assertThat(list.form(1)).isEqualTo(ElementList.ADDRESS);
    assertThat(list.low(1)).isEqualTo(0x0a000000L);
    assertThat(list.high(1)).isEqualTo(0x0affffffL);
    assertThat(list.form(2)).isEqualTo(ElementList.ADDRESS);
    assertThat(list.get(1).span()).hasToString("constants.nft:3:3-12");
    assertThat(list.get(2).key().span()).hasToString("constants.nft:4:3-21");
    assertThat(list.isSingle(3)).isTrue();
    assertThat(list).hasSize(5);
  }

  @Test
  void areKeptAsNumbersInMessages() {
    List<String> members = List.of("1 : 10.0.0.1", "2 : 10.0.0.2", "3 : 10.0.0.3");
    ParseResult parsed = parse("map s { type inet_service : ipv4_addr; ", members, ",\n  ");
    Compiled compiled = Compiler.compile(parsed.commands(), Snapshot.EMPTY, Environment.PLAIN);
    SetElements elements =
        (SetElements) ((NewSetElements) compiled.messages().getLast()).elements();
    assertThat(elements.isNumbers()).isTrue();
    assertThat(elements.key(2)).isEqualTo(3);
    assertThat(elements.data(2)).isEqualTo(0x0a000003L);
    assertThat(elements.get(1).key()).isEqualTo(Bytes.ofHex("0002"));
  }

  @Test
  void elementsThatHaveMoreStayElements() {
    SetElement plain = SetElement.of(Bytes.ofHex("0102"), 0);
    SetElement longer = SetElement.of(Bytes.ofHex("010203"), 0);
    SetElement end = SetElement.of(Bytes.ofHex("0103"), SetElement.INTERVAL_END);
    SetElement all = SetElement.of(Bytes.EMPTY, SetElement.CATCH_ALL);
    SetElements elements = SetElements.of(List.of(plain, all, end, longer));
    assertThat(elements).containsExactly(plain, all, end, longer);
    assertThat(elements.isNumbers()).isFalse();
    assertThat(SetElements.of(List.of(plain, end)).isNumbers()).isTrue();
  }
}
