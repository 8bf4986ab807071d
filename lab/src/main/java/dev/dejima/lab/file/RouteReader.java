package dev.dejima.lab.file;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.lab.Option;
import dev.dejima.lab.Place;
import dev.dejima.lab.PolicyRule;
import dev.dejima.lab.Route;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.ip.RuleWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads routes and rules of policy routing, in the words of {@code ip route} and {@code ip rule}.
 */
final class RouteReader {
  private static final String EXPECTED =
      "a gateway's address, or as for ip route: [via ADDRESS] [dev INTERFACE] [metric N] [table T]"
          + " [src ADDRESS] [onlink], blackhole, unreachable, prohibit";
  private static final List<String> TYPES =
      List.of("unicast", "local", "broadcast", "blackhole", "unreachable", "prohibit");
  private static final String NUMBER = "[0-9]{1,9}";
  private static final Map<String, String> OPTIONS =
      Map.of(
          "table", "main|local|default|" + NUMBER,
          "proto", "redirect|kernel|boot|static|ra|dhcp|" + NUMBER,
          "scope", "global|site|link|host|nowhere|" + NUMBER);
  private static final List<String> WORDS =
      List.of(
          "via",
          "dev",
          "metric",
          "table",
          "src",
          "proto",
          "scope",
          "onlink",
          "blackhole",
          "unreachable",
          "prohibit");

  private final Mistakes mistakes;
  private final Values values;

  RouteReader(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
  }

  /** A mapping of networks to ways, or a list of whole lines. */
  List<Route> routes(Yaml value) {
    List<Route> routes = new ArrayList<>();
    switch (value) {
      case Yaml.Fields fields ->
          Section.unique(fields, mistakes)
              .fields()
              .forEach(field -> route(field.key(), field.value()).ifPresent(routes::add));
      case Yaml.Items list -> list.items().forEach(item -> line(item).ifPresent(routes::add));
      case Yaml.Text text ->
          mistakes.add(
              text.place(),
              "'routes' is %s, expected a mapping of networks to gateways".formatted(text.kind()));
    }
    return routes;
  }

  private Optional<Route> route(Yaml.Text destination, Yaml value) {
    if (!(value instanceof Yaml.Text text) || text.isEmpty()) {
      mistakes.add(
          value.place(),
          "the way to '%s' is %s, expected %s"
              .formatted(destination.text(), value.kind(), EXPECTED));
      return Optional.empty();
    }
    List<String> words = words(text);
    if (words.size() == 1 && !TYPES.contains(words.getFirst())) {
      words.addFirst("via");
    }
    return route(destination, text, words, destination.place());
  }

  private Optional<Route> line(Yaml item) {
    if (!(item instanceof Yaml.Text text) || text.isEmpty()) {
      mistakes.add(
          item.place(),
          "a route is %s, expected a line as for ip route add".formatted(item.kind()));
      return Optional.empty();
    }
    List<String> words = words(text);
    int at = TYPES.contains(words.getFirst()) && words.size() > 1 ? 1 : 0;
    String destination = words.remove(at);
    return route(new Yaml.Text(destination, false, true, text.place()), text, words, text.place());
  }

  private static List<String> words(Yaml.Text text) {
    return new ArrayList<>(Arrays.asList(text.text().strip().split("\\s+")));
  }

  private Optional<Route> route(
      Yaml.Text destination, Yaml.Text text, List<String> words, Place place) {
    RouteType type = RouteType.UNICAST;
    if (!words.isEmpty() && TYPES.contains(words.getFirst())) {
      type = RouteType.valueOf(words.removeFirst().toUpperCase(Locale.ROOT));
    }
    Way way = new Way(text);
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      if (!way.take(word, words)) {
        mistakes.addUnknown(
            text.place(),
            "'%s' is no way, expected %s".formatted(text.text(), EXPECTED),
            word,
            WORDS);
        return Optional.empty();
      }
    }
    return way.failed ? Optional.empty() : finish(destination, way, type, place);
  }

  private Optional<Route> finish(Yaml.Text destination, Way way, RouteType type, Place place) {
    Optional<Prefix> network =
        destination.text().equals("default")
            ? Optional.of(everywhere(way.gateway))
            : values.network(destination);
    return network.map(
        to -> new Route(to, way.gateway, way.device, way.metric, type, way.options, place));
  }

  private static Prefix everywhere(@Nullable IpAddress gateway) {
    boolean v6 = gateway != null && gateway.bits() == 128;
    return Prefix.parse(v6 ? "::/0" : "0.0.0.0/0");
  }

  /** The words behind a route's destination. */
  private final class Way {
    private final Yaml.Text text;
    @Nullable IpAddress gateway;
    @Nullable String device;
    int metric;
    boolean failed;
    final List<Option> options = new ArrayList<>();

    Way(Yaml.Text text) {
      this.text = text;
    }

    /** Takes a word, and from the rest the one behind it. */
    boolean take(String word, List<String> rest) {
      if (word.equals("onlink")) {
        options.add(new Option(word, ""));
        return true;
      }
      if (rest.isEmpty()) {
        return false;
      }
      String operand = rest.removeFirst();
      return switch (word) {
        case "via" -> via(operand, rest);
        case "dev" -> {
          device = operand;
          yield true;
        }
        case "metric" -> {
          metric = operand.matches(NUMBER) ? Integer.parseInt(operand) : 0;
          yield operand.matches(NUMBER);
        }
        case "src" ->
            address(operand).map(a -> options.add(new Option("src", a.toString()))).isPresent();
        default -> {
          options.add(new Option(word, operand));
          yield operand.matches(OPTIONS.getOrDefault(word, "(?!)"));
        }
      };
    }

    private boolean via(String operand, List<String> rest) {
      boolean family = operand.equals("inet6") || operand.equals("inet");
      if (family && rest.isEmpty()) {
        return false;
      }
      Optional<IpAddress> address = address(family ? rest.removeFirst() : operand);
      address.ifPresent(a -> gateway = a);
      return true;
    }

    private Optional<IpAddress> address(String word) {
      Optional<IpAddress> address = values.address(new Yaml.Text(word, false, true, text.place()));
      failed |= address.isEmpty();
      return address;
    }
  }

  /** Rules of policy routing. */
  Optional<PolicyRule> rule(Yaml value) {
    if (!(value instanceof Yaml.Text text) || text.isEmpty()) {
      mistakes.add(
          value.place(),
          "a rule is %s, expected a line as for ip rule add".formatted(value.kind()));
      return Optional.empty();
    }
    try {
      String line = text.text().strip();
      return Optional.of(new PolicyRule(line, RuleWords.parse(words(text), 0), text.place()));
    } catch (UsageException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      mistakes.add(
          text.place(),
          "'%s' is no rule of policy routing, expected a line as for ip rule add (%s)"
              .formatted(text.text(), why.replaceFirst("^Error: ", "")));
      return Optional.empty();
    }
  }
}
