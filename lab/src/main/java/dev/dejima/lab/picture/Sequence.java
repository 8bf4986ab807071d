package dev.dejima.lab.picture;

import dev.dejima.lab.Port;
import dev.dejima.lab.run.SeenPacket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Orders what several captures saw. In virtual time much happens at one moment, and captures of a
 * real kernel may be a little apart: so an order is kept in which each capture has its own, and no
 * packet comes in at an interface, or leaves a router, before it has been sent there. Of what may
 * come next, the same packet's next sighting does; else what was earlier, and of one moment what
 * leaves where the last came in.
 */
final class Sequence {
  private final List<SeenPacket> packets;
  private final Map<Port, Port> peers;

  /** For each sighting, those that have to come before. */
  private final List<List<Integer>> before = new ArrayList<>();

  private record Sight(int fingerprint, Object at, boolean outgoing) {}

  private Sequence(List<SeenPacket> packets, Map<Port, Port> peers) {
    this.packets = packets;
    this.peers = peers;
    packets.forEach(_ -> before.add(new ArrayList<>()));
  }

  /**
   * Orders.
   *
   * @param packets each capture's in its order
   * @param peers the other end of every link
   */
  static List<SeenPacket> of(List<SeenPacket> packets, Map<Port, Port> peers) {
    Sequence sequence =
        new Sequence(
            packets.stream().sorted(Comparator.comparing(SeenPacket::time)).toList(), peers);
    sequence.captures();
    sequence.links();
    sequence.routers();
    return sequence.order();
  }

  private void captures() {
    Map<Port, Integer> last = new HashMap<>();
    for (int i = 0; i < packets.size(); i++) {
      Integer former = last.put(packets.get(i).at(), i);
      if (former != null) {
        before.get(i).add(former);
      }
    }
  }

  /** The n-th of alike packets that arrives is the n-th that was sent. */
  private void links() {
    Map<Sight, List<Integer>> sights = new HashMap<>();
    for (int i = 0; i < packets.size(); i++) {
      SeenPacket packet = packets.get(i);
      sights
          .computeIfAbsent(
              new Sight(packet.fingerprint(), packet.at(), packet.outgoing()),
              _ -> new ArrayList<>())
          .add(i);
    }
    sights.forEach(
        (sight, arrived) -> {
          Port peer = peers.get((Port) sight.at());
          if (!sight.outgoing() && peer != null) {
            pair(
                sights.getOrDefault(new Sight(sight.fingerprint(), peer, true), List.of()),
                arrived);
          }
        });
  }

  /** And the n-th that leaves a node is the n-th that came in, if it does not answer that. */
  private void routers() {
    Map<Sight, List<Integer>> sights = new LinkedHashMap<>();
    for (int i = 0; i < packets.size(); i++) {
      SeenPacket packet = packets.get(i);
      Sight sight = new Sight(packet.fingerprint(), packet.at().node(), packet.outgoing());
      sights.computeIfAbsent(sight, _ -> new ArrayList<>()).add(i);
    }
    sights.forEach(
        (sight, left) -> {
          Sight in = new Sight(sight.fingerprint(), sight.at(), false);
          if (sight.outgoing()) {
            pair(sights.getOrDefault(in, List.of()), left);
          }
        });
  }

  private void pair(List<Integer> first, List<Integer> second) {
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      if (!Passage.answers(packets.get(second.get(i)), packets.get(first.get(i)))) {
        before.get(second.get(i)).add(first.get(i));
      }
    }
  }

  private List<SeenPacket> order() {
    NavigableSet<Integer> left = new TreeSet<>();
    for (int i = 0; i < packets.size(); i++) {
      left.add(i);
    }
    List<SeenPacket> order = new ArrayList<>();
    int last = -1;
    while (!left.isEmpty()) {
      int next = next(left, last);
      left.remove(next);
      order.add(packets.get(next));
      last = next;
    }
    return order;
  }

  /** Where captures contradict each other, what was earliest breaks the circle. */
  private int next(NavigableSet<Integer> left, int last) {
    int ready = -1;
    for (int i : left) {
      boolean later = ready >= 0 && packets.get(i).time().isAfter(packets.get(ready).time());
      boolean free = before.get(i).stream().noneMatch(left::contains);
      if (free && last >= 0 && before.get(i).contains(last) && same(i, last)) {
        return i;
      }
      boolean better = ready < 0 || !later && last >= 0 && leaves(i, last) && !leaves(ready, last);
      ready = free && better ? i : ready;
    }
    return ready < 0 ? left.first() : ready;
  }

  /** Whether a packet leaves the node where another came in. */
  private boolean leaves(int a, int b) {
    SeenPacket out = packets.get(a);
    SeenPacket in = packets.get(b);
    return out.outgoing() && !in.outgoing() && out.at().node().equals(in.at().node());
  }

  private boolean same(int a, int b) {
    return packets.get(a).fingerprint() == packets.get(b).fingerprint();
  }
}
