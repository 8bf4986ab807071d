package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Network;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which interfaces of a network are switched off at this moment.
 *
 * @param down those that are
 */
record Devices(Set<Port> down) {
  /** Keeps a copy of the set. */
  Devices {
    down = new LinkedHashSet<>(down);
  }

  /** Asks every node. */
  static Devices of(Network network) throws KernelException {
    Set<Port> down = new LinkedHashSet<>();
    for (Node node : network.lab().topology().nodes()) {
      for (RouteMessage message : network.namespace(node.name()).route().dump(new GetLinks())) {
        if (message instanceof NewLink link
            && link.name() != null
            && (link.flags() & NewLink.UP) == 0) {
          down.add(new Port(node.name(), link.name()));
        }
      }
    }
    return new Devices(down);
  }
}
