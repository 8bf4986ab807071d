package dev.dejima.lab.run;

import dev.dejima.lab.Interface;
import dev.dejima.lab.InterfaceKind;
import dev.dejima.lab.InterfaceKind.Bridge;
import dev.dejima.lab.InterfaceKind.BridgePort;
import dev.dejima.lab.InterfaceKind.Cable;
import dev.dejima.lab.InterfaceKind.Other;
import dev.dejima.lab.InterfaceKind.Vlan;
import dev.dejima.lab.Neighbour;
import dev.dejima.lab.Node;
import dev.dejima.lab.Option;
import dev.dejima.lab.Place;
import dev.dejima.lab.PolicyRule;
import dev.dejima.lab.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a node is made, as lines of {@code ip} for its namespace. Its links are there already.
 *
 * <p>Nothing passes a link before all is in place: {@link #devices} and {@link #addresses} come
 * first, for all nodes; then {@link #up}, and {@link #routes}, which need links that are up. IPv6
 * addresses are not probed for duplicates, which the lab's own check has ruled out: they can be
 * used at once.
 */
public final class NodeLines {
  private static final int VERSION_6 = 128;

  private final Node node;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line.
   *
   * @param words those behind {@code ip}
   * @param what what it is for, in the words of the lab file
   * @param place where that was written
   */
  public record Line(List<String> words, String what, Place place) {
    /** Keeps a copy. */
    public Line {
      words = List.copyOf(words);
    }

    /** As it would be typed. */
    @Override
    public String toString() {
      return "ip " + String.join(" ", words);
    }
  }

  private NodeLines(Node node) {
    this.node = node;
  }

  private void add(String what, Place place, String words, List<Option> options) {
    List<String> all = new ArrayList<>(Arrays.asList(words.split(" ")));
    for (Option option : options) {
      all.add(option.word());
      if (!option.value().isEmpty()) {
        all.addAll(Arrays.asList(option.value().split(" ")));
      }
    }
    lines.add(new Line(all, what, place));
  }

  /** Its devices that are no ends of links, what is set on each, and the ports of its bridges. */
  public static List<Line> devices(Node node) {
    NodeLines lines = new NodeLines(node);
    for (Class<? extends InterfaceKind> kind : List.of(Other.class, Bridge.class, Vlan.class)) {
      node.interfaces().stream().filter(d -> kind.isInstance(d.kind())).forEach(lines::make);
    }
    node.interfaces().forEach(lines::settings);
    node.interfaces().forEach(lines::ports);
    return lines.lines;
  }

  private void make(Interface device) {
    String name = device.name();
    String what = what(device);
    switch (device.kind()) {
      case Cable _ -> {}
      case Bridge bridge ->
          add(what, device.place(), "link add name " + name + " type bridge", bridge.options());
      case Vlan vlan ->
          add(
              what,
              device.place(),
              "link add link %s name %s type vlan id %d".formatted(vlan.link(), name, vlan.id()),
              vlan.options());
      case Other other ->
          add(
              what,
              device.place(),
              "link add name %s type %s".formatted(name, other.type()),
              List.of());
    }
  }

  private String what(Interface device) {
    return "interface '%s:%s'".formatted(node.name(), device.name());
  }

  private void settings(Interface device) {
    List<Option> options = new ArrayList<>();
    if (device.mac() != null) {
      options.add(new Option("address", device.mac().toString()));
    }
    if (device.mtu() != null) {
      options.add(new Option("mtu", device.mtu().toString()));
    }
    options.addAll(device.options());
    if (!options.isEmpty()) {
      add(what(device), device.place(), "link set dev " + device.name(), options);
    }
  }

  private void ports(Interface device) {
    if (device.kind() instanceof Bridge bridge) {
      for (BridgePort port : bridge.ports()) {
        String set = "link set dev " + port.device();
        String what = "port '%s:%s'".formatted(node.name(), port.device());
        add(what, port.place(), set + " master " + device.name(), List.of());
        if (!port.options().isEmpty()) {
          add(what, port.place(), set + " type bridge_slave", port.options());
        }
      }
    }
  }

  /** Its addresses and neighbours. */
  public static List<Line> addresses(Node node) {
    NodeLines lines = new NodeLines(node);
    for (Interface device : node.interfaces()) {
      for (Interface.Address address : device.addresses()) {
        boolean v6 = address.prefix().address().bits() == VERSION_6;
        boolean nodad = address.options().stream().anyMatch(o -> o.word().equals("nodad"));
        lines.add(
            "address " + address,
            address.place(),
            "address add %s dev %s%s"
                .formatted(address, device.name(), v6 && !nodad ? " nodad" : ""),
            List.of());
      }
    }
    return lines.lines;
  }

  /** Sets its interfaces up. */
  public static List<Line> up(Node node) {
    NodeLines lines = new NodeLines(node);
    lines.add("node '%s'".formatted(node.name()), node.place(), "link set lo up", List.of());
    for (Interface device : node.interfaces()) {
      if (device.up()) {
        String words = "link set dev %s up".formatted(device.name());
        lines.add(lines.what(device), device.place(), words, List.of());
      }
    }
    return lines.lines;
  }

  /** Its routes, its rules of policy routing, and its neighbours. */
  public static List<Line> routes(Node node) {
    NodeLines lines = new NodeLines(node);
    for (Neighbour neighbour : node.neighbours()) {
      lines.add(
          "neighbour " + neighbour.address(),
          neighbour.place(),
          "neighbour add " + neighbour,
          List.of());
    }
    for (Route route : node.routes()) {
      boolean v6 = route.destination().address().bits() == VERSION_6;
      String words = (v6 ? "-6 " : "") + "route add " + route;
      lines.add("route " + route, route.place(), words, List.of());
    }
    for (PolicyRule rule : node.rules()) {
      String words = (rule.rule().version() == 6 ? "-6 " : "") + "rule add " + rule;
      lines.add("rule " + rule, rule.place(), words, List.of());
    }
    return lines.lines;
  }
}
