package dev.dejima.lab.run;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Waits until all links are running. The kernel says so in an event once a link's queue takes
 * packets; before that it drops them, whatever the link's flags say.
 */
final class Carrier implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int FAILED = 1;

  private final Network network;
  private final List<Ear> ears;

  private record Ear(Namespace namespace, Set<String> cables, Subscription<RouteMessage> events) {}

  private Carrier(Network network, List<Ear> ears) {
    this.network = network;
    this.ears = ears;
  }

  /** Begins to listen for links that go up. */
  static Carrier watch(Network network) throws KernelException {
    List<Ear> ears = new ArrayList<>();
    for (Node node : network.lab().topology().nodes()) {
      Namespace namespace = network.namespace(node.name());
      ears.add(
          new Ear(
              namespace, cables(network, node), namespace.route().subscribe(Set.of(Group.LINK))));
    }
    return new Carrier(network, ears);
  }

  /** The interfaces of a node that are up, as is the other end of their link. */
  private static Set<String> cables(Network network, Node node) {
    Topology topology = network.lab().topology();
    return node.interfaces().stream()
        .filter(Interface::up)
        .filter(
            device ->
                topology
                    .peer(new Port(node.name(), device.name()))
                    .flatMap(peer -> topology.node(peer.node()).flatMap(n -> n.find(peer.device())))
                    .filter(Interface::up)
                    .isPresent())
        .map(Interface::name)
        .collect(Collectors.toSet());
  }

  /**
   * Waits.
   *
   * @throws KernelException ETIMEDOUT if it takes too long
   */
  void await() throws KernelException, InterruptedException {
    Namespace initial = network.kernel().initial();
    StandardStreams none = StandardStreams.none();
    int status =
        network
            .kernel()
            .run(
                initial,
                "carrier",
                none,
                self -> {
                  Process all = self.start(initial, "carrier of all links", none, _ -> awaitAll());
                  return all.await(LIMIT).orElse(FAILED);
                });
    if (status != 0) {
      throw new KernelException(Errno.ETIMEDOUT);
    }
  }

  private int awaitAll() throws KernelException, InterruptedException {
    for (Ear ear : ears) {
      while (!running(ear)) {
        ear.events().next();
      }
    }
    return 0;
  }

  private static boolean running(Ear ear) throws KernelException {
    for (RouteMessage message : ear.namespace().route().dump(new GetLinks())) {
      boolean running =
          !(message instanceof NewLink link)
              || !ear.cables().contains(link.name())
              || (link.flags() & NewLink.RUNNING) != 0;
      if (!running) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    ears.forEach(ear -> ear.events().close());
  }
}
