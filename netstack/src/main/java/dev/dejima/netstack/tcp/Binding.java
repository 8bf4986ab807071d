package dev.dejima.netstack.tcp;

import dev.dejima.netstack.Device;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** A local address and port that a socket or connection holds ({@code inet_bind_bucket}). */
final class Binding {
  final IpAddress address;
  final int port;
  final @Nullable Device device;

  /** SO_REUSEADDR. */
  final boolean reuse;

  /** Whether "any" of IPv6 leaves IPv4 alone. */
  final boolean only6;

  /** Whether the kernel chose the port for a connection, which may share it with others. */
  final boolean automatic;

  /** The address and port. */
  Endpoint endpoint() {
    return new Endpoint(address, port);
  }

  boolean listening;

  Binding(
      IpAddress address,
      int port,
      @Nullable Device device,
      boolean reuse,
      boolean automatic,
      boolean only6) {
    this.address = address;
    this.port = port;
    this.device = device;
    this.reuse = reuse;
    this.automatic = automatic;
    this.only6 = only6;
  }

  /** Whether a segment to this address is for it. The IPv6 "any" takes IPv4 too, if it may. */
  boolean takes(IpAddress destination) {
    if (!address.isUnspecified()) {
      return address.equals(destination);
    }
    boolean four = destination instanceof Ipv4Address;
    return address instanceof Ipv6Address ? !(four && only6) : four;
  }

  /** Whether the two cannot hold the same port ({@code inet_csk_bind_conflict}). */
  boolean conflicts(Binding other) {
    if (device != null && other.device != null && !device.equals(other.device)) {
      return false;
    }
    if (reuse && other.reuse && !other.listening) {
      return false;
    }
    return takes(other.address) || other.takes(address);
  }
}
