package dev.dejima.lab.init;

import dev.dejima.packet.Ipv4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network that rules speak of: a router with the interfaces that they name, and a host behind
 * each. An interface is outside if what leaves by it is hidden, if destinations are translated that
 * come in by it, or if its name says so. Addresses that rules name decide the networks.
 */
final class NetworkGuess {
  private static final Pattern OUTSIDE_NAME =
      Pattern.compile("(?i)(wan|ext|out|inet|internet|ppp|pub|uplink|wwan).*|.*(wan|ext)\\d*");
  private static final Pattern ADDRESS =
      Pattern.compile("(?<![\\d.])\\d+\\.\\d+\\.\\d+\\.\\d+(?![\\d.])");
  private static final int HOST_AT = 10;

  private final List<ListedRule> rules;
  private final Set<String> outside = new HashSet<>();

  /** The networks that addresses are in which rules send to, or that hide others. */
  private final Set<Integer> used = new HashSet<>();

  private NetworkGuess(List<ListedRule> rules) {
    this.rules = rules;
  }

  /** The sides of the router: at least one outside and one inside. */
  static List<Side> of(List<ListedRule> rules) {
    return new NetworkGuess(rules).sides();
  }

  private List<Side> sides() {
    Set<String> devices = new LinkedHashSet<>();
    for (ListedRule rule : rules) {
      devices.addAll(rule.devices(true));
      devices.addAll(rule.devices(false));
      if (rule.hides()) {
        outside.addAll(rule.devices(false));
      }
      if (rule.target().isPresent()) {
        outside.addAll(rule.devices(true));
      }
    }
    devices.stream().filter(name -> OUTSIDE_NAME.matcher(name).matches()).forEach(outside::add);
    if (devices.stream().noneMatch(outside::contains)) {
      String first = devices.size() > 1 ? devices.iterator().next() : "wan0";
      devices.add(first);
      outside.add(first);
    }
    if (outside.containsAll(devices)) {
      devices.add("lan0");
    }
    List<Side> sides = new ArrayList<>();
    List<String> ordered = new ArrayList<>(devices);
    ordered.sort((a, b) -> Boolean.compare(outside.contains(a), outside.contains(b)));
    for (String device : ordered) {
      sides.add(side(device, sides));
    }
    return sides;
  }

  private Side side(String device, List<Side> before) {
    boolean isOutside = outside.contains(device);
    int number = (int) before.stream().filter(side -> side.outside() == isOutside).count();
    String node = (isOutside ? "outside" : "inside") + (number == 0 ? "" : number + 1);
    List<Ipv4Address> named = isOutside ? ofRouter() : targets();
    int network = -1;
    for (Ipv4Address address : named) {
      if (network < 0 && used.add(network(address))) {
        network = network(address);
      }
    }
    if (network < 0) {
      network = network(Ipv4Address.parse(isOutside ? "203.0.113.0" : "192.168.0.0")) + number;
      while (!used.add(network)) {
        network++;
      }
    }
    int base = network << 8;
    List<Ipv4Address> here = named.stream().filter(a -> a.value() >>> 8 == base >>> 8).toList();
    return isOutside
        ? new Side(
            device,
            true,
            node,
            here.isEmpty() ? new Ipv4Address(base + 1) : here.getFirst(),
            List.of(free(base, here)))
        : new Side(device, false, node, router(base, here), withTargets(base, here));
  }

  private static int network(Ipv4Address address) {
    return address.value() >>> 8;
  }

  private static Ipv4Address router(int base, List<Ipv4Address> taken) {
    Ipv4Address first = new Ipv4Address(base + 1);
    return taken.contains(first) ? new Ipv4Address(base + 254) : first;
  }

  /** Those that rules send to; a host that answers datagrams does so from the first. */
  private static List<Ipv4Address> withTargets(int base, List<Ipv4Address> targets) {
    return targets.isEmpty() ? List.of(free(base, targets)) : targets;
  }

  private static Ipv4Address free(int base, List<Ipv4Address> taken) {
    int host = base + HOST_AT;
    while (taken.contains(new Ipv4Address(host))) {
      host++;
    }
    return new Ipv4Address(host);
  }

  /** Where rules send to. */
  private List<Ipv4Address> targets() {
    List<Ipv4Address> found = new ArrayList<>();
    for (ListedRule rule : rules) {
      rule.target().map(t -> Ipv4Address.parse(t.replaceFirst(":.*", ""))).ifPresent(found::add);
    }
    for (ListedRule rule : rules) {
      addresses(rule, "ip saddr", true, found);
      addresses(rule, "ip daddr", true, found);
    }
    return found.stream().filter(a -> !a.isMulticast() && !a.isLoopback()).distinct().toList();
  }

  /** What strangers know the router by. */
  private List<Ipv4Address> ofRouter() {
    List<Ipv4Address> found = new ArrayList<>();
    for (ListedRule rule : rules) {
      rule.source().map(Ipv4Address::parse).ifPresent(found::add);
      if (rule.target().isPresent()) {
        addresses(rule, "ip daddr", false, found);
      }
    }
    return found.stream().distinct().toList();
  }

  private static void addresses(
      ListedRule rule, String match, boolean onlyPrivate, List<Ipv4Address> found) {
    for (String value : rule.values(match)) {
      Matcher matcher = ADDRESS.matcher(value);
      if (matcher.matches() && (!onlyPrivate || isPrivate(value))) {
        found.add(Ipv4Address.parse(value));
      }
    }
  }

  /** RFC 1918. */
  private static boolean isPrivate(String address) {
    return address.startsWith("10.")
        || address.startsWith("192.168.")
        || address.matches("172\\.(1[6-9]|2\\d|3[01])\\..*");
  }
}
