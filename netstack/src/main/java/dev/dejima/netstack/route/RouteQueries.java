package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.FoundRoute;
import dev.dejima.kernel.rtnetlink.GetRoute;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Route6;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which way a packet would take ({@code inet_rtm_getroute()}, {@code inet6_rtm_getroute()}): asked
 * for by {@code ip route get}.
 */
record RouteQueries(Links links, Ipv4 ipv4, Ipv6 ipv6) {
  private static final long ROOT = 0;

  RouteMessage find(GetRoute get) throws NetlinkException {
    try {
      return get.destination() instanceof Ipv6Address six ? find6(get, six) : find4(get);
    } catch (NetlinkException e) {
      throw e;
    } catch (KernelException e) {
      throw new NetlinkException(e.errno());
    }
  }

  private @Nullable NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (index != 0 && device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    return device;
  }

  // ---- IPv4

  private RouteMessage find4(GetRoute get) throws KernelException {
    NetDevice in = device(get.input());
    NetDevice out = device(get.output());
    int source = get.source() == null ? 0 : AddressRequests.v4(get.source());
    int destination = AddressRequests.v4(get.destination());
    Selector udp =
        new Selector(
            get.mark(),
            get.tos(),
            get.protocol() == 0 ? IpProtocol.UDP : get.protocol(),
            get.sourcePort(),
            get.destinationPort());
    Route4 route;
    if (in == null) {
      route = ipv4.output().route(source, destination, out, udp);
    } else {
      RouteKey key = ipv4.routes().key(source, destination).in(in).select(udp);
      route = arriving(ipv4.routes().lookup(key), in);
      if (!ipv4.mayCome(source, destination, udp, in)) {
        throw new KernelException(Errno.EINVAL);
      }
    }
    return get.whole() ? RouteRequests.describe(route) : found(get, route, source, destination);
  }

  /** The errors of a packet that comes in ({@code ip_route_input_slow()}). */
  private Route4 arriving(@Nullable Route4 route, NetDevice in) throws KernelException {
    boolean forwarding = ipv4.interfaceOf(in).forwarding();
    if (route == null) {
      throw new KernelException(forwarding ? Errno.ENETUNREACH : Errno.EHOSTUNREACH);
    }
    return switch (route.type()) {
      case LOCAL, BROADCAST -> route;
      case UNICAST, ANYCAST, MULTICAST, UNSPEC -> {
        if (!forwarding) {
          throw new KernelException(Errno.EHOSTUNREACH);
        }
        yield route;
      }
      case BLACKHOLE -> throw new KernelException(Errno.EINVAL);
      case UNREACHABLE -> throw new KernelException(Errno.EHOSTUNREACH);
      case PROHIBIT -> throw new KernelException(Errno.EACCES);
    };
  }

  private FoundRoute found(GetRoute get, Route4 route, int source, int destination) {
    boolean here = get.input() == 0;
    int chosen = here && source == 0 ? ipv4.output().source(route, destination) : 0;
    boolean local = route.type() == RouteType.LOCAL;
    NetDevice device = ipv4.output().device(route);
    // Without rules of their own the tables local and main are one.
    boolean merged = ipv4.routes().rules().areInitial() && route.table() == NewRoute.LOCAL;
    NewRoute answer =
        new NewRoute(
            new Prefix(new Ipv4Address(destination), 32),
            route.gateway() == 0 ? null : new Ipv4Address(route.gateway()),
            device.index(),
            chosen == 0 ? null : new Ipv4Address(chosen),
            0,
            merged ? NewRoute.MAIN : route.table(),
            0,
            0,
            route.type(),
            0,
            Set.of());
    int cache = local || route.type() == RouteType.BROADCAST ? FoundRoute.LOCAL : 0;
    cache |= route.type() == RouteType.BROADCAST ? FoundRoute.BROADCAST : 0;
    cache |= here || !wouldRedirect(get, device, source) ? 0 : FoundRoute.REDIRECT;
    return new FoundRoute(
        answer,
        source == 0 ? null : new Ipv4Address(source),
        get.input(),
        get.mark(),
        here ? ROOT : FoundRoute.NOBODY,
        cache,
        true);
  }

  private boolean wouldRedirect(GetRoute get, NetDevice out, int source) {
    return out.index() == get.input() && ipv4.mayRedirect(out, source);
  }

  // ---- IPv6

  private RouteMessage find6(GetRoute get, Ipv6Address to) throws KernelException {
    NetDevice in = device(get.input());
    NetDevice out = device(get.output());
    IpAddress given = get.source();
    Ipv6Address source = given == null ? Ipv6Address.ANY : AddressRequests6.v6(given);
    Selector selector =
        new Selector(
            get.mark(), get.tos(), get.protocol(), get.sourcePort(), get.destinationPort());
    Route6 route = ipv6.output().route(source, to, in, out, selector);
    if (get.whole()) {
      return RouteRequests6.describe(route);
    }
    NewRoute whole = RouteRequests6.describe(route);
    Ipv6Address chosen = in == null ? ipv6.output().source(route, to) : null;
    NewRoute answer =
        new NewRoute(
            new Prefix(to, 128),
            whole.gateway(),
            ipv6.output().device(route).index(),
            chosen,
            whole.metric(),
            whole.table(),
            whole.protocol(),
            whole.scope(),
            whole.type(),
            0,
            Set.of());
    return new FoundRoute(answer, source, get.input(), get.mark(), FoundRoute.NOBODY, 0, false);
  }
}
