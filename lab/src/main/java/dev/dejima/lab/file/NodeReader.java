package dev.dejima.lab.file;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Route;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of a lab file. */
final class NodeReader {
  private static final List<String> KEYS = List.of("interfaces", "routes", "sysctl", "nftables");
  private static final Pattern DEVICE = Pattern.compile("[^\\s/:]{1,15}");
  private static final Pattern NAME = Pattern.compile("[^\\s/:]{1,255}");
  private static final List<String> NOWHERE = List.of("blackhole", "unreachable", "prohibit");

  private final Mistakes mistakes;
  private final Values values;
  private final RulesetFiles rulesets;

  NodeReader(Mistakes mistakes, RulesetFiles rulesets) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
    this.rulesets = rulesets;
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
    List<Interface> interfaces = new ArrayList<>();
    List<Route> routes = new ArrayList<>();
    List<Setting> sysctl = new ArrayList<>();
    Optional<Section> section = Optional.empty();
    if (!(value instanceof Yaml.Text text && text.isEmpty())) {
      section = Section.of(value, "node '" + name.text() + "'", KEYS, mistakes);
    }
    section
        .flatMap(s -> s.optional("interfaces"))
        .ifPresent(
            list ->
                each(
                    list,
                    "interfaces",
                    "a mapping of names to addresses",
                    (key, addresses) -> interfaces.add(device(key, addresses))));
    section
        .flatMap(s -> s.optional("routes"))
        .ifPresent(
            list ->
                each(
                    list,
                    "routes",
                    "a mapping of networks to gateways",
                    (key, way) -> route(key, way).ifPresent(routes::add)));
    section
        .flatMap(s -> s.optional("sysctl"))
        .ifPresent(
            list ->
                each(
                    list,
                    "sysctl",
                    "a mapping of variables to values",
                    (key, setting) -> setting(key, setting).ifPresent(sysctl::add)));
    List<RulesetText> rulesets =
        section.flatMap(s -> s.optional("nftables")).flatMap(this::ruleset).stream().toList();
    return new Node(
        name.text(),
        interfaces,
        routes,
        List.of(),
        List.of(),
        sysctl,
        rulesets,
        List.of(),
        name.place());
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

  private Interface device(Yaml.Text name, Yaml value) {
    if (!DEVICE.matcher(name.text()).matches() || name.text().equals("lo")) {
      mistakes.add(
          name.place(),
          "'%s' cannot be an interface's name, expected 1 to 15 characters without blank, slash or"
                  .formatted(name.text())
              + " colon, and not lo");
    }
    List<Interface.Address> addresses = new ArrayList<>();
    List<Yaml> items =
        switch (value) {
          case Yaml.Items list -> list.items();
          case Yaml.Text text when text.isEmpty() -> List.of();
          case Yaml.Text text -> List.of(text);
          case Yaml.Fields fields -> List.of(fields);
        };
    for (Yaml item : items) {
      if (item instanceof Yaml.Text text) {
        values
            .interfaceAddress(text)
            .ifPresent(p -> addresses.add(Interface.Address.of(p, text.place())));
      } else {
        mistakes.add(
            item.place(),
            "interface '%s' has %s, expected an address or a list of them"
                .formatted(name.text(), item.kind()));
      }
    }
    return Interface.cable(name.text(), addresses, name.place());
  }

  private Optional<Setting> setting(Yaml.Text name, Yaml value) {
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

  private Optional<Route> route(Yaml.Text destination, Yaml value) {
    String expected =
        "a gateway's address, or as for ip route: [via ADDRESS] [dev INTERFACE] [metric N],"
            + " blackhole, unreachable, prohibit";
    if (!(value instanceof Yaml.Text text) || text.isEmpty()) {
      mistakes.add(
          value.place(),
          "the way to '%s' is %s, expected %s"
              .formatted(destination.text(), value.kind(), expected));
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of(text.text().strip().split("\\s+")));
    RouteType type = RouteType.UNICAST;
    if (NOWHERE.contains(words.getFirst())) {
      type = RouteType.valueOf(words.removeFirst().toUpperCase(Locale.ROOT));
    } else if (words.size() == 1) {
      words.addFirst("via");
    }
    Way way = new Way();
    for (int i = 0; i < words.size(); i += 2) {
      String operand = i + 1 < words.size() ? words.get(i + 1) : "";
      if (!way.take(words.get(i), operand, text)) {
        mistakes.addUnknown(
            text.place(),
            "'%s' is no way, expected %s".formatted(text.text(), expected),
            words.get(i),
            List.of("via", "dev", "metric", "blackhole", "unreachable", "prohibit"));
        return Optional.empty();
      }
    }
    return finish(destination, way, type);
  }

  private Optional<Route> finish(Yaml.Text destination, Way way, RouteType type) {
    if (way.failed) {
      return Optional.empty();
    }
    Optional<Prefix> network =
        destination.text().equals("default")
            ? Optional.of(everywhere(way.gateway))
            : values.network(destination);
    return network.map(
        to ->
            new Route(
                to, way.gateway, way.device, way.metric, type, List.of(), destination.place()));
  }

  private static Prefix everywhere(@Nullable IpAddress gateway) {
    boolean v6 = gateway != null && gateway.bits() == 128;
    return Prefix.parse(v6 ? "::/0" : "0.0.0.0/0");
  }

  /** The words behind a route's destination. */
  private final class Way {
    @Nullable IpAddress gateway;
    @Nullable String device;
    int metric;
    boolean failed;

    boolean take(String word, String operand, Yaml.Text text) {
      if (operand.isEmpty()) {
        return false;
      }
      switch (word) {
        case "via" -> {
          Place place = text.place();
          Optional<IpAddress> address = values.address(new Yaml.Text(operand, false, true, place));
          address.ifPresent(a -> gateway = a);
          failed |= address.isEmpty();
          return true;
        }
        case "dev" -> {
          device = operand;
          return true;
        }
        case "metric" -> {
          boolean number = operand.matches("[0-9]{1,9}");
          metric = number ? Integer.parseInt(operand) : 0;
          return number;
        }
        default -> {
          return false;
        }
      }
    }
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
}
