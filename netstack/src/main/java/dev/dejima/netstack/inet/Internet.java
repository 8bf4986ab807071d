package dev.dejima.netstack.inet;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** One version of IP, as sockets see it. All addresses are of that version. */
public interface Internet {
  /**
   * The way to an address.
   *
   * @param source the source if already chosen; null to have one selected
   * @param bound the device to leave by; null for any
   * @param selector what else rules of policy routing see
   * @throws KernelException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the route says;
   *     EADDRNOTAVAIL if there is no address to send from
   */
  Way way(@Nullable IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException;

  /**
   * The way of a packet that this host sends in another's name.
   *
   * @param bound the device to leave by; null for any
   * @param selector what else rules of policy routing see
   * @throws KernelException as {@link #way}
   */
  Way wayFor(IpAddress source, IpAddress to, @Nullable Device bound, Selector selector)
      throws KernelException;

  /**
   * Whether a socket may be bound to an address.
   *
   * @param bound the device it is bound to; null for none
   */
  boolean mayBind(IpAddress address, @Nullable Device bound);

  /** Whether an address is this host's own. */
  boolean isLocal(IpAddress address);

  /** Something proved that the next hop towards an address hears us. */
  void confirm(IpAddress to);

  /** Answers a datagram for a port that nobody has. The packet stays the caller's. */
  void portUnreachable(Packet packet);

  /** The source of a received packet. */
  IpAddress source(Packet packet);

  /** The destination of a received packet. */
  IpAddress destination(Packet packet);

  /** TTL or hop limit of a received packet. */
  int hopLimit(Packet packet);

  /** The source of the packet that an ICMP error quotes, whose IP header is at {@code quoted}. */
  IpAddress quotedSource(Packet packet, int quoted);

  /** The destination of the packet that an ICMP error quotes. */
  IpAddress quotedDestination(Packet packet, int quoted);
}
