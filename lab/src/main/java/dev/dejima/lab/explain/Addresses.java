package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Network;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which interfaces of a network have which addresses at this moment. */
record Addresses(List<Owned> all) {
  private static final Prefix LINK_LOCAL = Prefix.parse("fe80::/10");

  /** An address, with the length of its network, and who has it. */
  record Owned(Port port, Prefix prefix) {
    IpAddress address() {
      return prefix.address();
    }
  }

  /** Keeps a copy of the list. */
  Addresses {
    all = List.copyOf(all);
  }

  /** Asks every node. */
  static Addresses of(Network network) throws KernelException {
    List<Owned> all = new ArrayList<>();
    for (Node node : network.lab().topology().nodes()) {
      Namespace namespace = network.namespace(node.name());
      Map<Integer, String> names = new HashMap<>();
      for (RouteMessage message : namespace.route().dump(new GetLinks())) {
        if (message instanceof NewLink link && link.name() != null) {
          names.put(link.index(), link.name());
        }
      }
      for (RouteMessage message : namespace.route().dump(new GetAddresses(0))) {
        if (message instanceof NewAddress address && !address.address().address().isLoopback()) {
          String device = names.getOrDefault(address.index(), "");
          all.add(new Owned(new Port(node.name(), device), address.address()));
        }
      }
    }
    return new Addresses(all);
  }

  /** Who has an address; more than one where it is a duplicate. */
  List<Owned> owners(IpAddress address) {
    return all.stream().filter(owned -> owned.address().equals(address)).toList();
  }

  /** The addresses of an interface. */
  List<Owned> of(Port port) {
    return all.stream().filter(owned -> owned.port().equals(port)).toList();
  }

  /** An interface's address of a version, not of the link alone where there is another. */
  Optional<Owned> of(Port port, int bits) {
    List<Owned> mine = of(port).stream().filter(owned -> owned.address().bits() == bits).toList();
    return mine.stream()
        .filter(owned -> !LINK_LOCAL.contains(owned.address()))
        .findFirst()
        .or(() -> mine.stream().findFirst());
  }
}
