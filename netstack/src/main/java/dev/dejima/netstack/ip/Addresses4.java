package dev.dejima.netstack.ip;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a namespace, and the routes that come and go with them (net/ipv4/devinet.c and
 * fib_frontend.c): to each address itself, to its network, to the network's broadcast address.
 */
final class Addresses4 {
  private final Ipv4 ipv4;

  Addresses4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
  }

  void add(Interface4 in, Address4 address) throws NetlinkException {
    int at = 0;
    address.flags &= ~NewAddress.SECONDARY;
    for (int i = 0; i < in.addresses.size(); i++) {
      Address4 other = in.addresses.get(i);
      if (!other.isSecondary() && address.scope <= other.scope) {
        at = i + 1;
      }
      if (other.length == address.length && other.onLink(address.local)) {
        if (other.local == address.local) {
          throw new NetlinkException(Errno.EEXIST, "ipv4: Address already assigned");
        }
        if (other.scope != address.scope) {
          throw new NetlinkException(Errno.EINVAL, "ipv4: Invalid scope value");
        }
        address.flags |= NewAddress.SECONDARY;
      }
    }
    in.addresses.add(address.isSecondary() ? in.addresses.size() : at, address);
    addRoutes(address);
    ipv4.events().address(address, true);
  }

  void addRoutes(Address4 address) {
    NetDevice device = address.device;
    magic(address, RouteType.LOCAL, address.local, 32);
    if (!device.isUp()) {
      return;
    }
    if (address.broadcast != 0 && address.broadcast != -1) {
      magic(address, RouteType.BROADCAST, address.broadcast, 32);
    }
    int network = address.network();
    boolean ownNetwork = network >>> 24 != 0 && !address.isSecondary();
    if (ownNetwork && (network != address.local || address.length < 32)) {
      if ((address.flags & NewAddress.NOPREFIXROUTE) == 0) {
        magic(
            address,
            device.isLoopback() ? RouteType.LOCAL : RouteType.UNICAST,
            network,
            address.length);
      }
      if (address.length < 31) {
        magic(address, RouteType.BROADCAST, network | ~Address4.mask(address.length), 32);
      }
    }
  }

  /** The address that routes made for another prefer: the first of its network. */
  private int primary(Address4 address) {
    if (address.isSecondary()) {
      for (Address4 other : ipv4.interfaceOf(address.device).addresses) {
        if (!other.isSecondary() && other.length == address.length && other.onLink(address.local)) {
          return other.local;
        }
      }
    }
    return address.local;
  }

  /** A route as the kernel makes it for an address ({@code fib_magic}). */
  private void magic(Address4 address, RouteType type, int prefix, int length) {
    boolean local = type == RouteType.LOCAL;
    Route4 route =
        new Route4(
            prefix,
            length,
            0,
            address.device,
            primary(address),
            0,
            type == RouteType.UNICAST ? NewRoute.MAIN : NewRoute.LOCAL,
            Route4.PROTOCOL_KERNEL,
            local ? Route4.SCOPE_HOST : Route4.SCOPE_LINK,
            local ? Route4.SCOPE_NOWHERE : Route4.SCOPE_LINK,
            type,
            false);
    try {
      ipv4.routes().add(route, Set.of(NewFlag.CREATE, NewFlag.APPEND));
    } catch (NetlinkException e) {
      // It is there already, from another address.
    }
  }

  /** Takes an address away; its network's secondaries go too, or are promoted. */
  void remove(Interface4 in, Address4 address) {
    List<Address4> rest = new ArrayList<>();
    boolean promote = in.either(Conf4.PROMOTE_SECONDARIES);
    in.addresses.remove(address);
    if (!address.isSecondary()) {
      for (Address4 other : List.copyOf(in.addresses)) {
        if (other.isSecondary() && other.length == address.length && other.onLink(address.local)) {
          in.addresses.remove(other);
          rest.add(other);
        }
      }
    }
    for (Address4 other : promote ? List.<Address4>of() : rest) {
      forget(in, other);
    }
    forget(in, address);
    if (promote && !rest.isEmpty()) {
      rest.getFirst().flags &= ~NewAddress.SECONDARY;
      in.addresses.addAll(rest);
      rest.forEach(this::addRoutes);
    }
  }

  private void forget(Interface4 in, Address4 address) {
    removeRoutes(address);
    ipv4.events().address(address, false);
    ipv4.netfilter().addressRemoved(in.device(), Ipv4.address(address.local));
  }

  private void removeRoutes(Address4 gone) {
    RouteTable4 routes = ipv4.routes();
    Interface4 in = ipv4.interfaceOf(gone.device);
    NetDevice device = gone.device;
    if (!gone.isSecondary()) {
      routes.remove(
          r ->
              isKernels(r, device, gone.local)
                  && r.prefix() == gone.network()
                  && r.length() == gone.length
                  && (r.length() < 32 || r.type() == RouteType.UNICAST));
      int last = gone.network() | ~Address4.mask(gone.length);
      routes.remove(
          r ->
              isKernels(r, device, gone.local)
                  && r.type() == RouteType.BROADCAST
                  && r.prefix() == last);
    }
    routes.remove(
        r ->
            isKernels(r, device, gone.local)
                && r.type() == RouteType.BROADCAST
                && r.prefix() == gone.broadcast);
    if (in.find(gone.local) == null) {
      routes.remove(
          r ->
              isKernels(r, device, r.source())
                  && r.type() == RouteType.LOCAL
                  && r.prefix() == gone.local);
      if (!ipv4.isLocal(gone.local)) {
        routes.flush(r -> r.source() == gone.local, true);
      }
    }
  }

  private static boolean isKernels(Route4 route, NetDevice device, int source) {
    return route.protocol() == Route4.PROTOCOL_KERNEL
        && route.device() == device
        && route.source() == source;
  }

  /** The first primary of a scope no wider than given ({@code inet_select_addr}); 0 for none. */
  int select(@Nullable Interface4 on, int toward, int scope) {
    int fallback = 0;
    if (on != null) {
      int least = on.device().isLoopback() ? scope : Math.min(scope, Route4.SCOPE_LINK);
      for (Address4 address : on.addresses) {
        if (address.isSecondary() || Math.min(address.scope, Route4.SCOPE_LINK) > least) {
          continue;
        }
        if (toward == 0 || address.onLink(toward)) {
          return address.local;
        }
        fallback = fallback == 0 ? address.local : fallback;
      }
    }
    return fallback != 0 ? fallback : selectElsewhere(scope);
  }

  private int selectElsewhere(int scope) {
    for (Interface4 in : ipv4.interfaces()) {
      for (Address4 address : in.addresses) {
        if (!address.isSecondary()
            && address.scope != Route4.SCOPE_LINK
            && address.scope <= scope) {
          return address.local;
        }
      }
    }
    return 0;
  }
}
