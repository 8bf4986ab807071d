package dev.dejima.lab.file;

import dev.dejima.lab.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The keys of a lab file, section by section: what the readers accept and the JSON Schema
 * publishes.
 */
final class Vocabulary {
  private static final Shape TEXT = new Shape.Text();
  private static final Shape NUMBER = new Shape.Whole();
  private static final Shape TEXTS = oneOrMore(TEXT);
  private static final Shape COUNT = TEXT;
  private static final Shape ON_OFF = words("on", "off", "yes", "no", "true", "false");
  private static final Shape OUTCOME =
      new Shape.Words(Stream.of(Outcome.values()).map(Outcome::word).toList());
  private static final Shape FOR = mapping(oneOrMore(TEXT));
  private static final Map<String, List<Key>> SECTIONS = new LinkedHashMap<>();

  /** A key. */
  record Key(String name, Shape shape, String says) {}

  private static final Key WITHIN = key("within", TEXT, "how long it may take");

  private Vocabulary() {}

  private static Key key(String name, Shape shape, String says) {
    return new Key(name, shape, says);
  }

  private static Shape words(String... words) {
    return new Shape.Words(List.of(words));
  }

  private static Shape section(String name) {
    return new Shape.Section(name);
  }

  private static Shape mapping(Shape value) {
    return new Shape.Mapping(value);
  }

  private static Shape either(Shape... shapes) {
    return new Shape.Either(List.of(shapes));
  }

  private static Shape oneOrMore(Shape shape) {
    return either(shape, new Shape.ListOf(shape));
  }

  static {
    lab();
    node();
    interfaces();
    test();
    steps();
    expectations();
  }

  private static void lab() {
    SECTIONS.put(
        "lab",
        List.of(
            key("name", TEXT, "what the lab is called"),
            key("include", TEXTS, "other lab files whose nodes, links and tests are part of this"),
            key("define", mapping(TEXT), "variables, used as ${NAME}"),
            key("defaults", section("defaults"), "what every node and test says unless it differs"),
            key("groups", mapping(section("node")), "what the nodes of a group have in common"),
            key(
                "nodes",
                mapping(either(section("node"), new Shape.Nothing())),
                "the network namespaces, by name"),
            key(
                "links",
                new Shape.ListOf(either(new Shape.ListOf(TEXT), section("link"))),
                "cables between interfaces, each NODE:INTERFACE"),
            key("tests", new Shape.ListOf(section("test")), "what is expected of the network"),
            key("overlapping", TEXTS, "networks whose addresses may be there more than once")));
    SECTIONS.put(
        "defaults",
        List.of(
            key("node", section("node"), "what every node has"),
            key("test", section("test"), "what every test has")));
    SECTIONS.put(
        "link",
        List.of(
            key("between", new Shape.ListOf(TEXT), "its ends, each NODE:INTERFACE"),
            key("mtu", NUMBER, "octets of the largest packet, at every end"),
            key("count", NUMBER, "so many links, with ${i} from 1 on"),
            key("for", FOR, "a link for each value of a variable")));
  }

  private static void node() {
    SECTIONS.put(
        "node",
        List.of(
            key(
                "interfaces",
                mapping(either(TEXTS, section("interface"), new Shape.Nothing())),
                "addresses with the length of their network, by the name of the interface"),
            key(
                "routes",
                either(mapping(TEXT), new Shape.ListOf(TEXT)),
                "gateways by network, or lines as behind ip route add"),
            key("rules", TEXTS, "policy routing: lines as behind ip rule add"),
            key(
                "neighbours",
                mapping(TEXT),
                "neighbours known from the start: lladdr MAC dev INTERFACE, by address"),
            key("sysctl", mapping(TEXT), "values of variables as sysctl names them"),
            key("nftables", TEXTS, "a file with a ruleset, or the ruleset itself; or several"),
            key(
                "run",
                oneOrMore(either(TEXT, section("java"))),
                "programs that run from the start"),
            key("switch", TEXTS, "makes it a switch with these ports"),
            key("group", TEXTS, "groups whose settings it shares"),
            key("count", NUMBER, "so many nodes, with ${i} from 1 on"),
            key("for", FOR, "a node for each value of a variable")));
    SECTIONS.put(
        "java",
        List.of(
            key("java", TEXT, "a class that implements dev.dejima.kernel.Program"),
            key("arguments", TEXTS, "what its constructor takes")));
  }

  private static void interfaces() {
    SECTIONS.put(
        "interface",
        List.of(
            key("addresses", TEXTS, "addresses, in the words of ip address add"),
            key("type", TEXT, "bridge, vlan, dummy: what ip link add makes; else a link's end"),
            key("mac", TEXT, "its link-layer address"),
            key("mtu", NUMBER, "octets of the largest packet"),
            key("state", words("up", "down"), "whether it is up from the start"),
            key("promisc", ON_OFF, "whether it takes frames for others"),
            key("allmulticast", ON_OFF, "whether it takes frames to all groups"),
            key("multicast", ON_OFF, "whether it can multicast"),
            key("arp", ON_OFF, "whether it asks for neighbours"),
            key("txqueuelen", NUMBER, "packets that its queue takes"),
            key(
                "ports",
                either(TEXTS, mapping(either(mapping(TEXT), new Shape.Nothing()))),
                "of a bridge: its ports; or their options by name"),
            key("link", TEXT, "of a VLAN: the interface that its tagged frames pass"),
            key("id", NUMBER, "of a VLAN: its number"),
            key("options", mapping(TEXT), "words as behind ip link add … type TYPE"),
            key("count", NUMBER, "so many interfaces, with ${i} from 1 on"),
            key("for", FOR, "an interface for each value of a variable")));
  }

  private static void test() {
    SECTIONS.put(
        "test",
        Stream.of(
                List.of(
                    key("name", TEXT, "what the test is called"),
                    key("steps", new Shape.ListOf(section("step")), "what is done, in order"),
                    key("count", NUMBER, "so many tests, with ${i} from 1 on"),
                    key("for", FOR, "a test for each value of a variable")),
                actions(),
                List.of(WITHIN),
                expected())
            .flatMap(List::stream)
            .toList());
    SECTIONS.put(
        "step", Stream.of(actions(), List.of(WITHIN), expected()).flatMap(List::stream).toList());
  }

  private static List<Key> actions() {
    return List.of(
        key("listen", oneOrMore(section("listen")), "who listens meanwhile"),
        key("connect", section("connect"), "makes a TCP connection"),
        key("udp", section("udp"), "sends a datagram and waits for its answer"),
        key("ping", section("ping"), "sends an echo request and waits for its reply"),
        key("send", section("talk"), "sends over a connection that a step has named"),
        key("receive", section("talk"), "waits for data of a connection that a step has named"),
        key("close", TEXT, "closes a connection that a step has named"),
        key("run", section("run"), "runs a program to its end"),
        key("ip", section("command"), "a line of ip"),
        key("nft", section("nft"), "changes a ruleset"),
        key("sysctl", section("set_sysctl"), "sets variables"),
        key("link", section("set_link"), "sets a link up or down"),
        key("wait", TEXT, "lets the kernel's time pass"),
        key("together", new Shape.ListOf(section("step")), "steps at the same time"),
        key("matrix", section("matrix"), "tries every port of every target from every node"),
        key("flows", TEXTS, "a table: FROM [PROTOCOL] [SOURCE] -> ADDRESS:PORT => FATE"));
  }

  private static void steps() {
    Key at = key("at", TEXT, "the node");
    SECTIONS.put(
        "listen",
        List.of(
            at,
            key("tcp", TEXT, "a port, or the name of a service"),
            key("udp", TEXT, "a port, or the name of a service"),
            key("address", TEXT, "the address to listen at; every one where not given"),
            key("as", TEXT, "a name for the connection that it accepts")));
    Key from = key("from", TEXT, "the node it starts from");
    Key source = key("source", TEXT, "the address, or ADDRESS:PORT, it starts from");
    Key send = key("send", TEXT, "what it sends");
    Key to = key("to", TEXT, "ADDRESS:PORT");
    SECTIONS.put(
        "connect", List.of(from, source, to, send, key("as", TEXT, "a name; it stays open")));
    SECTIONS.put("udp", List.of(from, source, to, send));
    SECTIONS.put("ping", List.of(from, key("to", TEXT, "an address")));
    SECTIONS.put(
        "talk",
        List.of(
            key("on", TEXT, "the name of the connection"),
            key("data", TEXT, "the text; to be received, * for any characters")));
    Key command = key("command", TEXT, "as it would be typed");
    SECTIONS.put(
        "run",
        List.of(
            at,
            command,
            key("java", TEXT, "a class that implements dev.dejima.kernel.Program"),
            key("arguments", TEXTS, "what its constructor takes"),
            key("input", TEXT, "its standard input")));
    SECTIONS.put("command", List.of(at, command));
    SECTIONS.put("nft", List.of(at, key("ruleset", TEXT, "commands of nft, or a file of them")));
    SECTIONS.put("set_sysctl", List.of(at, key("set", mapping(TEXT), "values by variable")));
    SECTIONS.put(
        "set_link",
        List.of(key("at", TEXT, "NODE:INTERFACE"), key("state", words("up", "down"), "what then")));
    matrix(from, to);
  }

  private static void matrix(Key from, Key to) {
    SECTIONS.put(
        "matrix",
        List.of(
            key(from.name(), TEXTS, "nodes, or groups of them"),
            key(to.name(), TEXTS, "nodes, groups or addresses"),
            key("ports", TEXTS, "ports and ranges of them: 22, 80, 1-1024"),
            key("protocol", words("tcp", "udp"), "tcp where not given"),
            key("except", oneOrMore(section("exception")), "cells that differ")));
    SECTIONS.put(
        "exception",
        List.of(
            key(from.name(), TEXTS, "nodes, or groups of them; all where not given"),
            key(to.name(), TEXTS, "targets as the matrix has them; all where not given"),
            key("ports", TEXTS, "ports and ranges of them; all where not given"),
            key("expect", OUTCOME, "what has to come of these")));
  }

  private static List<Key> expected() {
    return List.of(
        key("expect", either(OUTCOME, TEXT), "what comes of it"),
        key("seen", oneOrMore(section("seen")), "packets that pass"),
        key("not_seen", oneOrMore(section("seen")), "packets that do not pass"),
        key("rule", oneOrMore(section("rule")), "rules that match"),
        key("dropped_by", oneOrMore(section("dropped_by")), "the rule or policy that drops it"),
        key("translated", either(words("no"), section("translated")), "what NAT makes of it"),
        key("translated_to", TEXT, "the destination behind NAT"),
        key("counter", oneOrMore(section("counter")), "what counters count"),
        key("set", oneOrMore(section("set")), "what sets contain"),
        key("conntrack", oneOrMore(section("conntrack")), "connections that are tracked"),
        key("took", TEXT, "a bound on the time: < 1s"),
        key("status", COUNT, "the program's exit status"),
        key("output", TEXTS, "lines that it writes, * for any characters"),
        key("no_output", TEXTS, "lines that it does not write"));
  }

  private static void expectations() {
    Key at = key("at", TEXT, "the node");
    SECTIONS.put(
        "seen",
        List.of(
            key("at", TEXT, "NODE:INTERFACE"),
            key("packet", TEXT, "tcpdump's line behind \"IP \", * for any characters"),
            key("filter", TEXT, "an expression of pcap-filter"),
            key("count", COUNT, "how many: 3, >= 1")));
    SECTIONS.put(
        "rule", List.of(at, key("text", TEXT, "the rule as nft lists it, * for any characters")));
    SECTIONS.put(
        "dropped_by",
        List.of(
            at,
            key("text", TEXT, "the rule as nft lists it, or FILE:LINE, * for any characters"),
            key("policy", TEXT, "the chain whose policy it is: inet filter forward")));
    SECTIONS.put(
        "translated",
        List.of(
            at,
            key("from", TEXT, "the source behind NAT"),
            key("to", TEXT, "the destination behind NAT"),
            key("original", TEXT, "SOURCE > DESTINATION as it left"),
            key("translated", TEXT, "SOURCE > DESTINATION as it arrived"),
            key("reply", TEXT, "SOURCE > DESTINATION of the reply")));
    SECTIONS.put(
        "counter",
        List.of(
            at,
            key("name", TEXT, "FAMILY TABLE NAME"),
            key("rule", TEXT, "the rule with the counter, as nft lists it"),
            key("packets", COUNT, "how many: 3, >= 1"),
            key("bytes", COUNT, "how many: 60, < 1000")));
    SECTIONS.put(
        "set",
        List.of(
            at,
            key("name", TEXT, "FAMILY TABLE NAME"),
            key("has", TEXTS, "elements as nft lists them, * for any characters"),
            key("lacks", TEXTS, "elements that are not in it"),
            key("size", COUNT, "how many")));
    SECTIONS.put(
        "conntrack",
        List.of(
            at,
            key("entry", TEXT, "a line of conntrack -L, * for any characters"),
            key("count", COUNT, "how many: 1, 0, >= 2")));
  }

  /** All sections, by name. */
  static Map<String, List<Key>> sections() {
    return SECTIONS;
  }

  /** The keys of what steps do ({@code action}) and of what they expect ({@code expected}). */
  private static Map<String, List<Key>> parts() {
    return Map.of("action", actions(), "expected", expected());
  }

  /** The keys of a section, in order. */
  static List<String> keys(String section) {
    List<Key> keys = SECTIONS.containsKey(section) ? SECTIONS.get(section) : parts().get(section);
    if (keys == null) {
      throw new IllegalArgumentException(section);
    }
    return keys.stream().map(Key::name).toList();
  }
}
