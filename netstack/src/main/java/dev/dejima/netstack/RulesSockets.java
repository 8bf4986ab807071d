package dev.dejima.netstack;

import dev.dejima.netstack.netfilter.SocketLookup;
import dev.dejima.netstack.socket.Udp;
import dev.dejima.netstack.tcp.Tcp;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpProtocol;
import org.jspecify.annotations.Nullable;

/** The sockets of a namespace, as its rules ask for them. */
record RulesSockets(Tcp tcp, Udp udp) implements SocketLookup {
  @Override
  public @Nullable Sock find(int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
    return switch (protocol) {
      case IpProtocol.TCP -> tcp.find(local, remote, in);
      case IpProtocol.UDP -> udp.find(local, remote, in);
      default -> null;
    };
  }

  @Override
  public @Nullable Sock connection(
      int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
    return switch (protocol) {
      case IpProtocol.TCP -> tcp.connection(local, remote);
      case IpProtocol.UDP -> udp.find(local, remote, in, true);
      default -> null;
    };
  }

  @Override
  public @Nullable Sock listener(
      int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
    return switch (protocol) {
      case IpProtocol.TCP -> tcp.listener(local, remote, in);
      case IpProtocol.UDP -> udp.find(local, remote, in, false);
      default -> null;
    };
  }
}
