package dev.dejima.lab.picture;

import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts nodes that are alike together: those with one link or more to the same nodes by interfaces
 * of the same names, set up alike but for their addresses.
 */
final class Groups {
  /** As many can be seen at a glance; what is more is drawn as one. */
  private static final int LIMIT = 8;

  private Groups() {}

  /** What nodes of a group have in common. */
  private record Likeness(Object devices, Object routes, Object settings, Object ruleset) {}

  private record Device(String name, Object kind, String peer, List<String> networks) {}

  private record Way(Object destination, boolean gateway, Object device, int metric) {}

  /**
   * The nodes, in order, those that are drawn as one together.
   *
   * @param alone nodes that are not to be put together with others
   */
  static List<List<Node>> of(Topology topology, Predicate<Node> alone) {
    Map<Port, Port> peers = peers(topology);
    Map<Object, List<Node>> groups = new LinkedHashMap<>();
    for (Node node : topology.nodes()) {
      groups.computeIfAbsent(key(node, peers, alone), _ -> new ArrayList<>()).add(node);
    }
    Map<Node, List<Node>> together = new LinkedHashMap<>();
    groups.values().stream()
        .filter(group -> group.size() > LIMIT)
        .forEach(group -> together.put(group.getFirst(), group));
    Set<String> grouped =
        Set.copyOf(together.values().stream().flatMap(List::stream).map(Node::name).toList());
    List<List<Node>> order = new ArrayList<>();
    for (Node node : topology.nodes()) {
      if (together.containsKey(node)) {
        order.add(together.get(node));
      } else if (!grouped.contains(node.name())) {
        order.add(List.of(node));
      }
    }
    return order;
  }

  /** The other end of every link, by its interface. */
  static Map<Port, Port> peers(Topology topology) {
    Map<Port, Port> peers = new LinkedHashMap<>();
    topology
        .links()
        .forEach(
            link -> {
              peers.put(link.a(), link.b());
              peers.put(link.b(), link.a());
            });
    return peers;
  }

  private static Object key(Node node, Map<Port, Port> peers, Predicate<Node> alone) {
    boolean linked =
        node.interfaces().stream()
            .anyMatch(device -> peers.containsKey(new Port(node.name(), device.name())));
    if (!linked || alone.test(node)) {
      return node.name();
    }
    return new Likeness(
        node.interfaces().stream().map(device -> device(node, device, peers)).toList(),
        node.routes().stream()
            .map(
                r ->
                    new Way(
                        r.destination(),
                        r.gateway() != null,
                        String.valueOf(r.device()),
                        r.metric()))
            .toList(),
        node.sysctl(),
        node.nftables());
  }

  private static Device device(Node node, Interface device, Map<Port, Port> peers) {
    Port peer = peers.get(new Port(node.name(), device.name()));
    return new Device(
        device.name(),
        device.kind(),
        peer == null ? "" : peer.node(),
        device.addresses().stream()
            .map(a -> a.prefix().address().bits() + "/" + a.prefix().length())
            .toList());
  }
}
