package dev.dejima.netstack.inet;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * Addresses on sockets and in packets: an IPv6 socket names an IPv4 address {@code ::ffff:a.b.c.d}
 * (RFC 3493 section 3.7), and speaks IPv4 with it.
 */
public final class SocketAddresses {
  private static final long MAPPED = 0xffff_0000_0000L;
  private static final long LOW_32 = 0xffff_ffffL;

  private SocketAddresses() {}

  /**
   * An address that a socket was given, as packets carry it.
   *
   * @param only6 whether the socket is for IPv6 alone ({@code IPV6_V6ONLY})
   * @throws KernelException EAFNOSUPPORT, EINVAL if it is of the wrong version, ENETUNREACH if it
   *     is of one that the socket does without
   */
  public static IpAddress onWire(SocketType type, boolean only6, IpAddress address)
      throws KernelException {
    boolean six = type.version() == 6;
    return switch (address) {
      case Ipv4Address four -> {
        if (six) {
          throw new KernelException(Errno.EINVAL);
        }
        yield four;
      }
      case Ipv6Address given -> {
        if (!six) {
          throw new KernelException(Errno.EAFNOSUPPORT);
        }
        if (given.isIpv4Mapped() && only6) {
          throw new KernelException(Errno.ENETUNREACH);
        }
        yield given.isIpv4Mapped() ? new Ipv4Address((int) given.low()) : given;
      }
    };
  }

  /** An address of a packet, as the socket knows it. */
  public static IpAddress shown(SocketType type, IpAddress address) {
    if (type.version() == 6 && address instanceof Ipv4Address(int value)) {
      return new Ipv6Address(0, MAPPED | (value & LOW_32));
    }
    return address;
  }

  /** The address that means any, as the socket knows it. */
  public static IpAddress any(SocketType type) {
    return type.version() == 6 ? Ipv6Address.ANY : Ipv4Address.ANY;
  }

  /** The address to connect to instead of "any", which means this host. */
  public static IpAddress orLoopback(IpAddress address) {
    if (!address.isUnspecified()) {
      return address;
    }
    return address instanceof Ipv4Address ? Ipv4Address.LOOPBACK : Ipv6Address.LOOPBACK;
  }

  /**
   * Whether a socket bound to an address takes packets to another.
   *
   * @param bound null for any
   */
  public static boolean takes(
      SocketType type, boolean only6, @Nullable IpAddress bound, IpAddress destination) {
    if (bound != null) {
      return bound.equals(destination);
    }
    boolean four = destination instanceof Ipv4Address;
    return type.version() == 6 ? !(four && only6) : four;
  }
}
