package dev.dejima.netstack.ip6;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.sched.Timer;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Ipv6Address;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a namespace, and the routes and groups that come and go with them
 * (net/ipv6/addrconf.c).
 */
final class Addresses6 {
  private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
  private static final long SECOND = 1_000_000_000L;
  private static final int WHOLE = 128;
  private static final int RANDOM_IDENTIFIER = 2;
  private static final int NO_IDENTIFIER = 1;

  private final Ipv6 ipv6;
  private final DuplicateDetection detection;

  Addresses6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
    this.detection = new DuplicateDetection(ipv6, this);
  }

  // ---- one address

  void add(Interface6 in, Address6 address) throws NetlinkException {
    check(in, address);
    if (in.device().isUp()) {
      in.memberships.up();
    }
    if (!address.has(NewAddress.NODAD)) {
      address.flags |= NewAddress.TENTATIVE;
    }
    if (in.larger(Conf6.OPTIMISTIC_DAD) == 0 || in.forwarding()) {
      address.flags &= ~NewAddress.OPTIMISTIC;
    }
    insert(in, address);
    stamp(address);
    addPrefixRoute(address);
    if (!address.has(NewAddress.NODAD | NewAddress.OPTIMISTIC)) {
      ipv6.events().address(address, true);
    }
    detection.begin(in, address);
  }

  private static void check(Interface6 in, Address6 address) throws NetlinkException {
    Ipv6Address local = address.local;
    if (in.isDisabled()) {
      throw new NetlinkException(Errno.EACCES, "ipv6: IPv6 is disabled on this device");
    }
    if (local.isUnspecified()) {
      throw new NetlinkException(Errno.EADDRNOTAVAIL, "ipv6: Invalid address");
    }
    if (local.isMulticast()) {
      throw new NetlinkException(
          Errno.EADDRNOTAVAIL,
          "ipv6: Cannot assign multicast address without \"IFA_F_MCAUTOJOIN\" flag");
    }
    if (local.isLoopback() && !in.device().isLoopback()) {
      throw new NetlinkException(
          Errno.EADDRNOTAVAIL, "ipv6: Cannot assign loopback address on this device");
    }
  }

  private static void insert(Interface6 in, Address6 address) {
    int at = 0;
    while (at < in.addresses.size()
        && Scopes.of(in.addresses.get(at).local) > Scopes.of(address.local)) {
      at++;
    }
    in.addresses.add(at, address);
  }

  /** Begins to count the lifetimes anew. */
  void stamp(Address6 address) {
    address.stamped = ipv6.loop().nanoTime();
    if (address.validLifetime == NewAddress.FOREVER) {
      address.flags |= NewAddress.PERMANENT;
    } else {
      address.flags &= ~NewAddress.PERMANENT;
    }
    if (address.preferredLifetime == 0) {
      address.flags |= NewAddress.DEPRECATED;
    } else {
      address.flags &= ~NewAddress.DEPRECATED;
    }
    armExpiry(address);
  }

  private void armExpiry(Address6 address) {
    long next =
        address.has(NewAddress.DEPRECATED) ? address.validLifetime : address.preferredLifetime;
    Timer timer = address.expiry;
    if (timer == null) {
      timer = ipv6.loop().backgroundTimer(() -> expire(address));
      address.expiry = timer;
    }
    timer.cancel();
    if (next != NewAddress.FOREVER) {
      timer.armAt(address.stamped + next * SECOND);
    }
  }

  private void expire(Address6 address) {
    long age = (ipv6.loop().nanoTime() - address.stamped) / SECOND;
    if (address.validLifetime != NewAddress.FOREVER && age >= address.validLifetime) {
      remove(ipv6.interfaceOf(address.device), address);
    } else {
      address.flags |= NewAddress.DEPRECATED;
      ipv6.events().address(address, true);
      armExpiry(address);
    }
  }

  private void addPrefixRoute(Address6 address) {
    if (!address.has(NewAddress.NOPREFIXROUTE) && address.device.isUp()) {
      Ipv6Address network = address.network();
      kernelRoute(
          network, address.length, address.device, Route6.METRIC_ADDRESS, RouteType.UNICAST);
    }
  }

  private void kernelRoute(
      Ipv6Address prefix, int length, NetDevice device, int metric, RouteType type) {
    Route6 route =
        new Route6(
            prefix.high(),
            prefix.low(),
            length,
            null,
            device,
            null,
            metric,
            type == RouteType.UNICAST ? NewRoute.MAIN : NewRoute.LOCAL,
            Route6.PROTOCOL_KERNEL,
            type,
            false,
            0);
    try {
      ipv6.routes().add(route, Set.of(NewFlag.CREATE));
    } catch (NetlinkException e) {
      // It is there already, from another address.
    }
  }

  /** Nobody else has it, or nobody was asked: packets to it are taken from now on. */
  void receives(Interface6 in, Address6 address) {
    ipv6.events().address(address, true);
    addLocalRoute(address);
    if (in.forwarding()) {
      joinAnycast(in, address);
    }
    if (address.peer != null) {
      kernelRoute(address.peer, WHOLE, address.device, Route6.METRIC_ADDRESS, RouteType.UNICAST);
    }
  }

  void addLocalRoute(Address6 address) {
    kernelRoute(address.local, WHOLE, address.device, 0, RouteType.LOCAL);
  }

  void joinSolicited(Interface6 in, Ipv6Address address) {
    if (!in.device().isLoopback()) {
      in.memberships.join(Scopes.solicitedNode(address.low()));
    }
  }

  private static void leaveSolicited(Interface6 in, Ipv6Address address) {
    if (!in.device().isLoopback()) {
      in.memberships.leave(Scopes.solicitedNode(address.low()));
    }
  }

  /** A router listens to the address of each of its networks (RFC 4291 section 2.6.1). */
  private void joinAnycast(Interface6 in, Address6 address) {
    Ipv6Address network = address.network();
    if (address.length >= 127 || network.isUnspecified()) {
      return;
    }
    boolean first = !in.anycasts.contains(network);
    in.anycasts.add(network);
    if (first) {
      kernelRoute(network, WHOLE, address.device, 0, RouteType.ANYCAST);
      joinSolicited(in, network);
    }
  }

  private void leaveAnycast(Interface6 in, Address6 address) {
    Ipv6Address network = address.network();
    if (in.anycasts.remove(network) && !in.anycasts.contains(network)) {
      leaveSolicited(in, network);
      removeHostRoute(network, address.device, RouteType.ANYCAST);
    }
  }

  private void removeHostRoute(Ipv6Address address, NetDevice device, RouteType type) {
    ipv6.routes()
        .remove(
            route ->
                route.type() == type
                    && route.length() == WHOLE
                    && route.high() == address.high()
                    && route.low() == address.low()
                    && route.device() == device
                    && route.protocol() == Route6.PROTOCOL_KERNEL);
  }

  /** Takes an address away. */
  void remove(Interface6 in, Address6 address) {
    in.addresses.remove(address);
    forget(in, address);
    removePrefixRoute(in, address);
    List<Route6> preferring =
        ipv6.routes().all().stream().filter(r -> address.local.equals(r.source())).toList();
    for (Route6 route : preferring) {
      ipv6.routes().withoutSource(route);
    }
  }

  private void forget(Interface6 in, Address6 address) {
    detection.end(address);
    if (address.expiry != null) {
      address.expiry.cancel();
    }
    ipv6.events().address(address, false);
    if (in.forwarding()) {
      leaveAnycast(in, address);
    }
    leaveSolicited(in, address.local);
    if (address.peer != null) {
      removeHostRoute(address.peer, address.device, RouteType.UNICAST);
    }
    removeHostRoute(address.local, address.device, RouteType.LOCAL);
    ipv6.netfilter().addressRemoved(in.device(), address.local);
  }

  private void removePrefixRoute(Interface6 in, Address6 gone) {
    if (gone.has(NewAddress.NOPREFIXROUTE)) {
      return;
    }
    Ipv6Address network = gone.network();
    boolean others =
        in.addresses.stream()
            .anyMatch(
                a ->
                    a.length == gone.length
                        && a.network().equals(network)
                        && !a.has(NewAddress.NOPREFIXROUTE));
    if (!others) {
      ipv6.routes()
          .remove(
              r ->
                  r.table() == NewRoute.MAIN
                      && r.length() == gone.length
                      && r.high() == network.high()
                      && r.low() == network.low()
                      && r.device() == gone.device
                      && r.gateway() == null);
    }
  }

  // ---- devices

  /** A device is up, whether or not anybody is at the other end. */
  void up(Interface6 in) {
    for (Address6 address : in.addresses()) {
      addPrefixRoute(address);
      if (!address.isTentative()) {
        addLocalRoute(address);
      }
    }
  }

  /** A device is up and has a carrier for the first time since. */
  void ready(Interface6 in) {
    in.ready = true;
    NetDevice device = in.device();
    if (device.isLoopback()) {
      addLoopback(in);
      return;
    }
    in.memberships.up();
    kernelRoute(
        new Ipv6Address(0xffL << 56, 0), 8, device, Route6.METRIC_ADDRESS, RouteType.MULTICAST);
    addLinkLocal(in);
    for (Address6 address : in.addresses()) {
      detection.resume(in, address);
    }
  }

  private void addLoopback(Interface6 in) {
    if (in.find(0, 1) == null) {
      Address6 address = permanent(in.device(), Ipv6Address.LOOPBACK, WHOLE, NewAddress.NODAD);
      insert(in, address);
      address.flags &= ~NewAddress.NODAD;
      receives(in, address);
    }
  }

  private static Address6 permanent(NetDevice device, Ipv6Address address, int length, int flags) {
    return new Address6(
        device,
        address,
        null,
        length,
        flags | NewAddress.PERMANENT,
        NewAddress.FOREVER,
        NewAddress.FOREVER);
  }

  private void addLinkLocal(Interface6 in) {
    int mode = in.get(Conf6.ADDR_GEN_MODE);
    if (mode == NO_IDENTIFIER) {
      return;
    }
    long identifier =
        mode >= RANDOM_IDENTIFIER ? ipv6.random().nextLong() : identifier(in.device());
    Ipv6Address address = new Ipv6Address(LINK_LOCAL, identifier);
    if (in.find(address.high(), address.low()) == null) {
      int optimistic =
          in.larger(Conf6.OPTIMISTIC_DAD) != 0 && !in.forwarding() ? NewAddress.OPTIMISTIC : 0;
      try {
        add(in, permanent(in.device(), address, 64, optimistic));
      } catch (NetlinkException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The interface identifier of an Ethernet address (RFC 4291 appendix A). */
  static long identifier(NetDevice device) {
    long mac = device.mac() ^ 0x0200_0000_0000L;
    return mac >>> 24 << 40 | 0xff_fe00_0000L | mac & 0xff_ffffL;
  }

  /** A device went down: its addresses go with it, unless they are to be kept. */
  void down(Interface6 in) {
    boolean keep = in.larger(Conf6.KEEP_ADDR_ON_DOWN) > 0 && !in.isDisabled();
    in.ready = false;
    in.solicitations.end();
    for (Address6 address : in.addresses()) {
      boolean kept =
          keep
              && address.has(NewAddress.PERMANENT)
              && !address.local.isLinkLocal()
              && !address.local.isLoopback();
      if (!kept) {
        in.addresses.remove(address);
        forget(in, address);
      } else {
        detection.end(address);
        leaveSolicited(in, address.local);
        if (in.forwarding()) {
          leaveAnycast(in, address);
        }
        if (!address.has(NewAddress.NODAD)) {
          address.flags |= NewAddress.TENTATIVE;
        }
      }
    }
    in.memberships.down();
  }

  /** A device begins to forward, or to be a host again ({@code dev_forward_change}). */
  void forwardingChanged(Interface6 in) {
    boolean router = in.forwarding();
    if (!in.device().isLoopback()) {
      for (Ipv6Address group :
          List.of(Scopes.ALL_ROUTERS, Scopes.INTERFACE_ALL_ROUTERS, Scopes.SITE_ALL_ROUTERS)) {
        if (router) {
          in.memberships.join(group);
        } else {
          in.memberships.leave(group);
        }
      }
    }
    for (Address6 address : in.addresses()) {
      if (address.isTentative()) {
        continue;
      }
      if (router) {
        joinAnycast(in, address);
      } else {
        leaveAnycast(in, address);
      }
    }
  }

  /** Another node says that it has the address. */
  void duplicate(Interface6 in, Address6 address) {
    detection.failed(in, address);
  }

  // ---- the choice of a source

  @Nullable Ipv6Address select(@Nullable NetDevice out, Ipv6Address toward) {
    boolean onlyOut = out != null && (toward.isMulticast() || toward.isLinkLocal());
    SourceChoice choice = new SourceChoice(out, toward);
    for (Interface6 in : ipv6.interfaces()) {
      if (!onlyOut || in.device() == out) {
        in.addresses.forEach(choice::offer);
      }
    }
    return choice.best();
  }
}
