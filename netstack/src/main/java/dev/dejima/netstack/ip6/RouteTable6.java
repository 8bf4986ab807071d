package dev.dejima.netstack.ip6;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.RouteList;
import dev.dejima.netstack.inet.RoutingRules;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.nft.expr.NewFlag;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a namespace (net/ipv6/ip6_fib.c). A lookup goes through the tables that the rules
 * of policy routing say; in each it takes the longest prefix, then the lowest metric. As long as
 * the rules are the initial ones, what was found for any device is remembered until a route
 * changes.
 */
public final class RouteTable6 {
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
  private int generation;
  private final RoutingRules rules = new RoutingRules(6, this::forget);
  private final RouteKey key = new RouteKey();
  private final Supplier<NetDevice> loopback;
  private final long[] cachedHigh = new long[CACHED];
  private final long[] cachedLow = new long[CACHED];
  private final @Nullable Route6[] cached = new Route6[CACHED];

  /**
   * Makes an empty table.
   *
   * @param loopback the device of routes that lead nowhere
   * @param changes told of every route that came (true) or went
   */
  RouteTable6(Supplier<NetDevice> loopback, BiConsumer<Route6, Boolean> changes) {
    this.loopback = loopback;
    this.routes = new RouteList<>(IN_TREE, this::forget, changes);
  }

  private void forget() {
    generation++;
    Arrays.fill(cached, null);
  }

  /** Which tables a lookup goes through. */
  public RoutingRules rules() {
    return rules;
  }

  /** What to look up by, to be filled in further and looked up at once: there is one only. */
  public RouteKey key() {
    return key;
  }

  /** What to look up by where nothing but the destination is known. */
  RouteKey key(long high, long low) {
    return key.of(0, 0, high, low);
  }

  /** A number that is another once any route has changed. */
  public int generation() {
    return generation;
  }

  /** The way to an address, of a packet of which nothing else is known; null if there is none. */
  @Nullable Route6 lookup(long high, long low) {
    if (!rules.areInitial()) {
      return search(key(high, low));
    }
    int slot = (int) ((high * 31 + low) * 0x9e3779b97f4a7c15L >>> 54);
    Route6 found = cached[slot];
    if (found != null && cachedLow[slot] == low && cachedHigh[slot] == high) {
      return found;
    }
    found = search(key(high, low));
    cachedHigh[slot] = high;
    cachedLow[slot] = low;
    cached[slot] = found;
    return found;
  }

  /** The way of what a key describes; null if there is none. */
  @Nullable Route6 lookup(RouteKey asked) {
    return rules.areInitial() && asked.outIndex() == 0
        ? lookup(asked.destinationHigh(), asked.destinationLow())
        : search(asked);
  }

  /** The way to an address by a device, and no other. */
  @Nullable Route6 searchBy(long high, long low, Device device) {
    return search(key(high, low).out(device));
  }

  /** Through the tables, for a way by the device that the key names, if it does. */
  private @Nullable Route6 search(RouteKey asked) {
    int device = asked.outIndex();
    for (int at = rules.next(0, asked); at >= 0; at = rules.next(at + 1, asked)) {
      RoutingRule rule = rules.get(at);
      switch (rule.action()) {
        case LOOKUP -> {
          Route6 found =
              search(rule.table(), asked.destinationHigh(), asked.destinationLow(), device);
          if (found != null && found.length() > rule.suppressedLength()) {
            return found;
          }
        }
        case UNREACHABLE -> {
          return null;
        }
        case PROHIBIT -> {
          return leadingNowhere(RouteType.PROHIBIT);
        }
        case BLACKHOLE, UNSPEC, GOTO, NOP -> {
          return leadingNowhere(RouteType.BLACKHOLE);
        }
      }
    }
    return null;
  }

  /** What a rule says that names no table. */
  private Route6 leadingNowhere(RouteType type) {
    return new Route6(0, 0, 0, null, loopback.get(), null, 0, 0, 0, type, false, 0);
  }

  private @Nullable Route6 search(int table, long high, long low, int device) {
    for (int i = 0; i < routes.size(); i++) {
      Route6 route = routes.get(i);
      if (route.table() == table
          && route.matches(high, low)
          && (device == 0 || route.device().index() == device)) {
        return route;
      }
    }
    return null;
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
