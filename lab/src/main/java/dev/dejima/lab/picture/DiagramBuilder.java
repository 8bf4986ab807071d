package dev.dejima.lab.picture;

import static java.util.stream.Collectors.joining;

import dev.dejima.lab.Interface;
import dev.dejima.lab.InterfaceKind;
import dev.dejima.lab.InterfaceKind.Bridge;
import dev.dejima.lab.InterfaceKind.BridgePort;
import dev.dejima.lab.Lab;
import dev.dejima.lab.Link;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.Setting;
import dev.dejima.lab.Topology;
import dev.dejima.lab.picture.Diagram.Box;
import dev.dejima.lab.picture.Diagram.End;
import dev.dejima.lab.picture.Diagram.Kind;
import dev.dejima.lab.picture.Diagram.Note;
import dev.dejima.lab.picture.Diagram.Row;
import dev.dejima.lab.picture.Diagram.Topic;
import dev.dejima.lab.picture.Diagram.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Makes the diagram of a topology. */
final class DiagramBuilder {
  private static final int NAME = 40;
  private static final int TEXT = 64;
  private static final int NOTES = 6;
  private static final Map<String, String> FORWARDING =
      Map.of("net/ipv4/ip_forward", "4", "net/ipv6/conf/all/forwarding", "6");

  private final Topology topology;
  private final Overlay overlay;
  private final Map<Port, Port> peers;
  private final Map<Port, End> ends = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> grouped = new HashSet<>();

  private DiagramBuilder(Topology topology, Overlay overlay) {
    this.topology = topology;
    this.overlay = overlay;
    this.peers = Groups.peers(topology);
  }

  static Diagram diagram(Lab lab, Overlay overlay) {
    return new DiagramBuilder(lab.topology(), overlay).build(lab.name());
  }

  private Diagram build(String title) {
    List<List<Node>> groups = Groups.of(topology, node -> overlay.concerns(node.name()));
    for (int i = 0; i < groups.size(); i++) {
      for (Node node : groups.get(i)) {
        numbers.put(node.name(), i);
        if (groups.get(i).size() > 1) {
          grouped.add(node.name());
        }
      }
    }
    List<Box> boxes = new ArrayList<>();
    for (List<Node> group : groups) {
      boxes.add(box(boxes.size(), group));
    }
    return new Diagram(title, boxes, wires());
  }

  private Box box(int number, List<Node> group) {
    Node first = group.getFirst();
    return new Box(
        name(group),
        kind(first),
        group.size(),
        group.size() > 1 ? group.size() + " nodes" : forwarding(first),
        group.size() > 1 ? rowsOfGroup(number, group) : rows(number, first),
        notes(group),
        overlay.marks().getOrDefault(first.name(), List.of()));
  }

  private static String name(List<Node> group) {
    String first = group.getFirst().name();
    return Glyphs.within(group.size() == 1 ? first : first + " … " + group.getLast().name(), NAME);
  }

  private static Kind kind(Node node) {
    boolean bridges = node.interfaces().stream().anyMatch(d -> d.kind() instanceof Bridge);
    return !forwarding(node).isEmpty() ? Kind.ROUTER : bridges ? Kind.SWITCH : Kind.HOST;
  }

  private static String forwarding(Node node) {
    List<String> versions =
        node.sysctl().stream()
            .filter(setting -> FORWARDING.containsKey(setting.path()))
            .filter(setting -> !setting.value().equals("0"))
            .map(setting -> Objects.requireNonNull(FORWARDING.get(setting.path())))
            .distinct()
            .sorted()
            .toList();
    return versions.isEmpty() ? "" : "forwards IPv" + String.join("+", versions);
  }

  private List<Row> rows(int number, Node node) {
    Map<List<String>, List<Interface>> alike = new LinkedHashMap<>();
    for (Interface device : node.interfaces()) {
      if (isTheSwitch(node, device)) {
        continue;
      }
      alike.computeIfAbsent(likeness(number, node, device), _ -> new ArrayList<>()).add(device);
    }
    List<Row> rows = new ArrayList<>();
    for (List<Interface> devices : alike.values()) {
      for (Interface device : devices) {
        ends.put(new Port(node.name(), device.name()), new End(number, rows.size()));
      }
      rows.add(row(node, devices));
    }
    return rows;
  }

  /** Of a node that is nothing but a switch, its bridge is the box itself. */
  private static boolean isTheSwitch(Node node, Interface device) {
    return kind(node) == Kind.SWITCH
        && device.addresses().isEmpty()
        && device.kind() instanceof Bridge bridge
        && bridge.ports().size() == node.interfaces().size() - 1;
  }

  /** Interfaces to nodes that are drawn as one are drawn as one. */
  private List<String> likeness(int number, Node node, Interface device) {
    Port peer = peers.get(new Port(node.name(), device.name()));
    Integer box = peer == null ? null : numbers.get(peer.node());
    boolean many = peer != null && box != null && box != number && grouped.contains(peer.node());
    return peer != null && many
        ? List.of("to", String.valueOf(box), peer.device())
        : List.of("device", device.name());
  }

  private Row row(Node node, List<Interface> devices) {
    String first = devices.getFirst().name();
    boolean used = devices.stream().anyMatch(d -> used(new Port(node.name(), d.name())));
    return new Row(
        devices.size() == 1 ? first : first + " … " + devices.getLast().name(),
        addresses(devices),
        used);
  }

  private boolean used(Port port) {
    Port peer = peers.get(port);
    return overlay.forth().contains(port)
        || overlay.back().contains(port)
        || peer != null && (overlay.forth().contains(peer) || overlay.back().contains(peer));
  }

  private List<Row> rowsOfGroup(int number, List<Node> group) {
    List<Row> rows = new ArrayList<>();
    for (Interface device : group.getFirst().interfaces()) {
      List<Interface> devices = new ArrayList<>();
      for (Node node : group) {
        ends.put(new Port(node.name(), device.name()), new End(number, rows.size()));
        node.find(device.name()).ifPresent(devices::add);
      }
      rows.add(new Row(device.name(), addresses(devices), false));
    }
    return rows;
  }

  /** All addresses of one interface; of several alike, the first and the last of each kind. */
  private static List<String> addresses(List<Interface> devices) {
    List<String> lines = new ArrayList<>();
    String kind = words(devices.getFirst().kind());
    if (!kind.isEmpty()) {
      lines.add(kind);
    }
    List<Interface.Address> first = devices.getFirst().addresses();
    List<Interface.Address> last = devices.getLast().addresses();
    for (int i = 0; i < first.size(); i++) {
      String address = first.get(i).toString();
      boolean range = devices.size() > 1 && i < last.size();
      lines.add(range ? address + " …" : address);
      if (range) {
        lines.add("… " + last.get(i));
      }
    }
    return lines;
  }

  private static String words(InterfaceKind kind) {
    return switch (kind) {
      case InterfaceKind.Cable _ -> "";
      case Bridge bridge ->
          Glyphs.within(
              "bridge of " + bridge.ports().stream().map(BridgePort::device).collect(joining(", ")),
              NAME);
      case InterfaceKind.Vlan vlan -> "VLAN " + vlan.id() + " on " + vlan.link();
      case InterfaceKind.Other other -> other.type();
    };
  }

  /** Those of the first node; a route that leads others of a group elsewhere is marked so. */
  private static List<Note> notes(List<Node> group) {
    Node node = group.getFirst();
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < node.routes().size(); i++) {
      String route = node.routes().get(i).toString();
      boolean same = group.getLast().routes().get(i).toString().equals(route);
      notes.add(note(Topic.ROUTE, same ? route : route + " …"));
    }
    node.nftables().forEach(ruleset -> notes.add(note(Topic.RULESET, ruleset.label())));
    node.sysctl().stream()
        .filter(setting -> !FORWARDING.containsKey(setting.path()) || setting.value().equals("0"))
        .map(DiagramBuilder::setting)
        .forEach(notes::add);
    if (notes.size() > NOTES) {
      int more = notes.size() - NOTES + 1;
      notes.subList(NOTES - 1, notes.size()).clear();
      notes.add(note(Topic.MORE, "and " + more + " more"));
    }
    return notes;
  }

  private static Note setting(Setting setting) {
    return note(Topic.SETTING, setting.name() + " = " + setting.value());
  }

  private static Note note(Topic topic, String text) {
    return new Note(topic, Glyphs.within(text.strip(), TEXT));
  }

  private record Pair(End a, End b) {}

  private List<Wire> wires() {
    Map<Pair, List<Link>> alike = new LinkedHashMap<>();
    for (Link link : topology.links()) {
      End a = ends.get(link.a());
      End b = ends.get(link.b());
      if (a != null && b != null) {
        alike.computeIfAbsent(new Pair(a, b), _ -> new ArrayList<>()).add(link);
      }
    }
    return alike.entrySet().stream().map(e -> wire(e.getKey(), e.getValue())).toList();
  }

  private Wire wire(Pair pair, List<Link> links) {
    Optional<End> forth = Optional.empty();
    Optional<End> back = Optional.empty();
    for (Link link : links) {
      for (Port port : List.of(link.a(), link.b())) {
        forth = overlay.forth().contains(port) ? Optional.of(end(port)) : forth;
        back = overlay.back().contains(port) ? Optional.of(end(port)) : back;
      }
    }
    return new Wire(pair.a(), pair.b(), links.size(), forth, back);
  }

  private End end(Port port) {
    return Objects.requireNonNull(ends.get(port));
  }
}
