package dev.dejima.netstack.ip6;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.netstack.inet.RouteList;
import dev.dejima.nft.expr.NewFlag;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a namespace (net/ipv6/ip6_fib.c). A lookup goes through the tables local and main;
 * among the routes of the longest prefix it takes the lowest metric, of these one that leaves by
 * the device asked for. What was found for any device is remembered until a route changes.
 */
public final class RouteTable6 {
  private static final int[] LOOKED_UP = {NewRoute.LOCAL, NewRoute.MAIN};
  private static final int CACHED = 1024;

  /** In the order of the kernel's tree: a network's parts before it, else by address. */
  private static final Comparator<Route6> IN_TREE =
      (a, b) -> {
        int common = Math.min(a.length(), b.length());
        if (Scopes.sameNetwork(a.high(), a.low(), b.high(), b.low(), common)) {
          return a.length() != b.length()
              ? Integer.compare(b.length(), a.length())
              : Integer.compareUnsigned(a.metric(), b.metric());
        }
        int high = Long.compareUnsigned(a.high(), b.high());
        return high != 0 ? high : Long.compareUnsigned(a.low(), b.low());
      };

  private final RouteList<Route6> routes;
  private final long[] cachedHigh = new long[CACHED];
  private final long[] cachedLow = new long[CACHED];
  private final @Nullable Route6[] cached = new Route6[CACHED];

  /**
   * Makes an empty table.
   *
   * @param changes told of every route that came (true) or went
   */
  RouteTable6(BiConsumer<Route6, Boolean> changes) {
    this.routes = new RouteList<>(IN_TREE, () -> Arrays.fill(cached, null), changes);
  }

  /** The way to an address; null if there is none. */
  @Nullable Route6 lookup(long high, long low) {
    int slot = (int) ((high * 31 + low) * 0x9e3779b97f4a7c15L >>> 54);
    Route6 found = cached[slot];
    if (found != null && cachedLow[slot] == low && cachedHigh[slot] == high) {
      return found;
    }
    found = search(high, low, 0, false);
    cachedHigh[slot] = high;
    cachedLow[slot] = low;
    cached[slot] = found;
    return found;
  }

  /**
   * The way to an address by a device.
   *
   * @param device its number; 0 for any
   * @param strict whether no other device will do
   */
  @Nullable Route6 search(long high, long low, int device, boolean strict) {
    for (int table : LOOKED_UP) {
      Route6 found = search(table, high, low, device, strict);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Route6 search(int table, long high, long low, int device, boolean strict) {
    Route6 best = null;
    for (int i = 0; i < routes.size(); i++) {
      Route6 route = routes.get(i);
      if (route.table() != table || !route.matches(high, low)) {
        continue;
      }
      if (best != null && (best.length() > route.length() || best.metric() != route.metric())) {
        break;
      }
      boolean leavesBy = device == 0 || route.device().index() == device;
      if (leavesBy) {
        return route;
      }
      if (!strict && best == null) {
        best = route;
      }
    }
    return best;
  }

  /** All of them, table main before local as the kernel dumps them, each by prefix. */
  public List<Route6> all() {
    return routes.all();
  }

  /**
   * Adds a route.
   *
   * @throws NetlinkException EEXIST, ENOENT as {@code fib6_add} says
   */
  public void add(Route6 route, Set<NewFlag> mode) throws NetlinkException {
    int found = -1;
    for (int i = 0; i < routes.size(); i++) {
      Route6 other = routes.get(i);
      if (!other.sameNetwork(route) || other.metric() != route.metric()) {
        continue;
      }
      if (mode.contains(NewFlag.EXCL)) {
        throw new NetlinkException(Errno.EEXIST);
      }
      if (!mode.contains(NewFlag.REPLACE) && other.sameWay(route)) {
        throw new NetlinkException(Errno.EEXIST);
      }
      found = found < 0 ? i : found;
    }
    if (mode.contains(NewFlag.REPLACE) && found >= 0) {
      routes.replace(found, route);
    } else if (mode.contains(NewFlag.REPLACE) && !mode.contains(NewFlag.CREATE)) {
      throw new NetlinkException(Errno.ENOENT);
    } else {
      routes.insert(route);
    }
  }

  /** Removes the first that passes the test; whether there was one. */
  public boolean remove(Predicate<Route6> test) {
    return routes.remove(test);
  }

  /**
   * Removes all that pass the test.
   *
   * @param tell whether listeners hear of it: the kernel is silent when a device goes down
   */
  public void flush(Predicate<Route6> test, boolean tell) {
    routes.flush(test, tell);
  }

  /** A route no longer prefers a source, whose address is gone. */
  void withoutSource(Route6 route) {
    for (int i = 0; i < routes.size(); i++) {
      if (routes.get(i).equals(route)) {
        routes.replace(
            i,
            new Route6(
                route.high(),
                route.low(),
                route.length(),
                route.gateway(),
                route.device(),
                null,
                route.metric(),
                route.table(),
                route.protocol(),
                route.type(),
                route.onLink(),
                route.expires()));
      }
    }
  }
}
