package dev.dejima.lab.record;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as it stood at a moment, of all namespaces.
 *
 * @param nodes one for each namespace, the first made first; the initial one only if there is more
 *     in it than a loopback device, or something was done in it
 * @param links pairs of {@code NODE:INTERFACE}
 */
record RecordedNetwork(List<RecordedNode> nodes, List<List<String>> links) {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int LISTEN = 10;

  /** What the initial namespace is called as a node. */
  private static final String HOST = "host";

  RecordedNetwork {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /** The node that a namespace is. */
  static String node(Namespace namespace) {
    return namespace.name().isEmpty() ? HOST : namespace.name();
  }

  private static List<Namespace> namespaces(Kernel kernel) {
    List<Namespace> all = new ArrayList<>(kernel.namespaces().reversed());
    all.addFirst(kernel.initial());
    return all;
  }

  /**
   * The network as it stands.
   *
   * @param touched what was set by hand
   */
  static RecordedNetwork of(Process self, Touched touched)
      throws KernelException, InterruptedException {
    Map<String, RecordedLinks> links = new LinkedHashMap<>();
    for (Namespace namespace : namespaces(self.kernel())) {
      RecordedLinks own = RecordedLinks.of(namespace);
      if (!namespace.name().isEmpty() || !own.isEmpty() || touched.nodes().contains(HOST)) {
        links.put(node(namespace), own);
      }
    }
    List<RecordedNode> nodes = new ArrayList<>();
    Set<List<String>> pairs = new LinkedHashSet<>();
    for (Namespace namespace : namespaces(self.kernel())) {
      String name = node(namespace);
      RecordedLinks own = links.get(name);
      if (own != null) {
        nodes.add(new NodeReading(self, namespace, own).read(name, touched));
        pairs.addAll(own.pairs(name, links));
      }
    }
    return new RecordedNetwork(nodes, List.copyOf(pairs));
  }

  /** Who listens now. */
  static List<Listener> listeners(Kernel kernel) throws KernelException {
    Map<String, Listener> listeners = new LinkedHashMap<>();
    for (Namespace namespace : namespaces(kernel)) {
      for (int version : new int[] {4, 6}) {
        for (int protocol : new int[] {TCP, UDP}) {
          for (SocketMessage message :
              namespace.socketDiagnosis().dump(new GetSockets(version, protocol))) {
            if (message instanceof SocketEntry socket && listens(socket)) {
              Listener listener = listener(node(namespace), socket);
              listeners.putIfAbsent(
                  listener.node() + listener.transport() + listener.port(), listener);
            }
          }
        }
      }
    }
    return List.copyOf(listeners.values());
  }

  private static boolean listens(SocketEntry socket) {
    return socket.protocol() == TCP
        ? socket.state() == LISTEN
        : socket.remote().port() == 0 && socket.local().port() != 0;
  }

  private static Listener listener(String node, SocketEntry socket) {
    return new Listener(
        node,
        socket.protocol() == TCP ? Listener.Transport.TCP : Listener.Transport.UDP,
        socket.local().address().isUnspecified() ? null : socket.local().address(),
        socket.local().port(),
        null,
        Place.NONE);
  }
}
