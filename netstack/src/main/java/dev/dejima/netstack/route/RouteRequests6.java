package dev.dejima.netstack.route;

import static dev.dejima.netstack.route.AddressRequests6.v6;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.DelRoute;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.ip6.Interface6;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Route6;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests about routes of IPv6 (net/ipv6/route.c). */
record RouteRequests6(Links links, Ipv6 ipv6) {
  private static final int ALL_TABLES = 0;
  private static final int STATIC_OR_BOOT = 3;

  /** The kernel dumps its tables in the order of their slots: main, then local, then others. */
  private static int inDumpOrder(Route6 a, Route6 b) {
    return Integer.compare(a.table() & 0xff ^ 0xfe, b.table() & 0xff ^ 0xfe);
  }

  void add(NewRoute request) throws NetlinkException {
    Ipv6Address given = v6(request.destination().address());
    int length = request.destination().length();
    Prefix network = new Prefix(given, length).network();
    Ipv6Address prefix = v6(network.address());
    ipv6.routes().add(resolve(request, prefix, length), request.mode());
  }

  private Route6 resolve(NewRoute request, Ipv6Address prefix, int length) throws NetlinkException {
    if (request.type() == RouteType.UNSPEC) {
      throw new NetlinkException(Errno.EINVAL, "Invalid route type");
    }
    Ipv6Address gateway = request.gateway() == null ? null : v6(request.gateway());
    NetDevice device = device(request.device());
    boolean onLink = (request.flags() & NewRoute.ONLINK) != 0;
    switch (request.type()) {
      case BLACKHOLE, UNREACHABLE, PROHIBIT -> {
        gateway = null;
        device = links.find("lo");
      }
      case UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> {
        checkOnLink(onLink, device);
        device = gateway == null ? device : gateway(gateway, device, onLink);
      }
    }
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    checkDevice(device, request.type());
    return new Route6(
        prefix.high(),
        prefix.low(),
        length,
        gateway,
        device,
        source(request),
        request.metric() == 0 ? Route6.METRIC_DEFAULT : request.metric(),
        request.table() == 0 ? NewRoute.MAIN : request.table(),
        request.protocol() == 0 ? STATIC_OR_BOOT : request.protocol(),
        request.type(),
        onLink,
        0);
  }

  private @Nullable NetDevice device(int index) throws NetlinkException {
    NetDevice device = links.find(index);
    if (index != 0 && device == null) {
      throw new NetlinkException(Errno.ENODEV);
    }
    return device;
  }

  private static void checkOnLink(boolean onLink, @Nullable NetDevice device)
      throws NetlinkException {
    if (!onLink) {
      return;
    }
    if (device == null) {
      throw new NetlinkException(Errno.ENODEV, "Nexthop device required for onlink");
    }
    if (!device.isUp()) {
      throw new NetlinkException(Errno.ENETDOWN, "Nexthop device is not up");
    }
  }

  private void checkDevice(NetDevice device, RouteType type) throws NetlinkException {
    Interface6 in = ipv6.find(device);
    boolean reject =
        type == RouteType.BLACKHOLE || type == RouteType.UNREACHABLE || type == RouteType.PROHIBIT;
    if (reject) {
      return;
    }
    if (in == null || in.isDisabled()) {
      throw new NetlinkException(Errno.EACCES, "IPv6 is disabled on nexthop device");
    }
    if (!device.isUp()) {
      throw new NetlinkException(Errno.ENETDOWN, "Nexthop device is not up");
    }
  }

  private @Nullable Ipv6Address source(NewRoute request) throws NetlinkException {
    if (request.preferredSource() == null) {
      return null;
    }
    Ipv6Address source = v6(request.preferredSource());
    if (!ipv6.isLocal(source)) {
      throw new NetlinkException(Errno.EINVAL, "Invalid source address");
    }
    return source;
  }

  /** The device by which a gateway is reached ({@code ip6_validate_gw}). */
  private NetDevice gateway(Ipv6Address gateway, @Nullable NetDevice given, boolean onLink)
      throws NetlinkException {
    if (isOwn(gateway, given)) {
      throw new NetlinkException(Errno.EINVAL, "Gateway can not be a local address");
    }
    NetDevice device = given;
    if (!gateway.isLinkLocal()) {
      if (gateway.isMulticast() || gateway.isLoopback() || gateway.isUnspecified()) {
        throw new NetlinkException(Errno.EINVAL, "Invalid gateway address");
      }
      device = onLink ? given : onLinkTo(gateway, given);
    }
    if (device == null) {
      throw new NetlinkException(Errno.EINVAL, "Egress device not specified");
    }
    if (device.isLoopback()) {
      throw new NetlinkException(
          Errno.EINVAL, "Egress device can not be loopback device for this route");
    }
    return device;
  }

  /** A link-local address counts on its own link only. */
  private boolean isOwn(Ipv6Address gateway, @Nullable NetDevice device) {
    return ipv6.interfaces().stream()
        .filter(in -> !gateway.isLinkLocal() || in.device() == device)
        .flatMap(in -> in.addresses().stream())
        .anyMatch(address -> address.local.equals(gateway));
  }

  private NetDevice onLinkTo(Ipv6Address gateway, @Nullable NetDevice given)
      throws NetlinkException {
    Route6 way = ipv6.routeBy(gateway, given);
    if (way == null || way.gateway() != null || way.type() != RouteType.UNICAST) {
      throw new NetlinkException(Errno.EHOSTUNREACH);
    }
    return way.device();
  }

  void delete(DelRoute request) throws NetlinkException {
    int length = request.destination().length();
    Ipv6Address prefix = v6(request.destination().network().address());
    Ipv6Address gateway = request.gateway() == null ? null : v6(request.gateway());
    if (!ipv6.routes().remove(route -> matches(request, route, prefix, length, gateway))) {
      throw new NetlinkException(Errno.ESRCH);
    }
  }

  private static boolean matches(
      DelRoute request,
      Route6 route,
      Ipv6Address prefix,
      int length,
      @Nullable Ipv6Address gateway) {
    int table = request.table() == 0 ? NewRoute.MAIN : request.table();
    return route.table() == table
        && route.length() == length
        && route.high() == prefix.high()
        && route.low() == prefix.low()
        && (request.metric() == 0 || request.metric() == route.metric())
        && (request.protocol() == 0 || request.protocol() == route.protocol())
        && (request.device() == 0 || request.device() == route.device().index())
        && (gateway == null || gateway.equals(route.gateway()));
  }

  List<NewRoute> describeAll(int table) {
    return ipv6.routes().all().stream()
        .filter(route -> table == ALL_TABLES || route.table() == table)
        .sorted(RouteRequests6::inDumpOrder)
        .map(RouteRequests6::describe)
        .toList();
  }

  static NewRoute describe(Route6 route) {
    NetDevice device = route.device();
    boolean down = !route.isLocal() && !device.hasCarrier();
    return new NewRoute(
        new Prefix(new Ipv6Address(route.high(), route.low()), route.length()),
        route.gateway(),
        device.index(),
        route.source(),
        route.metric(),
        route.table(),
        route.protocol(),
        0,
        route.type(),
        (route.onLink() ? NewRoute.ONLINK : 0) | (down ? NewRoute.LINKDOWN : 0),
        Set.of());
  }
}
