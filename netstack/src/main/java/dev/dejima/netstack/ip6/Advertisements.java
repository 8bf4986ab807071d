package dev.dejima.netstack.ip6;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.neigh.Neighbour;
import dev.dejima.netstack.neigh.Neighbours;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NdpMessage.RouterAdvertisement;
import dev.dejima.packet.NdpOption;
import dev.dejima.packet.NdpOption.PrefixInformation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host learns from routers: a default route, prefixes on the link, and addresses that it
 * makes of them (RFC 4862, {@code ndisc_router_discovery}, {@code addrconf_prefix_rcv}).
 */
final class Advertisements {
  /** How many routes may come of advertisements; Linux has no bound for these. */
  private static final int MOST_ROUTES = 1024;

  private static final long SECOND = 1_000_000_000L;

  /** A shorter remaining lifetime than this is not cut by an advertisement (RFC 4862 5.5.3). */
  private static final long TWO_HOURS = 7200;

  private final Ipv6 ipv6;

  Advertisements(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  void receive(Packet packet, Interface6 in, RouterAdvertisement message) {
    Ipv6Address router = Ipv6.source(packet);
    boolean ours =
        ipv6.interfaces().stream()
            .anyMatch(other -> other.find(router.high(), router.low()) != null);
    if (!router.isLinkLocal() || ours || !in.acceptsAdvertisements()) {
      return;
    }
    in.solicitations.end();
    int hopLimit = message.hopLimit();
    if (hopLimit != 0 && hopLimit >= in.get(Conf6.ACCEPT_RA_MIN_HOP_LIMIT)) {
      in.conf[Conf6.HOP_LIMIT.ordinal()] = hopLimit;
    }
    if (in.get(Conf6.ACCEPT_RA_DEFRTR) != 0) {
      defaultRoute(in, router, message.lifetimeSeconds());
    }
    learn(in.device(), router, message);
    for (NdpOption option : message.options()) {
      if (option instanceof PrefixInformation prefix && in.get(Conf6.ACCEPT_RA_PINFO) != 0) {
        prefix(in, prefix);
      }
    }
  }

  private void learn(NetDevice device, Ipv6Address router, RouterAdvertisement message) {
    Neighbour neighbour = ipv6.neighbours().findOrMake(device, router.high(), router.low());
    if (neighbour == null) {
      return;
    }
    ipv6.ndisc()
        .update(
            neighbour,
            Ndisc.linkAddress(message.options()),
            Neighbour.STALE,
            Neighbours.WEAK_OVERRIDE
                | Neighbours.OVERRIDE
                | Neighbours.OVERRIDE_ROUTER
                | Neighbours.IS_ROUTER);
  }

  /** The routes that a router's advertisements made. */
  private void removeDefault(Interface6 in, Ipv6Address router) {
    ipv6.routes()
        .remove(
            route ->
                route.protocol() == Route6.PROTOCOL_RA
                    && route.length() == 0
                    && router.equals(route.gateway())
                    && route.device() == in.device());
  }

  /** A neighbour says that it is no router any more. */
  void forgetRouter(Interface6 in, Ipv6Address router) {
    removeDefault(in, router);
  }

  private void defaultRoute(Interface6 in, Ipv6Address router, int seconds) {
    removeDefault(in, router);
    if (seconds != 0) {
      add(
          Ipv6Address.ANY,
          0,
          router,
          in.device(),
          in.get(Conf6.RA_DEFRTR_METRIC),
          Route6.PROTOCOL_RA,
          seconds);
    }
  }

  private void add(
      Ipv6Address prefix,
      int length,
      @Nullable Ipv6Address gateway,
      NetDevice device,
      int metric,
      int protocol,
      long seconds) {
    if (length != 0 && hasEnough(device)) {
      return;
    }
    long now = ipv6.loop().nanoTime();
    Route6 route =
        new Route6(
            prefix.high(),
            prefix.low(),
            length,
            gateway,
            device,
            null,
            metric,
            NewRoute.MAIN,
            protocol,
            RouteType.UNICAST,
            false,
            seconds == NewAddress.FOREVER ? 0 : now + seconds * SECOND);
    try {
      ipv6.routes().add(route, Set.of(NewFlag.CREATE));
    } catch (NetlinkException e) {
      return; // An administrator's own stands already.
    }
    ipv6.expire(route);
  }

  private boolean hasEnough(NetDevice device) {
    return ipv6.routes().all().stream()
            .filter(route -> route.expires() != 0 && route.device() == device)
            .count()
        >= MOST_ROUTES;
  }

  private void prefix(Interface6 in, PrefixInformation information) {
    long valid = Integer.toUnsignedLong(information.validSeconds());
    long preferred = Integer.toUnsignedLong(information.preferredSeconds());
    Ipv6Address prefix = information.prefix();
    if (prefix.isLinkLocal() || prefix.isMulticast() || preferred > valid) {
      return;
    }
    int length = information.prefixLength();
    if (information.onLink()) {
      onLink(in, prefix, length, valid);
    }
    if (information.autonomous() && in.get(Conf6.AUTOCONF) != 0 && length == 64) {
      address(in, prefix, valid, preferred);
    }
  }

  private void onLink(Interface6 in, Ipv6Address prefix, int length, long seconds) {
    ipv6.routes()
        .remove(
            route ->
                route.expires() != 0
                    && route.gateway() == null
                    && route.length() == length
                    && route.matches(prefix.high(), prefix.low())
                    && route.device() == in.device());
    if (seconds != 0) {
      Ipv6Address network =
          new Ipv6Address(
              prefix.high() & Scopes.mask(length), prefix.low() & Scopes.mask(length - 64));
      add(
          network,
          length,
          null,
          in.device(),
          Route6.METRIC_ADDRESS,
          Route6.PROTOCOL_KERNEL,
          seconds);
    }
  }

  private void address(Interface6 in, Ipv6Address prefix, long valid, long preferred) {
    Ipv6Address own = new Ipv6Address(prefix.high(), Addresses6.identifier(in.device()));
    Address6 there = in.find(own.high(), own.low());
    if (there == null) {
      int most = in.get(Conf6.MAX_ADDRESSES);
      if (valid != 0 && (most == 0 || in.addresses().size() < most)) {
        make(in, own, valid, preferred);
      }
      return;
    }
    if (there.has(NewAddress.PERMANENT)) {
      return;
    }
    long age = (ipv6.loop().nanoTime() - there.stamped) / SECOND;
    long left = there.validLifetime == NewAddress.FOREVER ? valid : there.validLifetime - age;
    there.validLifetime = valid > TWO_HOURS || valid > left ? valid : Math.min(left, TWO_HOURS);
    there.preferredLifetime = Math.min(preferred, there.validLifetime);
    ipv6.addresses().stamp(there);
  }

  private void make(Interface6 in, Ipv6Address own, long valid, long preferred) {
    Address6 address =
        new Address6(
            in.device(),
            own,
            null,
            64,
            NewAddress.MANAGED_TEMPORARIES | NewAddress.NOPREFIXROUTE,
            valid,
            preferred);
    try {
      ipv6.addresses().add(in, address);
      address.flags &= ~NewAddress.NOPREFIXROUTE;
    } catch (NetlinkException e) {
      // The device takes no addresses; RFC 4862 section 5.5.3 has nobody to tell.
    }
  }
}
