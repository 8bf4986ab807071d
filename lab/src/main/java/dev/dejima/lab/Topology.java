package dev.dejima.lab;

import java.util.List;
import java.util.Optional;

/** A network: nodes, and the links between their interfaces. */
public record Topology(List<Node> nodes, List<Link> links) {
  /** Keeps copies. */
  public Topology {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /** The node of a name. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  /** The other end of an interface's link. */
  public Optional<Port> peer(Port port) {
    for (Link link : links) {
      if (link.a().equals(port)) {
        return Optional.of(link.b());
      }
      if (link.b().equals(port)) {
        return Optional.of(link.a());
      }
    }
    return Optional.empty();
  }
}
