package dev.dejima.lab.init;

import dev.dejima.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, for each rule, a probe that meets it, and probes that no rule speaks of. */
final class Trials {
  /** A port that rulesets do not know. */
  private static final int UNKNOWN_PORT = 54321;

  private final List<Side> sides;
  private final List<Trial> trials = new ArrayList<>();

  private Trials(List<Side> sides) {
    this.sides = sides;
  }

  /** What is to be tried. */
  static List<Trial> of(List<ListedRule> rules, List<Side> sides) {
    Trials trials = new Trials(sides);
    rules.stream().filter(rule -> !rule.isPlumbing()).forEach(trials::rule);
    trials.others();
    return trials.trials;
  }

  private Side outside() {
    return sides.stream().filter(Side::outside).findFirst().orElseThrow();
  }

  private Side inside() {
    return sides.stream().filter(side -> !side.outside()).findFirst().orElseThrow();
  }

  private Optional<Side> side(List<String> devices) {
    return sides.stream().filter(side -> devices.contains(side.device())).findFirst();
  }

  private void rule(ListedRule rule) {
    if (rule.family().equals("ip6") || rule.family().equals("arp")) {
      return;
    }
    if (rule.target().isPresent()) {
      translated(rule, rule.target().get());
    } else if (rule.hides()) {
      Side out = side(rule.devices(false)).orElseGet(this::outside);
      sides.stream()
          .filter(side -> !side.equals(out) && !side.outside())
          .forEach(side -> between(rule, side, out, 80));
    } else if (rule.hook().equals("input")) {
      Side from = side(rule.devices(true)).orElseGet(this::outside);
      toRouter(rule.text(), rule, from);
    } else if (rule.hook().equals("forward") || rule.hook().isEmpty()) {
      Side from = side(rule.devices(true)).orElse(null);
      Side to = side(rule.devices(false)).orElse(null);
      if (from == null) {
        from = to != null && to.outside() ? inside() : outside();
      }
      if (to == null) {
        to = from.outside() ? inside() : outside();
      }
      if (!from.equals(to)) {
        between(rule, from, to, UNKNOWN_PORT);
      }
    }
  }

  private void translated(ListedRule rule, String target) {
    Side from = side(rule.devices(true)).orElseGet(this::outside);
    int port = rule.port().orElse(80);
    int colon = target.indexOf(':');
    int targetPort = colon < 0 ? port : Integer.parseInt(target.substring(colon + 1));
    Ipv4Address address = Ipv4Address.parse(colon < 0 ? target : target.substring(0, colon));
    String listener =
        sides.stream()
            .filter(side -> side.hosts().contains(address))
            .map(Side::node)
            .findFirst()
            .orElse(null);
    String to =
        rule.values("ip daddr").stream()
            .filter(value -> value.matches("[\\d.]+"))
            .findFirst()
            .orElse(from.router().toString());
    String kind = rule.isUdp() ? "udp" : "connect";
    add(Trial.of(rule.text(), kind, from.node(), to, port, listener, targetPort));
  }

  private void toRouter(String name, ListedRule rule, Side from) {
    String to = from.router().toString();
    int port = rule.port().orElse(UNKNOWN_PORT);
    String kind = rule.isIcmp() ? "ping" : rule.isUdp() ? "udp" : "connect";
    boolean ping = kind.equals("ping");
    add(Trial.of(name, kind, from.node(), to, ping ? 0 : port, ping ? null : "router", port));
  }

  private void between(ListedRule rule, Side from, Side to, int usual) {
    int port = rule.port().orElse(usual);
    String kind = rule.isIcmp() ? "ping" : rule.isUdp() ? "udp" : "connect";
    between(rule.text() + " (" + from.node() + ")", kind, from, to, port);
  }

  private void between(String name, String kind, Side from, Side to, int port) {
    boolean ping = kind.equals("ping");
    @Nullable String listener = ping ? null : to.node();
    add(Trial.of(name, kind, from.node(), to.host().toString(), ping ? 0 : port, listener, port));
  }

  /** What no rule speaks of: policies decide. */
  private void others() {
    for (Side from : sides) {
      String router = from.router().toString();
      String to = from.node() + " to the router, ";
      add(
          Trial.of(
              to + "any port",
              "connect",
              from.node(),
              router,
              UNKNOWN_PORT,
              "router",
              UNKNOWN_PORT));
      add(Trial.of(to + "ping", "ping", from.node(), router, 0, null, 0));
      for (Side other : sides) {
        if (!from.equals(other)) {
          String name = from.node() + " to " + other.node() + ", ";
          between(name + "any port", "connect", from, other, UNKNOWN_PORT);
          between(name + "ping", "ping", from, other, 0);
        }
      }
    }
  }

  private void add(Trial trial) {
    if (trials.stream().noneMatch(trial::triesTheSame)) {
      trials.add(trial);
    }
  }
}
