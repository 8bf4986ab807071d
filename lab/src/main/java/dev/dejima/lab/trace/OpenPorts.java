package dev.dejima.lab.trace;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.Network;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** The ports that sockets of a network listen on, whoever opened them. */
public final class OpenPorts {
  private static final int LISTEN = 10;

  private OpenPorts() {}

  /**
   * Who listens now, as listeners of a test.
   *
   * @param version of IP: 4 or 6
   */
  public static List<Listener> of(Network network, int version) throws KernelException {
    List<Listener> listeners = new ArrayList<>();
    for (Node node : network.lab().topology().nodes()) {
      Namespace namespace = network.namespace(node.name());
      for (int protocol : new int[] {Flow.TCP, Flow.UDP}) {
        for (SocketMessage message :
            namespace.socketDiagnosis().dump(new GetSockets(version, protocol))) {
          if (message instanceof SocketEntry socket && listens(socket)) {
            listeners.add(listener(node.name(), socket));
          }
        }
      }
    }
    return listeners;
  }

  private static boolean listens(SocketEntry socket) {
    return socket.protocol() == Flow.TCP
        ? socket.state() == LISTEN
        : socket.remote().port() == 0 && socket.local().port() != 0;
  }

  private static Listener listener(String node, SocketEntry socket) {
    IpAddress address = socket.local().address();
    return new Listener(
        node,
        socket.protocol() == Flow.TCP ? Transport.TCP : Transport.UDP,
        address.isUnspecified() ? null : address,
        socket.local().port(),
        null,
        Place.NONE);
  }
}
