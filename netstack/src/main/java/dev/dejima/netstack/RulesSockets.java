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
  public @Nullable Found find(int protocol, Endpoint local, Endpoint remote, @Nullable Device in) {
    return switch (protocol) {
      case IpProtocol.TCP -> tcp.find(local, remote);
      case IpProtocol.UDP -> udp.find(local, remote, in);
      default -> null;
    };
  }
}
