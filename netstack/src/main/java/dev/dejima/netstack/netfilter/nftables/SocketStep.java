package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.netfilter.SocketLookup;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.nft.expr.Socket;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Loads what is known of the socket that a packet belongs to ({@code nft_socket.c}), and breaks the
 * rule where there is none. All sockets are in the root of the control groups.
 */
final class SocketStep implements Step {
  private static final int ROOT_GROUP = 1;
  private static final int ICMP_HEADER = 8;

  /** A socket without a port, or one of the kernel's own. */
  private static final Sock UNBOUND =
      new Sock() {
        @Override
        public boolean isFull() {
          return true;
        }

        @Override
        public boolean isWildcard() {
          return true;
        }

        @Override
        public boolean isTransparent() {
          return false;
        }

        @Override
        public int mark() {
          return 0;
        }
      };

  private final Socket socket;
  private final int target;

  SocketStep(Socket socket, int target) {
    this.socket = socket;
    this.target = target;
  }

  @Override
  public int run(Evaluation e) {
    Sock own = e.packet.socket;
    Sock found = own != null ? own : e.in == null ? sender(e) : receiver(e);
    if (found == null || !found.isFull() && socket.key() != Socket.Key.TRANSPARENT) {
      return BREAK;
    }
    switch (socket.key()) {
      case TRANSPARENT -> Registers.setByte(e.registers, target, found.isTransparent() ? 1 : 0);
      case MARK -> Registers.setHostInt(e.registers, target, found.mark());
      case WILDCARD -> Registers.setByte(e.registers, target, found.isWildcard() ? 1 : 0);
      case CGROUPV2 -> {
        if (socket.level() > 0) {
          return BREAK;
        }
        Registers.setHostLong(e.registers, target, ROOT_GROUP);
      }
    }
    return NEXT;
  }

  private static @Nullable Sock sender(Evaluation e) {
    Packet packet = e.packet;
    if (!packet.local && !packet.ownerless) {
      return null;
    }
    Sock found =
        hasPorts(packet, packet.protocol, packet.transport)
            ? find(e, packet.protocol, PacketEnds.source(e), PacketEnds.destination(e))
            : null;
    return found != null ? found : UNBOUND;
  }

  private static boolean hasPorts(Packet packet, int protocol, int transport) {
    boolean ported = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    return ported && !packet.laterFragment && transport + 4 <= packet.end;
  }

  private static @Nullable Sock receiver(Evaluation e) {
    Packet packet = e.packet;
    if (Icmp.isIcmp(packet.protocol)) {
      return complainedOf(e);
    }
    if (!hasPorts(packet, packet.protocol, packet.transport)) {
      return null;
    }
    return find(e, packet.protocol, receiving(e), PacketEnds.source(e));
  }

  /** Of an answer to what was translated, the socket is the one before translation. */
  private static Endpoint receiving(Evaluation e) {
    Flow flow = e.packet.flow;
    boolean answer = e.packet.ctInfo == Packet.CT_ESTABLISHED + Packet.CT_REPLY;
    return flow != null && answer && flow.has(NewConntrack.SRC_NAT_DONE)
        ? new Endpoint(flow.original.source(), flow.original.sourcePort)
        : PacketEnds.destination(e);
  }

  /** Whose packet an ICMP error complains of. */
  private static @Nullable Sock complainedOf(Evaluation e) {
    Packet packet = e.packet;
    byte[] bytes = packet.bytes;
    int network = packet.transport + ICMP_HEADER;
    int header = e.version() == 4 ? 20 : 40;
    if (packet.laterFragment
        || network + header > packet.end
        || !Icmp.isError(e.version(), bytes[packet.transport] & 0xff)) {
      return null;
    }
    int length = e.version() == 4 ? (bytes[network] & 15) * 4 : header;
    int protocol = bytes[network + (e.version() == 4 ? 9 : 6)] & 0xff;
    int transport = network + length;
    return hasPorts(packet, protocol, transport)
        ? find(
            e,
            protocol,
            PacketEnds.end(bytes, e.version(), network, transport, 0),
            PacketEnds.end(bytes, e.version(), network, transport, 1))
        : null;
  }

  private static @Nullable Sock find(Evaluation e, int protocol, Endpoint local, Endpoint remote) {
    SocketLookup sockets = e.environment.host().sockets();
    return sockets.find(protocol, local, remote, e.in);
  }
}
