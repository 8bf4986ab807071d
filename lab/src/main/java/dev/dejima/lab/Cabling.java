package dev.dejima.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays cables between nodes. One with two ends is a link; one with more is a switch of its own with
 * a link to each.
 */
public final class Cabling {
  private final List<Node> nodes;
  private final List<Link> links = new ArrayList<>();
  private final Map<Port, Integer> mtus = new HashMap<>();
  private int switches;

  /**
   * A cable.
   *
   * @param ends two or more
   * @param places where each end was written
   * @param mtu octets of the largest packet, at every end; absent to let the kernel choose
   */
  public record Cable(List<Port> ends, List<Place> places, @Nullable Integer mtu) {
    /** Keeps copies. */
    public Cable {
      ends = List.copyOf(ends);
      places = List.copyOf(places);
      if (ends.size() < 2 || ends.size() != places.size()) {
        throw new IllegalArgumentException("a cable has two ends or more, each with its place");
      }
    }
  }

  private Cabling(List<Node> nodes) {
    this.nodes = new ArrayList<>(nodes);
  }

  /** The nodes with cables between them. */
  public static Topology of(List<Node> nodes, List<Cable> cables) {
    Cabling cabling = new Cabling(nodes);
    cables.forEach(cabling::lay);
    return new Topology(cabling.nodes.stream().map(cabling::withMtus).toList(), cabling.links);
  }

  private void lay(Cable cable) {
    if (cable.mtu() != null) {
      cable.ends().forEach(port -> mtus.put(port, cable.mtu()));
    }
    if (cable.ends().size() == 2) {
      links.add(
          new Link(
              cable.ends().getFirst(),
              cable.ends().getLast(),
              cable.places().getFirst(),
              cable.places().getLast()));
      return;
    }
    String name = name();
    List<Interface> devices = new ArrayList<>();
    List<InterfaceKind.BridgePort> ports = new ArrayList<>();
    for (int i = 0; i < cable.ends().size(); i++) {
      Place place = cable.places().get(i);
      String port = "port" + (i + 1);
      devices.add(Interface.cable(port, List.of(), place).withMtu(cable.mtu()));
      ports.add(new InterfaceKind.BridgePort(port, List.of(), place));
      links.add(new Link(cable.ends().get(i), new Port(name, port), place, place));
    }
    devices.add(Interface.bridge("br0", ports, cable.places().getFirst()));
    nodes.add(Node.of(name, devices, cable.places().getFirst()));
  }

  private String name() {
    String name;
    do {
      switches++;
      name = "switch" + switches;
    } while (taken(name));
    return name;
  }

  private boolean taken(String name) {
    return nodes.stream().anyMatch(node -> node.name().equals(name));
  }

  private Node withMtus(Node node) {
    return node.withInterfaces(
        node.interfaces().stream()
            .map(
                device -> {
                  Integer mtu = mtus.get(new Port(node.name(), device.name()));
                  return device.mtu() == null ? device.withMtu(mtu) : device;
                })
            .toList());
  }
}
