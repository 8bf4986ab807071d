package dev.dejima.lab;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what does not fit together in a lab. */
public final class LabChecker {
  private final Topology topology;
  private final List<Prefix> overlapping;
  private final Function<Place, @Nullable String> lines;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<String> nodeNames;

  private LabChecker(
      Topology topology, List<Prefix> overlapping, Function<Place, @Nullable String> lines) {
    this.topology = topology;
    this.overlapping = overlapping;
    this.lines = lines;
    this.nodeNames = topology.nodes().stream().map(Node::name).toList();
  }

  /**
   * What is wrong.
   *
   * @param overlapping networks whose addresses may be there more than once
   * @param lines the line of a place, to show it
   */
  public static List<Mistake> check(
      Topology topology,
      List<LabTest> tests,
      List<Prefix> overlapping,
      Function<Place, @Nullable String> lines) {
    LabChecker checker = new LabChecker(topology, overlapping, lines);
    checker.nodes();
    checker.devices();
    checker.links();
    checker.addresses();
    checker.routes();
    tests.forEach(checker::test);
    return checker.mistakes;
  }

  /** What is wrong with its rulesets, as nft reports it; empty if nothing is. */
  public static String checkRulesets(Topology topology) {
    StringBuilder text = new StringBuilder();
    topology.nodes().forEach(node -> text.append(Ruleset.mistakes(node)));
    return text.toString();
  }

  private void add(Place place, String message, @Nullable String hint) {
    mistakes.add(new Mistake(place, message, lines.apply(place), hint));
  }

  private void nodes() {
    Set<String> names = new HashSet<>();
    for (Node node : topology.nodes()) {
      if (!names.add(node.name())) {
        add(
            node.place(),
            "node '%s' is there twice, expected it once".formatted(node.name()),
            null);
      }
      Set<String> devices = new HashSet<>();
      for (Interface device : node.interfaces()) {
        if (!devices.add(device.name())) {
          add(
              device.place(),
              "interface '%s:%s' is there twice, expected it once"
                  .formatted(node.name(), device.name()),
              null);
        }
      }
    }
  }

  private void links() {
    Map<Port, Link> linked = new HashMap<>();
    int before = mistakes.size();
    for (Link link : topology.links()) {
      end(link.a(), link.placeOfA(), link, linked);
      end(link.b(), link.placeOfB(), link, linked);
    }
    if (mistakes.size() > before) {
      return; // a link with a mistake leaves interfaces without one
    }
    for (Node node : topology.nodes()) {
      for (Interface device : node.interfaces()) {
        Port port = new Port(node.name(), device.name());
        if (device.kind() instanceof InterfaceKind.Cable && !linked.containsKey(port)) {
          add(
              device.place(),
              "interface '%s' is in no link, expected one under links to be its cable"
                  .formatted(port),
              null);
        }
      }
    }
  }

  private void devices() {
    for (Node node : topology.nodes()) {
      for (Interface device : node.interfaces()) {
        switch (device.kind()) {
          case InterfaceKind.Bridge bridge ->
              bridge.ports().forEach(port -> known(node, port.device(), port.place()));
          case InterfaceKind.Vlan vlan -> known(node, vlan.link(), device.place());
          case InterfaceKind.Cable _, InterfaceKind.Other _ -> {}
        }
      }
      node.neighbours().forEach(n -> known(node, n.device(), n.place()));
    }
  }

  private void known(Node node, String name, Place place) {
    if (node.find(name).isEmpty() && !name.equals("lo")) {
      device(node, name, place, "");
    }
  }

  private void end(Port port, Place place, Link link, Map<Port, Link> linked) {
    Link other = linked.putIfAbsent(port, link);
    if (other != null) {
      String where = other.placeOfA().isKnown() ? " (line " + other.placeOfA().line() + ")" : "";
      add(
          place,
          link.a().equals(link.b())
              ? "a link from '%s' to itself, expected two interfaces".formatted(port)
              : "interface '%s' is in another link already%s, expected it in one"
                  .formatted(port, where),
          null);
    }
    port(port, place);
  }

  private Optional<Node> node(String name, Place place) {
    Optional<Node> node = topology.node(name);
    if (node.isEmpty()) {
      add(
          place,
          "there is no node '%s', expected one of %s".formatted(name, String.join(", ", nodeNames)),
          NearMiss.of(name, nodeNames).orElse(null));
    }
    return node;
  }

  private void port(Port port, Place place) {
    Optional<Node> node = node(port.node(), place);
    if (node.isPresent() && node.get().find(port.device()).isEmpty()) {
      device(node.get(), port.device(), place, port.node() + ":");
    }
  }

  private void device(Node node, String name, Place place, String prefix) {
    List<String> devices = node.interfaces().stream().map(Interface::name).toList();
    String expected =
        devices.isEmpty()
            ? "expected a node with interfaces"
            : "expected one of " + String.join(", ", devices);
    add(
        place,
        "node '%s' has no interface '%s', %s".formatted(node.name(), name, expected),
        NearMiss.of(name, devices).map(hint -> prefix + hint).orElse(null));
  }

  private void addresses() {
    Map<IpAddress, Port> owners = new HashMap<>();
    for (Node node : topology.nodes()) {
      for (Interface device : node.interfaces()) {
        for (Interface.Address address : device.addresses()) {
          address(address, new Port(node.name(), device.name()), owners);
        }
      }
    }
  }

  private void address(Interface.Address address, Port port, Map<IpAddress, Port> owners) {
    Prefix prefix = address.prefix();
    IpAddress ip = prefix.address();
    Port owner = owners.putIfAbsent(ip, port);
    if (owner != null && overlapping.stream().noneMatch(network -> network.contains(ip))) {
      add(
          address.place(),
          "%s is the address of '%s' already, expected an address of its own".formatted(ip, owner)
              + " (or its network under overlapping)",
          null);
    }
    boolean v4 = ip.bits() == 32;
    if (ip.isMulticast() || ip.isUnspecified()) {
      add(address.place(), ip + " cannot be an interface's address, expected one of a host", null);
    } else if (v4
        && address.peer() == null
        && prefix.length() < 31
        && prefix.network().address().equals(ip)) {
      add(
          address.place(),
          ip + " is the network " + prefix + " itself, expected a host in it",
          null);
    } else if (v4 && address.peer() == null && prefix.length() < 31 && prefix.last().equals(ip)) {
      add(
          address.place(),
          ip + " is the broadcast address of " + prefix.network() + ", expected a host in it",
          null);
    }
  }

  private void routes() {
    for (Node node : topology.nodes()) {
      for (Route route : node.routes()) {
        if (route.device() != null) {
          known(node, route.device(), route.place());
        }
        gateway(node, route);
      }
    }
  }

  private void gateway(Node node, Route route) {
    IpAddress gateway = route.gateway();
    if (gateway == null) {
      return;
    }
    if (gateway.bits() != route.destination().address().bits()) {
      add(
          route.place(),
          "the gateway %s and the network %s are of different versions, expected both to be IPv4 or"
                  .formatted(gateway, route.destination())
              + " IPv6",
          null);
      return;
    }
    boolean near =
        node.interfaces().stream()
            .flatMap(device -> device.addresses().stream())
            .anyMatch(
                address -> address.prefix().contains(gateway) || gateway.equals(address.peer()));
    boolean linkLocal = gateway.bits() == 128 && Prefix.parse("fe80::/10").contains(gateway);
    boolean routed =
        node.routes().stream()
            .anyMatch(r -> r.gateway() == null && r.destination().contains(gateway));
    boolean onlink = route.options().contains(new Option("onlink", ""));
    if (!near && !linkLocal && !routed && !onlink) {
      add(
          route.place(),
          "node '%s' cannot reach the gateway %s, expected it in a network of its interfaces"
              .formatted(node.name(), gateway),
          null);
    }
  }

  private void test(LabTest test) {
    test.allSteps().forEach(step -> step(step));
  }

  private void step(Step step) {
    action(step.action(), step.place());
    step.expectations().forEach(this::expectation);
  }

  private void action(Action action, Place place) {
    switch (action) {
      case Listener listener -> node(listener.node(), listener.place());
      case Probe probe -> node(probe.from(), probe.place());
      case Action.Run run -> node(run.node(), place);
      case Action.Nft nft -> node(nft.node(), place);
      case Action.Sysctl sysctl -> node(sysctl.node(), place);
      case Action.SetLink link -> port(link.at(), place);
      case Action.Matrix matrix -> {
        matrix.from().forEach(name -> node(name, place));
        matrix.to().stream()
            .filter(target -> target.address() == null)
            .forEach(target -> node(target.name(), target.place()));
      }
      case Action.Flows flows -> flows.rows().forEach(row -> node(row.from(), row.place()));
      case Action.Talk _, Action.Wait _, Action.Look _, Action.Together _ -> {}
    }
  }

  private void expectation(Expectation expectation) {
    Place place = expectation.place();
    switch (expectation) {
      case Expectation.Seen seen -> port(seen.at(), place);
      case Expectation.Decided decided -> nodeWithRules(decided.node(), place);
      case Expectation.Dropped dropped -> nodeWithRules(dropped.node(), place);
      case Expectation.Translated translated when translated.node() != null ->
          nodeWithRules(translated.node(), place);
      case Expectation.Counter counter -> nodeWithRules(counter.node(), place);
      case Expectation.SetContent set -> nodeWithRules(set.node(), place);
      case Expectation.Tracked tracked -> node(tracked.node(), place);
      case Expectation.Translated _,
          Expectation.Answer _,
          Expectation.Took _,
          Expectation.OneOf _,
          Expectation.Arrives _,
          Expectation.Status _,
          Expectation.Output _ -> {}
    }
  }

  private void nodeWithRules(String name, Place place) {
    Optional<Node> node = node(name, place);
    if (node.isPresent() && !node.get().hasRuleset()) {
      add(place, "node '%s' has no rules, expected one with nftables".formatted(name), null);
    }
  }
}
