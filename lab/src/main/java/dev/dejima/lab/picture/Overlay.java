package dev.dejima.lab.picture;

import dev.dejima.lab.Port;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is drawn upon a network: the way of a packet.
 *
 * @param forth the links it passed: from an interface to its peer
 * @param back the links that answers passed, where these are others
 * @param marks what happened at a node, by its name
 */
record Overlay(Set<Port> forth, Set<Port> back, Map<String, List<Diagram.Mark>> marks) {
  static final Overlay NONE = new Overlay(Set.of(), Set.of(), Map.of());

  Overlay {
    forth = Set.copyOf(forth);
    back = Set.copyOf(back);
    marks = Map.copyOf(marks);
  }

  /** Whether something happens at a node, so that it has to be drawn by itself. */
  boolean concerns(String node) {
    return marks.containsKey(node);
  }
}
