package dev.dejima.lab.picture;

import dev.dejima.lab.Port;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.SeenPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One packet at all interfaces that it was seen at, in order.
 *
 * @param again whether it was sent before: a retransmission
 */
record Passage(List<SeenPacket> sightings, boolean again) {
  /** A link that a packet passed; {@code to} is null where it did not arrive. */
  record Hop(Port from, @Nullable Port to, SeenPacket packet) {}

  Passage {
    sightings = List.copyOf(sightings);
  }

  SeenPacket first() {
    return sightings.getFirst();
  }

  SeenPacket last() {
    return sightings.getLast();
  }

  /** The links that it passed. */
  List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < sightings.size(); i++) {
      SeenPacket packet = sightings.get(i);
      if (packet.outgoing()) {
        boolean arrived = i + 1 < sightings.size();
        hops.add(new Hop(packet.at(), arrived ? sightings.get(i + 1).at() : null, packet));
      }
    }
    return hops;
  }

  /**
   * Puts together what is one packet.
   *
   * @param packets each capture's in its order
   * @param peers the other end of every link
   */
  static List<Passage> of(List<SeenPacket> packets, Map<Port, Port> peers) {
    List<List<SeenPacket>> ways = new ArrayList<>();
    for (SeenPacket packet : Sequence.of(packets, peers)) {
      List<SeenPacket> way = null;
      for (List<SeenPacket> candidate : ways.reversed()) {
        if (goesOn(candidate.getLast(), packet, peers)) {
          way = candidate;
          break;
        }
      }
      if (way == null) {
        way = new ArrayList<>();
        ways.add(way);
      }
      way.add(packet);
    }
    List<Passage> passages = new ArrayList<>();
    for (List<SeenPacket> way : ways) {
      SeenPacket first = way.getFirst();
      boolean again = passages.stream().anyMatch(before -> same(before.first(), first));
      passages.add(new Passage(way, again));
    }
    return passages;
  }

  private static boolean same(SeenPacket a, SeenPacket b) {
    return a.at().equals(b.at())
        && a.outgoing() == b.outgoing()
        && a.fingerprint() == b.fingerprint()
        && PacketLine.of(a.body()).equals(PacketLine.of(b.body()));
  }

  /** Whether a sighting is the next of the same packet. */
  private static boolean goesOn(SeenPacket before, SeenPacket next, Map<Port, Port> peers) {
    if (before.fingerprint() != next.fingerprint() || before.outgoing() == next.outgoing()) {
      return false;
    }
    return before.outgoing()
        ? next.at().equals(peers.get(before.at()))
        : next.at().node().equals(before.at().node()) && !answers(next, before);
  }

  /** Whether a packet goes the way back of another. */
  static boolean answers(SeenPacket packet, SeenPacket other) {
    Flow flow = packet.flow();
    return flow != null && other.flow() != null && flow.reversed().equals(other.flow());
  }
}
