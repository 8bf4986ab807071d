package dev.dejima.netstack.netfilter;

import dev.dejima.netstack.Device;
import dev.dejima.packet.Endpoint;
import org.jspecify.annotations.Nullable;

/** The sockets of a namespace, as rules ask for them. */
public interface SocketLookup {
  /**
   * What rules may know of a socket.
   *
   * @param full whether it is more than an entry in TIME_WAIT or an answered SYN ({@code
   *     sk_fullsock})
   * @param wildcard whether it listens to any address
   */
  record Found(boolean full, boolean wildcard) {}

  /**
   * Whom a packet is for ({@code inet_lookup}, {@code udp4_lib_lookup}); null if nobody.
   *
   * @param protocol TCP or UDP; others have none
   * @param in the device that it came by; null for one of this host's own sockets
   */
  @Nullable Found find(int protocol, Endpoint local, Endpoint remote, @Nullable Device in);
}
