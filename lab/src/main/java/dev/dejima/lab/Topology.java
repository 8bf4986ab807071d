package dev.dejima.lab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A network: nodes, and the links between their interfaces. */
public final class Topology {
  private final List<Node> nodes;
  private final List<Link> links;
  private final Map<String, Node> byName = new HashMap<>();
  private final Map<Port, Port> peers = new HashMap<>();

  /** Keeps copies. */
  public Topology(List<Node> nodes, List<Link> links) {
    this.nodes = List.copyOf(nodes);
    this.links = List.copyOf(links);
    nodes.forEach(node -> byName.putIfAbsent(node.name(), node));
    for (Link link : links) {
      peers.putIfAbsent(link.a(), link.b());
      peers.putIfAbsent(link.b(), link.a());
    }
  }

  /** In the order of the lab. */
  public List<Node> nodes() {
    return nodes;
  }

  /** In the order of the lab. */
  public List<Link> links() {
    return links;
  }

  /** The node of a name. */
  public Optional<Node> node(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The other end of an interface's link. */
  public Optional<Port> peer(Port port) {
    return Optional.ofNullable(peers.get(port));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Topology that && nodes.equals(that.nodes) && links.equals(that.links);
  }

  @Override
  public int hashCode() {
    return 31 * nodes.hashCode() + links.hashCode();
  }

  @Override
  public String toString() {
    return "Topology[nodes=" + nodes + ", links=" + links + "]";
  }
}
