package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.Sock;
import dev.dejima.netstack.netfilter.SocketLookup;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Tproxy;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpView;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gives a packet to a transparent socket of this host, without a change to it ({@code
 * nft_tproxy.c}, {@code nf_tproxy_ipv4.c}): to the connection that its ends have already, else to
 * whom listens at the address and port that the rule names. Where there is none the rule breaks.
 * That the packet stays here is for the routing tables to say.
 */
final class TproxyStep implements Step {
  private final Tproxy tproxy;

  TproxyStep(Tproxy tproxy) {
    this.tproxy = tproxy;
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    if (!concerns(e.version()) || !hasPorts(packet)) {
      return BREAK;
    }
    Sock socket = socket(e);
    if (socket == null || !socket.isTransparent()) {
      return BREAK;
    }
    packet.socket = socket;
    return NEXT;
  }

  private boolean concerns(int version) {
    return switch (tproxy.family()) {
      case IP -> version == 4;
      case IP6 -> version == 6;
      case UNSPEC -> true;
      case INET, ARP, BRIDGE, NETDEV -> false;
    };
  }

  private static boolean hasPorts(Packet packet) {
    return switch (packet.protocol) {
      case IpProtocol.TCP -> packet.transport + TcpView.LENGTH <= packet.end;
      case IpProtocol.UDP -> packet.transport + 4 <= packet.end;
      default -> false;
    };
  }

  private @Nullable Sock socket(Evaluation e) {
    int protocol = e.packet.protocol;
    Endpoint remote = PacketEnds.source(e);
    Endpoint local = PacketEnds.destination(e);
    SocketLookup sockets = e.environment.host().sockets();
    Sock connection = sockets.connection(protocol, local, remote, e.in);
    if (connection != null && !(connection.isTimeWait() && opens(e.packet))) {
      return connection;
    }
    Sock listener = sockets.listener(protocol, proxy(e, local), remote, e.in);
    if (connection == null || listener == null) {
      return connection == null ? listener : connection;
    }
    connection.makeWay();
    return listener;
  }

  private static boolean opens(Packet packet) {
    int flags = packet.bytes[packet.transport + TcpView.FLAGS];
    int opening = TcpView.SYN | TcpView.ACK | TcpView.RST | TcpView.FIN;
    return (flags & opening) == TcpView.SYN;
  }

  /** Where the proxy listens. */
  private Endpoint proxy(Evaluation e, Endpoint destination) {
    int port =
        tproxy.port().isEmpty()
            ? 0
            : Registers.networkShort(e.registers, Register.offset(tproxy.port().getAsInt()));
    return new Endpoint(address(e, destination.address()), port == 0 ? destination.port() : port);
  }

  private IpAddress address(Evaluation e, IpAddress destination) {
    IpAddress named = named(e, tproxy.address());
    if (named != null && !named.isUnspecified()) {
      return named;
    }
    IpAddress own = e.environment.host().firstAddress(Objects.requireNonNull(e.in), e.version());
    return own == null ? destination : own;
  }

  private @Nullable IpAddress named(Evaluation e, OptionalInt register) {
    if (register.isEmpty()) {
      return null;
    }
    int offset = Register.offset(register.getAsInt());
    return tproxy.family() == Family.IP
        ? new Ipv4Address(NetworkOrder.get32(e.registers, offset))
        : new Ipv6Address(
            NetworkOrder.get64(e.registers, offset), NetworkOrder.get64(e.registers, offset + 8));
  }
}
