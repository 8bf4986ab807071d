package dev.dejima.netstack.route;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.ip.Address4;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests about routes (net/ipv4/fib_frontend.c and fib_semantics.c). */
record RouteRequests(Links links, Ipv4 ipv4) {
  private static final int ALL_TABLES = 0;

  /** The kernel dumps table by table, in the order of their numbers, each by prefix. */
  private static int inDumpOrder(Route4 a, Route4 b) {
    if (a.table() != b.table()) {
      return Integer.compare(a.table(), b.table());
    }
    int byPrefix = Integer.compareUnsigned(a.prefix(), b.prefix());
    return byPrefix != 0 ? byPrefix : Integer.compare(b.length(), a.length());
  }

  void add(NewRoute request) throws NetlinkException {
    int prefix = AddressRequests.v4(request.destination().address());
    int length = request.destination().length();
    if ((prefix & ~Address4.mask(length)) != 0) {
      throw new NetlinkException(Errno.EINVAL, "Invalid prefix for given prefix length");
    }
    ipv4.routes().add(resolve(request, prefix, length), request.mode());
  }

  private Route4 resolve(NewRoute request, int prefix, int length) throws NetlinkException {
    int gateway = request.gateway() == null ? 0 : AddressRequests.v4(request.gateway());
    NetDevice device = device(request.device());
    int nextHopScope = Route4.SCOPE_NOWHERE;
    switch (request.type()) {
      case BLACKHOLE, UNREACHABLE, PROHIBIT -> {
        if (gateway != 0 || device != null) {
          throw new NetlinkException(
              Errno.EINVAL,
              "Gateway, device and multipath can not be specified for this route type");
        }
      }
      case UNSPEC -> throw new NetlinkException(Errno.EINVAL, "Invalid route type");
      case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> {
        if (gateway != 0) {
          Route4 way = gateway(request, gateway, device);
          device = way.device();
          nextHopScope = way.scope();
        } else {
          device = onLink(request, device);
          nextHopScope =
              request.scope() >= Route4.SCOPE_HOST ? Route4.SCOPE_NOWHERE : Route4.SCOPE_LINK;
        }
      }
    }
    int source =
        request.preferredSource() == null ? 0 : AddressRequests.v4(request.preferredSource());
    if (source != 0 && ipv4.routes().type(source) != RouteType.LOCAL) {
      throw new NetlinkException(Errno.EINVAL, "Invalid prefsrc address");
    }
    return new Route4(
        prefix,
        length,
        gateway,
        device,
        source,
        request.metric(),
        request.table() == 0 ? NewRoute.MAIN : request.table(),
        request.protocol(),
        request.scope(),
        nextHopScope,
        request.type(),
        (request.flags() & NewRoute.ONLINK) != 0);
  }

  private @Nullable NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (index != 0 && device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    return device;
  }

  private static NetDevice onLink(NewRoute request, @Nullable NetDevice device)
      throws NetlinkException {
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    if (!device.isUp() && request.scope() < Route4.SCOPE_HOST) {
      throw new NetlinkException(Errno.ENETDOWN, "Device for nexthop is not up");
    }
    return device;
  }

  /** The way to a gateway ({@code fib_check_nh_v4_gw}). */
  private Route4 gateway(NewRoute request, int gateway, @Nullable NetDevice device)
      throws NetlinkException {
    if (request.scope() >= Route4.SCOPE_LINK) {
      throw new NetlinkException(Errno.EINVAL, "Nexthop has invalid scope");
    }
    if ((request.flags() & NewRoute.ONLINK) != 0) {
      return declared(gateway, device);
    }
    Route4 way = ipv4.routes().search(ipv4.routes().key(0, gateway).out(device), Route4.SCOPE_LINK);
    if (way == null) {
      throw new NetlinkException(Errno.ENETUNREACH, "Nexthop has invalid gateway");
    }
    if (way.type() != RouteType.UNICAST && way.type() != RouteType.LOCAL) {
      throw new NetlinkException(Errno.EINVAL, "Nexthop has invalid gateway");
    }
    NetDevice by = way.device();
    if (by == null || !by.isUp()) {
      throw new NetlinkException(Errno.ENETDOWN, "Device for nexthop is not up");
    }
    return way;
  }

  private Route4 declared(int gateway, @Nullable NetDevice device) throws NetlinkException {
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "Nexthop device required for onlink");
    }
    if (!device.isUp()) {
      throw new NetlinkException(Errno.ENETDOWN, "Nexthop device is not up");
    }
    if (ipv4.routes().type(gateway) != RouteType.UNICAST) {
      throw new NetlinkException(Errno.EINVAL, "Nexthop has invalid gateway");
    }
    return new Route4(
        gateway,
        32,
        0,
        device,
        0,
        0,
        NewRoute.MAIN,
        0,
        Route4.SCOPE_LINK,
        Route4.SCOPE_LINK,
        RouteType.UNICAST,
        true);
  }

  void delete(DelRoute request) throws NetlinkException {
    int prefix = AddressRequests.v4(request.destination().address());
    if ((prefix & ~Address4.mask(request.destination().length())) != 0) {
      throw new NetlinkException(Errno.EINVAL, "Invalid prefix for given prefix length");
    }
    int gateway = request.gateway() == null ? 0 : AddressRequests.v4(request.gateway());
    int source =
        request.preferredSource() == null ? 0 : AddressRequests.v4(request.preferredSource());
    if (!ipv4.routes().remove(route -> matches(request, route, prefix, gateway, source))) {
      throw new NetlinkException(Errno.ESRCH);
    }
  }

  private static boolean matches(
      DelRoute request, Route4 route, int prefix, int gateway, int source) {
    NetDevice device = route.device();
    int table = request.table() == 0 ? NewRoute.MAIN : request.table();
    return route.table() == table
        && route.prefix() == prefix
        && route.length() == request.destination().length()
        && (gateway == 0 || gateway == route.gateway())
        && (source == 0 || source == route.source())
        && (request.device() == 0 || device != null && device.index() == request.device())
        && (request.metric() == 0 || request.metric() == route.metric())
        && (request.protocol() == 0 || request.protocol() == route.protocol())
        && (request.scope() == 0
            || request.scope() == Route4.SCOPE_NOWHERE
            || request.scope() == route.scope())
        && (request.type() == RouteType.UNSPEC || request.type() == route.type());
  }

  List<NewRoute> describeAll(int table) {
    return ipv4.routes().all().stream()
        .filter(route -> table == ALL_TABLES || route.table() == table)
        .sorted(RouteRequests::inDumpOrder)
        .map(RouteRequests::describe)
        .toList();
  }

  static NewRoute describe(Route4 route) {
    NetDevice device = route.device();
    boolean local = route.nextHopScope() == Route4.SCOPE_NOWHERE;
    boolean down = device != null && !local && !device.hasCarrier();
    return new NewRoute(
        new Prefix(new Ipv4Address(route.prefix()), route.length()),
        address(route.gateway()),
        device == null ? 0 : device.index(),
        address(route.source()),
        route.metric(),
        route.table(),
        route.protocol(),
        route.scope(),
        route.type(),
        (route.onLink() ? NewRoute.ONLINK : 0) | (down ? NewRoute.LINKDOWN : 0),
        Set.of());
  }

  private static @Nullable IpAddress address(int value) {
    return value == 0 ? null : new Ipv4Address(value);
  }

  /** The message that tells of a route's end. */
  static DelRoute deletion(NewRoute route) {
    return new DelRoute(
        route.destination(),
        route.gateway(),
        route.device(),
        route.preferredSource(),
        route.metric(),
        route.table(),
        route.protocol(),
        route.scope(),
        route.type());
  }
}
