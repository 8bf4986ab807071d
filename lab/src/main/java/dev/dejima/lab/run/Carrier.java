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
import dev.dejima.lab.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Waits until all links are running. The kernel says so in an event once a link's queue takes
 * packets; before that it drops them, whatever the link's flags say.
 */
final class Carrier implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int FAILED = 1;

  private final Network network;
  private final List<Ear> ears;

  private record Ear(Namespace namespace, Subscription<RouteMessage> events) {}

  private Carrier(Network network, List<Ear> ears) {
    this.network = network;
    this.ears = ears;
  }

  /** Begins to listen for links that go up. */
  static Carrier watch(Network network) throws KernelException {
    List<Ear> ears = new ArrayList<>();
    for (Node node : network.lab().topology().nodes()) {
      Namespace namespace = network.namespace(node.name());
      ears.add(new Ear(namespace, namespace.route().subscribe(Set.of(Group.LINK))));
    }
    return new Carrier(network, ears);
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
      while (!running(ear.namespace())) {
        ear.events().next();
      }
    }
    return 0;
  }

  private static boolean running(Namespace namespace) throws KernelException {
    for (RouteMessage message : namespace.route().dump(new GetLinks())) {
      boolean running =
          !(message instanceof NewLink link)
              || !link.isUp()
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
