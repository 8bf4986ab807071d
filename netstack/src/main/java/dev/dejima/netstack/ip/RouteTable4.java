package dev.dejima.netstack.ip;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.inet.RouteList;
import dev.dejima.nft.expr.NewFlag;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a namespace (net/ipv4/fib_trie.c): of all tables in one list, the longest prefix
 * first, then the lowest metric, then in the order they came. A lookup goes through the tables
 * local, main and default, as the rules of a fresh namespace say; what it found is remembered for
 * the destination until any route changes.
 */
public final class RouteTable4 {
  private static final int DEFAULT = 253;
  private static final int[] LOOKED_UP = {NewRoute.LOCAL, NewRoute.MAIN, DEFAULT};
  private static final int CACHED = 1024;

  private final RouteList<Route4> routes;
  private final int[] cachedKeys = new int[CACHED];
  private final @Nullable Route4[] cached = new Route4[CACHED];

  /**
   * Makes an empty table.
   *
   * @param changes told of every route that came (true) or went
   */
  public RouteTable4(BiConsumer<Route4, Boolean> changes) {
    this.routes = new RouteList<>(RouteTable4::inOrder, () -> Arrays.fill(cached, null), changes);
  }

  /** The longest prefix first, then by address, then the lowest metric. */
  private static int inOrder(Route4 a, Route4 b) {
    if (a.length() != b.length()) {
      return Integer.compare(b.length(), a.length());
    }
    int byPrefix = Integer.compareUnsigned(a.prefix(), b.prefix());
    return byPrefix != 0 ? byPrefix : Integer.compareUnsigned(a.metric(), b.metric());
  }

  /** The way to an address; null if there is none. */
  public @Nullable Route4 lookup(int destination) {
    int slot = (destination * 0x9e3779b1) >>> 22;
    Route4 found = cached[slot];
    if (found != null && cachedKeys[slot] == destination) {
      return found;
    }
    found = search(destination, 0, Route4.SCOPE_UNIVERSE);
    cachedKeys[slot] = destination;
    cached[slot] = found;
    return found;
  }

  /**
   * The way to an address by a device.
   *
   * @param device its number; 0 for any
   * @param scope the least scope that the route is to have
   */
  public @Nullable Route4 search(int destination, int device, int scope) {
    for (int table : LOOKED_UP) {
      // Without an iterator: every packet whose destination is not remembered comes by here.
      for (int i = 0; i < routes.size(); i++) {
        Route4 route = routes.get(i);
        if (route.table() == table
            && route.matches(destination)
            && route.scope() >= scope
            && leavesBy(route, device)) {
          return route;
        }
      }
    }
    return null;
  }

  private static boolean leavesBy(Route4 route, int device) {
    return device == 0 || (route.device() != null && route.device().index() == device);
  }

  /** All routes: the kernel's order of a dump is by table, then prefix. */
  public List<Route4> all() {
    return routes.all();
  }

  /**
   * Adds a route.
   *
   * @throws NetlinkException EEXIST, ENOENT as {@code fib_table_insert} says
   */
  public void add(Route4 route, Set<NewFlag> mode) throws NetlinkException {
    int first = -1;
    int last = -1;
    for (int i = 0; i < routes.size(); i++) {
      Route4 other = routes.get(i);
      if (sameKey(other, route)) {
        first = first < 0 ? i : first;
        last = i;
        if (other.sameWay(route) && !mode.contains(NewFlag.REPLACE)) {
          throw new NetlinkException(Errno.EEXIST);
        }
      }
    }
    if (first < 0) {
      if (!mode.contains(NewFlag.CREATE)) {
        throw new NetlinkException(Errno.ENOENT);
      }
      routes.insert(route);
    } else if (mode.contains(NewFlag.EXCL)) {
      throw new NetlinkException(Errno.EEXIST);
    } else if (mode.contains(NewFlag.REPLACE)) {
      routes.replace(first, route);
    } else if (!mode.contains(NewFlag.CREATE)) {
      throw new NetlinkException(Errno.ENOENT);
    } else {
      routes.insert(mode.contains(NewFlag.APPEND) ? last + 1 : first, route);
    }
  }

  private static boolean sameKey(Route4 a, Route4 b) {
    return a.table() == b.table()
        && a.prefix() == b.prefix()
        && a.length() == b.length()
        && a.metric() == b.metric();
  }

  /** Removes the first that passes the test; whether there was one. */
  public boolean remove(Predicate<Route4> test) {
    return routes.remove(test);
  }

  /**
   * Removes all that pass the test.
   *
   * @param tell whether listeners hear of it: the kernel is silent when a device goes down
   */
  public void flush(Predicate<Route4> test, boolean tell) {
    routes.flush(test, tell);
  }

  /** What an address is to this namespace ({@code inet_addr_type}). */
  public RouteType type(int address) {
    return type(address, null);
  }

  /** What an address is to one device of this namespace ({@code inet_dev_addr_type}). */
  public RouteType type(int address, @Nullable Device device) {
    if (address == 0 || address == -1) {
      return RouteType.BROADCAST;
    }
    if (address >>> 28 == 0xe) {
      return RouteType.MULTICAST;
    }
    for (int i = 0; i < routes.size(); i++) {
      Route4 route = routes.get(i);
      if (route.table() == NewRoute.LOCAL && route.matches(address)) {
        return device == null || device == route.device() ? route.type() : RouteType.UNICAST;
      }
    }
    return RouteType.UNICAST;
  }
}
