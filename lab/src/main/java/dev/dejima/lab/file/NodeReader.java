package dev.dejima.lab.file;

import dev.dejima.lab.Command;
import dev.dejima.lab.CommandLine;
import dev.dejima.lab.Interface;
import dev.dejima.lab.InterfaceKind.BridgePort;
import dev.dejima.lab.Neighbour;
import dev.dejima.lab.Node;
import dev.dejima.lab.Option;
import dev.dejima.lab.PolicyRule;
import dev.dejima.lab.Route;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the nodes of a lab file. */
final class NodeReader {
  private static final Pattern NAME = Pattern.compile("[^\\s/:]{1,255}");
  private static final Pattern NEIGHBOUR =
      Pattern.compile("lladdr (\\S+) dev (\\S+)( router)?(?: nud (\\S+))?");

  /** The device of a {@code switch}. */
  private static final String SWITCH = "br0";

  private final Mistakes mistakes;
  private final Values values;
  private final RulesetFiles rulesets;
  private final InterfaceReader interfaces;
  private final RouteReader routes;

  NodeReader(Mistakes mistakes, RulesetFiles rulesets) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
    this.rulesets = rulesets;
    this.interfaces = new InterfaceReader(mistakes);
    this.routes = new RouteReader(mistakes);
  }

  List<Node> nodes(Yaml value) {
    List<Node> nodes = new ArrayList<>();
    each(
        value, "nodes", "a mapping of names to nodes", (key, field) -> nodes.add(node(key, field)));
    return nodes;
  }

  private Node node(Yaml.Text name, Yaml value) {
    if (!NAME.matcher(name.text()).matches() || name.text().matches("\\.\\.?")) {
      mistakes.add(
          name.place(),
          "'%s' cannot be a node's name, expected no blank, slash or colon".formatted(name.text()));
    }
    boolean bare = value instanceof Yaml.Text text && text.isEmpty();
    return (bare
            ? Optional.<Section>empty()
            : Section.of(value, "node '" + name.text() + "'", Vocabulary.keys("node"), mistakes))
        .map(section -> node(name, section))
        .orElseGet(() -> Node.of(name.text(), List.of(), name.place()));
  }

  private Node node(Yaml.Text name, Section node) {
    List<Interface> devices = new ArrayList<>();
    List<Setting> sysctl = new ArrayList<>();
    List<Neighbour> neighbours = new ArrayList<>();
    each(
        node,
        "interfaces",
        "a mapping of names to addresses",
        (key, value) -> devices.add(interfaces.device(key, value)));
    node.optional("switch").ifPresent(ports -> devices.addAll(bridge(ports, devices)));
    List<Route> ways = node.optional("routes").map(routes::routes).orElse(List.of());
    List<PolicyRule> rules = node.several("rules", routes::rule);
    each(
        node,
        "neighbours",
        "a mapping of addresses to neighbours",
        (key, value) -> neighbour(key, value).ifPresent(neighbours::add));
    each(
        node,
        "sysctl",
        "a mapping of variables to values",
        (key, value) -> setting(key, value).ifPresent(sysctl::add));
    List<RulesetText> texts = node.several("nftables", this::ruleset);
    List<Command> run = node.several("run", this::command);
    return new Node(
        name.text(), devices, ways, rules, neighbours, sysctl, texts, run, name.place());
  }

  /** The fields of a mapping that may be left out. */
  private void each(
      Section section, String key, String expected, BiConsumer<Yaml.Text, Yaml> take) {
    section.optional(key).ifPresent(value -> each(value, key, expected, take));
  }

  /** Every field of a mapping, once. */
  private void each(Yaml value, String what, String expected, BiConsumer<Yaml.Text, Yaml> take) {
    if (value instanceof Yaml.Fields fields) {
      Section.unique(fields, mistakes).fields().forEach(f -> take.accept(f.key(), f.value()));
    } else {
      mistakes.add(
          value.place(), "'%s' is %s, expected %s".formatted(what, value.kind(), expected));
    }
  }

  /** A bridge over ports, those that are not there yet included. */
  private List<Interface> bridge(Yaml value, List<Interface> there) {
    List<Interface> devices = new ArrayList<>();
    List<BridgePort> ports = new ArrayList<>();
    for (Yaml.Text port : Section.texts(value, "the name of an interface", mistakes)) {
      ports.add(new BridgePort(port.text(), List.of(), port.place()));
      if (there.stream().noneMatch(device -> device.name().equals(port.text()))) {
        devices.add(Interface.cable(port.text(), List.of(), port.place()));
      }
    }
    devices.add(Interface.bridge(SWITCH, ports, value.place()));
    return devices;
  }

  private Optional<Neighbour> neighbour(Yaml.Text address, Yaml value) {
    Optional<IpAddress> ip = values.address(address);
    Matcher words = NEIGHBOUR.matcher(value instanceof Yaml.Text text ? text.text().strip() : "");
    Optional<MacAddress> mac = Optional.empty();
    if (words.matches()) {
      mac = mac(words.group(1));
    }
    if (mac.isEmpty()) {
      mistakes.add(
          value.place(),
          "neighbour '%s' is %s, expected lladdr MAC dev INTERFACE"
              .formatted(address.text(), value.kind()));
      return Optional.empty();
    }
    List<Option> options = new ArrayList<>();
    if (words.group(3) != null) {
      options.add(new Option("router", ""));
    }
    if (words.group(4) != null) {
      options.add(new Option("nud", words.group(4)));
    }
    MacAddress known = mac.get();
    return ip.map(a -> new Neighbour(a, known, words.group(2), options, address.place()));
  }

  private static Optional<MacAddress> mac(String text) {
    try {
      return Optional.of(MacAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A variable and its value. */
  Optional<Setting> setting(Yaml.Text name, Yaml value) {
    if (!(value instanceof Yaml.Text text) || text.isEmpty()) {
      mistakes.add(
          value.place(),
          "variable '%s' is %s, expected its value".formatted(name.text(), value.kind()));
      return Optional.empty();
    }
    Setting setting = Setting.of(name.text(), text.text(), name.place());
    if (!setting.path().matches("net(/[^/\\s]+)+") || setting.path().contains("/../")) {
      mistakes.add(
          name.place(),
          "'%s' is no variable of a network, expected net.…, as in net.ipv4.ip_forward"
              .formatted(name.text()));
      return Optional.empty();
    }
    return Optional.of(setting);
  }

  private Optional<RulesetText> ruleset(Yaml value) {
    if (value instanceof Yaml.Text text && !text.isEmpty()) {
      return rulesets.read(text);
    }
    mistakes.add(
        value.place(),
        "'nftables' is %s, expected the name of a file, or a ruleset".formatted(value.kind()));
    return Optional.empty();
  }

  private Optional<Command> command(Yaml value) {
    if (value instanceof Yaml.Text text && !text.isEmpty()) {
      return line(text, mistakes);
    }
    return Section.of(value, "a program", Vocabulary.keys("java"), mistakes)
        .flatMap(section -> java(section, mistakes));
  }

  /** A line of one command. */
  static Optional<Command> line(Yaml.Text text, Mistakes mistakes) {
    try {
      CommandLine.words(text.text());
      return Optional.of(new Command.Line(text.text().strip(), text.place()));
    } catch (IllegalArgumentException e) {
      mistakes.add(
          text.place(),
          "'%s' is no command (%s), expected one as in nc -lk 80"
              .formatted(text.text().strip(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** A class and what its constructor takes. */
  static Optional<Command> java(Section section, Mistakes mistakes) {
    List<String> arguments =
        section
            .optional("arguments")
            .map(value -> Section.texts(value, "a text", mistakes))
            .orElse(List.of())
            .stream()
            .map(Yaml.Text::text)
            .toList();
    return section
        .word("java", "the name of a class")
        .map(name -> new Command.JavaClass(name.text(), arguments, name.place()));
  }
}
