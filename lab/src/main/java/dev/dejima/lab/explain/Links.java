package dev.dejima.lab.explain;

import dev.dejima.lab.Interface;
import dev.dejima.lab.InterfaceKind;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which interfaces hear each other: those of a cable, and of all that bridges join. */
record Links(Topology topology) {
  /** The interfaces that hear what one sends if all are up; without itself. */
  Set<Port> hearing(Port port) {
    return hearing(port, Set.of());
  }

  /** The interfaces that hear what one sends; without itself, and those that are down. */
  Set<Port> hearing(Port port, Set<Port> down) {
    Set<Port> heard = new LinkedHashSet<>();
    Deque<Port> senders = new ArrayDeque<>(Set.of(port));
    Set<Port> done = new LinkedHashSet<>();
    while (!senders.isEmpty()) {
      Port sender = senders.remove();
      if (down.contains(sender) || !done.add(sender)) {
        continue;
      }
      Optional<Interface> bridge = bridgeItself(sender);
      if (bridge.isPresent()) {
        ports(sender.node(), bridge.get()).forEach(senders::add);
      }
      Optional<Port> peer = topology.peer(sender);
      if (peer.isEmpty() || down.contains(peer.get())) {
        continue;
      }
      heard.add(peer.get());
      Optional<Interface> joined = bridgeOf(peer.get());
      if (joined.isPresent() && !down.contains(new Port(peer.get().node(), joined.get().name()))) {
        heard.add(new Port(peer.get().node(), joined.get().name()));
        done.add(peer.get());
        ports(peer.get().node(), joined.get()).forEach(senders::add);
      }
    }
    heard.remove(port);
    return heard;
  }

  private Optional<Interface> bridgeItself(Port port) {
    return topology
        .node(port.node())
        .flatMap(node -> node.find(port.device()))
        .filter(device -> device.kind() instanceof InterfaceKind.Bridge);
  }

  private Optional<Interface> bridgeOf(Port port) {
    return topology.node(port.node()).stream()
        .flatMap(node -> node.interfaces().stream())
        .filter(
            device ->
                device.kind() instanceof InterfaceKind.Bridge bridge
                    && bridge.ports().stream().anyMatch(p -> p.device().equals(port.device())))
        .findFirst();
  }

  private static Set<Port> ports(String node, Interface device) {
    Set<Port> ports = new LinkedHashSet<>();
    if (device.kind() instanceof InterfaceKind.Bridge bridge) {
      bridge.ports().forEach(port -> ports.add(new Port(node, port.device())));
    }
    return ports;
  }
}
