package dev.dejima.lab.report;

import dev.dejima.lab.Port;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.SeenPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The captures at the two ends of a conversation, aligned: packets that passed both stand in one
 * row.
 *
 * @param path the interfaces that the first packet passed, from the probe on
 * @param rows in order
 */
record Ladder(List<Port> path, List<Row> rows) {
  /**
   * A packet at one end or at both.
   *
   * @param left as it passed the probe's end; absent if it did not
   * @param right as it passed the other end; absent if it did not
   */
  record Row(@Nullable SeenPacket left, @Nullable SeenPacket right) {
    SeenPacket first() {
      if (left == null || right == null) {
        return left == null ? java.util.Objects.requireNonNull(right) : left;
      }
      return right.time().isBefore(left.time()) ? right : left;
    }

    /** Whether it goes away from the probe. */
    boolean forward() {
      return left == null ? !first().outgoing() : left.outgoing();
    }
  }

  Port left() {
    return path.getFirst();
  }

  Port right() {
    return path.getLast();
  }

  /** The ladder of a conversation; empty if no packet of its left the probe's node. */
  static Optional<Ladder> of(Conversation result) {
    List<Port> path = result.path();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    List<SeenPacket> left = at(result.packets(), path.getFirst());
    List<SeenPacket> right = path.size() == 1 ? List.of() : at(result.packets(), path.getLast());
    return Optional.of(new Ladder(path, align(left, right)));
  }

  private static List<SeenPacket> at(List<SeenPacket> packets, Port port) {
    return packets.stream().filter(packet -> packet.at().equals(port)).toList();
  }

  private record Identity(int fingerprint, boolean forward) {}

  /** Each end's own order is kept; what cannot be aligned without breaking it stands alone. */
  private static List<Row> align(List<SeenPacket> left, List<SeenPacket> right) {
    Map<Identity, Deque<Integer>> places = new HashMap<>();
    for (int j = 0; j < right.size(); j++) {
      Identity identity = new Identity(right.get(j).fingerprint(), !right.get(j).outgoing());
      places.computeIfAbsent(identity, _ -> new ArrayDeque<>()).add(j);
    }
    List<Row> rows = new ArrayList<>();
    int next = 0;
    for (SeenPacket packet : left) {
      Identity identity = new Identity(packet.fingerprint(), packet.outgoing());
      Integer place = places.getOrDefault(identity, new ArrayDeque<>()).poll();
      if (place == null || place < next) {
        next = before(packet, right, next, rows);
        rows.add(new Row(packet, null));
      } else {
        while (next < place) {
          rows.add(new Row(null, right.get(next++)));
        }
        rows.add(new Row(packet, right.get(next++)));
      }
    }
    while (next < right.size()) {
      rows.add(new Row(null, right.get(next++)));
    }
    return rows;
  }

  /** What has passed the other end alone and earlier stands above a packet that is alone too. */
  private static int before(SeenPacket packet, List<SeenPacket> right, int next, List<Row> rows) {
    int place = next;
    while (place < right.size()
        && right.get(place).outgoing()
        && right.get(place).time().isBefore(packet.time())) {
      rows.add(new Row(null, right.get(place++)));
    }
    return place;
  }
}
