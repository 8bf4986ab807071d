package dev.dejima.lab.run;

import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way that a probe's first packet took. */
final class Way {
  private final Topology topology;
  private final List<SeenPacket> packets;

  private Way(Topology topology, List<SeenPacket> packets) {
    this.topology = topology;
    this.packets = packets;
  }

  /**
   * The interfaces that the first packet passed, from the probe's on: over each link to its other
   * end, and through each node to where the packet left it; empty if it left by none.
   *
   * @param from the probe's node
   * @param packets those of the probe's conversation
   */
  static List<Port> of(Topology topology, String from, List<SeenPacket> packets) {
    return packets.stream()
        .filter(packet -> packet.outgoing() && packet.at().node().equals(from))
        .findFirst()
        .map(first -> new Way(topology, packets).follow(first))
        .orElse(List.of());
  }

  private List<Port> follow(SeenPacket packet) {
    List<Port> way = new ArrayList<>();
    Optional<Port> out = Optional.of(packet.at());
    while (out.isPresent() && !way.contains(out.get())) {
      way.add(out.get());
      Optional<Port> in = topology.peer(out.get()).filter(port -> passed(port, packet, false));
      if (in.isEmpty() || way.contains(in.get())) {
        return way;
      }
      way.add(in.get());
      String node = in.get().node();
      out =
          packets.stream()
              .map(SeenPacket::at)
              .filter(port -> port.node().equals(node))
              .filter(port -> passed(port, packet, true))
              .findFirst();
    }
    return way;
  }

  private boolean passed(Port port, SeenPacket packet, boolean outgoing) {
    return packets.stream()
        .anyMatch(
            p ->
                p.at().equals(port)
                    && p.outgoing() == outgoing
                    && p.fingerprint() == packet.fingerprint());
  }
}
