package dev.dejima.packet;

import java.util.List;
import java.util.Optional;

/**
 * A message of neighbour discovery (RFC 4861), a kind of ICMPv6. What a receiver must check beyond
 * its form (hop limit 255, checksum, addresses of the IP header) is not checked here.
 */
public sealed interface NdpMessage {
  int ROUTER = 0x8000_0000;
  int SOLICITED = 0x4000_0000;
  int OVERRIDE = 0x2000_0000;

  /** What is appended to the message's fixed part. */
  List<NdpOption> options();

  /** Asks routers to advertise. */
  record RouterSolicitation(List<NdpOption> options) implements NdpMessage {
    /** Keeps a copy of the options. */
    public RouterSolicitation {
      options = List.copyOf(options);
    }
  }

  /**
   * A router and what it says of the link.
   *
   * @param hopLimit for packets that hosts send, 8 bits; 0 if it doesn't say
   * @param managed whether addresses are had by DHCPv6
   * @param other whether other configuration is
   * @param lifetimeSeconds how long it is a default router, 16 bits; 0 if it is none
   * @param reachableMillis how long a neighbour is believed to be reachable; 0 if it doesn't say
   * @param retransMillis between solicitations; 0 if it doesn't say
   */
  record RouterAdvertisement(
      int hopLimit,
      boolean managed,
      boolean other,
      int lifetimeSeconds,
      int reachableMillis,
      int retransMillis,
      List<NdpOption> options)
      implements NdpMessage {
    /** Checks the bounds of the fields. */
    public RouterAdvertisement {
      Bounds.check("hop limit", hopLimit, 0xff);
      Bounds.check("lifetime", lifetimeSeconds, 0xffff);
      options = List.copyOf(options);
    }
  }

  /** Asks for the link-layer address of {@code target}. */
  record NeighbourSolicitation(Ipv6Address target, List<NdpOption> options) implements NdpMessage {
    /** Keeps a copy of the options. */
    public NeighbourSolicitation {
      options = List.copyOf(options);
    }
  }

  /**
   * Tells the link-layer address of {@code target}.
   *
   * @param router whether the sender is one
   * @param solicited whether it was asked
   * @param override whether to replace what is known
   */
  record NeighbourAdvertisement(
      boolean router,
      boolean solicited,
      boolean override,
      Ipv6Address target,
      List<NdpOption> options)
      implements NdpMessage {
    /** Keeps a copy of the options. */
    public NeighbourAdvertisement {
      options = List.copyOf(options);
    }
  }

  /** Tells a better first hop, {@code target}, for {@code destination}. */
  record Redirect(Ipv6Address target, Ipv6Address destination, List<NdpOption> options)
      implements NdpMessage {
    /** Keeps a copy of the options. */
    public Redirect {
      options = List.copyOf(options);
    }
  }

  /** The ICMPv6 type, one of {@link Icmpv6Type}. */
  default int type() {
    return switch (this) {
      case RouterSolicitation _ -> Icmpv6Type.ROUTER_SOLICITATION;
      case RouterAdvertisement _ -> Icmpv6Type.ROUTER_ADVERTISEMENT;
      case NeighbourSolicitation _ -> Icmpv6Type.NEIGHBOUR_SOLICITATION;
      case NeighbourAdvertisement _ -> Icmpv6Type.NEIGHBOUR_ADVERTISEMENT;
      case Redirect _ -> Icmpv6Type.REDIRECT;
    };
  }

  /** Octets of the whole ICMPv6 message. */
  default int length() {
    return fixedLength(type()) + options().stream().mapToInt(NdpOption::length).sum();
  }

  /** Octets before the options; 0 for a type that is none of these. */
  private static int fixedLength(int type) {
    return switch (type) {
      case Icmpv6Type.ROUTER_SOLICITATION -> 8;
      case Icmpv6Type.ROUTER_ADVERTISEMENT -> 16;
      case Icmpv6Type.NEIGHBOUR_SOLICITATION, Icmpv6Type.NEIGHBOUR_ADVERTISEMENT -> 24;
      case Icmpv6Type.REDIRECT -> 40;
      default -> 0;
    };
  }

  /**
   * Writes the whole ICMPv6 message with a checksum of zero, which {@link IcmpView#fillChecksum}
   * computes; returns where it ends.
   */
  default int emit(byte[] bytes, int at) {
    new IcmpHeader(type(), 0, 0, rest()).emit(bytes, at);
    switch (this) {
      case RouterSolicitation _ -> {}
      case RouterAdvertisement router -> {
        NetworkOrder.put32(bytes, at + 8, router.reachableMillis());
        NetworkOrder.put32(bytes, at + 12, router.retransMillis());
      }
      case NeighbourSolicitation(Ipv6Address target, _) -> put(bytes, at + 8, target);
      case NeighbourAdvertisement(_, _, _, Ipv6Address target, _) -> put(bytes, at + 8, target);
      case Redirect(Ipv6Address target, Ipv6Address destination, _) -> {
        put(bytes, at + 8, target);
        put(bytes, at + 24, destination);
      }
    }
    int end = at + fixedLength(type());
    for (NdpOption option : options()) {
      end = option.emit(bytes, end);
    }
    return end;
  }

  private int rest() {
    return switch (this) {
      case RouterSolicitation _, NeighbourSolicitation _, Redirect _ -> 0;
      case RouterAdvertisement router ->
          router.hopLimit() << 24
              | (router.managed() ? 0x80_0000 : 0)
              | (router.other() ? 0x40_0000 : 0)
              | router.lifetimeSeconds();
      case NeighbourAdvertisement neighbour ->
          (neighbour.router() ? ROUTER : 0)
              | (neighbour.solicited() ? SOLICITED : 0)
              | (neighbour.override() ? OVERRIDE : 0);
    };
  }

  private static void put(byte[] bytes, int at, Ipv6Address address) {
    NetworkOrder.put64(bytes, at, address.high());
    NetworkOrder.put64(bytes, at + 8, address.low());
  }

  /** Reads the message that a view shows; empty if it is none of these or not whole. */
  static Optional<NdpMessage> parse(IcmpView view) {
    int fixed = fixedLength(view.type());
    if (fixed == 0 || view.code() != 0 || view.end() - view.offset() < fixed) {
      return Optional.empty();
    }
    return NdpOption.parse(view.bytes(), view.offset() + fixed, view.end())
        .map(options -> read(view, options));
  }

  private static NdpMessage read(IcmpView view, List<NdpOption> options) {
    byte[] bytes = view.bytes();
    int at = view.offset();
    int rest = view.rest();
    return switch (view.type()) {
      case Icmpv6Type.ROUTER_SOLICITATION -> new RouterSolicitation(options);
      case Icmpv6Type.ROUTER_ADVERTISEMENT ->
          new RouterAdvertisement(
              rest >>> 24,
              (rest & 0x80_0000) != 0,
              (rest & 0x40_0000) != 0,
              rest & 0xffff,
              NetworkOrder.get32(bytes, at + 8),
              NetworkOrder.get32(bytes, at + 12),
              options);
      case Icmpv6Type.NEIGHBOUR_SOLICITATION ->
          new NeighbourSolicitation(address(bytes, at + 8), options);
      case Icmpv6Type.NEIGHBOUR_ADVERTISEMENT ->
          new NeighbourAdvertisement(
              (rest & ROUTER) != 0,
              (rest & SOLICITED) != 0,
              (rest & OVERRIDE) != 0,
              address(bytes, at + 8),
              options);
      default -> new Redirect(address(bytes, at + 8), address(bytes, at + 24), options);
    };
  }

  private static Ipv6Address address(byte[] bytes, int at) {
    return new Ipv6Address(NetworkOrder.get64(bytes, at), NetworkOrder.get64(bytes, at + 8));
  }
}
