package dev.dejima.lab.picture;

import dev.dejima.lab.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The lines of a ladder: one for each interface, those of a node beside each other.
 *
 * @param places where each is
 * @param bands what each node takes
 * @param width of all
 */
record Lifelines(Map<Port, Double> places, List<Band> bands, double width) {
  private static final double LINK = 350;
  private static final double INSIDE = 92;
  private static final double SIDE = 46;

  /** The space of a node. */
  record Band(String node, double left, double right) {}

  /**
   * Those of a way, then those of other interfaces that packets passed.
   *
   * @param left where the first node begins
   */
  static Lifelines of(List<Port> path, List<Passage> passages, double left) {
    Set<Port> ports = new LinkedHashSet<>(path);
    passages.forEach(passage -> passage.sightings().forEach(packet -> ports.add(packet.at())));
    Map<String, List<Port>> nodes = new LinkedHashMap<>();
    ports.forEach(port -> nodes.computeIfAbsent(port.node(), _ -> new ArrayList<>()).add(port));
    Map<Port, Double> places = new LinkedHashMap<>();
    List<Band> bands = new ArrayList<>();
    double x = left;
    for (Map.Entry<String, List<Port>> node : nodes.entrySet()) {
      double name = Math.max(SIDE, Glyphs.bold(node.getKey(), 12) / 2 + 8);
      double side = node.getValue().size() > 1 ? SIDE : name;
      double start = x;
      x += side;
      for (Port port : node.getValue()) {
        places.put(port, x);
        x += Math.max(INSIDE, Glyphs.mono(port.device(), 11) + 16);
      }
      double last = Objects.requireNonNull(places.get(node.getValue().getLast()));
      bands.add(new Band(node.getKey(), start, last + side));
      x = last + LINK;
    }
    double right = bands.isEmpty() ? left + LINK : bands.getLast().right();
    return new Lifelines(places, bands, right);
  }

  List<Port> ports() {
    return List.copyOf(places.keySet());
  }

  double x(Port port) {
    return Objects.requireNonNull(places.get(port));
  }

  /** How far, and to which side, what is lost on the link behind an interface is drawn. */
  double stub(Port port) {
    List<Port> ports = ports();
    boolean last = ports.getLast().equals(port);
    return last && ports.size() > 1 ? -LINK / 2 : LINK / 2;
  }

  double middle(String node) {
    return bands.stream()
        .filter(band -> band.node().equals(node))
        .mapToDouble(band -> (band.left() + band.right()) / 2)
        .findFirst()
        .orElse(width / 2);
  }
}
