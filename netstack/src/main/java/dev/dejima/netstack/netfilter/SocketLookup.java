package dev.dejima.netstack.netfilter;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Sock;
import dev.dejima.packet.Endpoint;
import org.jspecify.annotations.Nullable;

/** The sockets of a namespace, as rules ask for them. All protocols but TCP and UDP have none. */
public interface SocketLookup {
  /**
   * Whom a packet is for ({@code inet_lookup}, {@code udp4_lib_lookup}); null if nobody.
   *
   * @param in the device that it came by; null for one of this host's own sockets
   */
  @Nullable Sock find(int protocol, Endpoint local, Endpoint remote, @Nullable Device in);

  /** The connection of two ends, if there is one ({@code NF_TPROXY_LOOKUP_ESTABLISHED}). */
  @Nullable Sock connection(int protocol, Endpoint local, Endpoint remote, @Nullable Device in);

  /** Who waits for new flows at an end ({@code NF_TPROXY_LOOKUP_LISTENER}); null if nobody. */
  @Nullable Sock listener(int protocol, Endpoint local, Endpoint remote, @Nullable Device in);
}
