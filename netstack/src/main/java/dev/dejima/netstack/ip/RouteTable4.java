package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.kernel.rtnetlink.RoutingRule;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.RouteList;
import dev.dejima.netstack.inet.RoutingRules;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.Ipv4View;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a namespace (net/ipv4/fib_trie.c): of all tables in one list, the longest prefix
 * first, then the lowest metric, then in the order they came. A lookup goes through the tables that
 * the rules of policy routing say. As long as these are the initial ones, what it found is
 * remembered for the destination until any route changes.
 */
public final class RouteTable4 {
  private static final Route4 PROHIBITED = leadingNowhere(RouteType.PROHIBIT);
  private static final Route4 SWALLOWED = leadingNowhere(RouteType.BLACKHOLE);
  private static final int CACHED = 1024;

  private final RouteList<Route4> routes;
  private int generation;
  private final RoutingRules rules = new RoutingRules(4, this::forget);
  private final RouteKey key = new RouteKey();
  private final int[] cachedKeys = new int[CACHED];
  private final @Nullable Route4[] cached = new Route4[CACHED];

  /**
   * Makes an empty table.
   *
   * @param changes told of every route that came (true) or went
   */
  public RouteTable4(BiConsumer<Route4, Boolean> changes) {
    this.routes = new RouteList<>(RouteTable4::inOrder, this::forget, changes);
  }

  private void forget() {
    generation++;
    Arrays.fill(cached, null);
  }

  /** What a rule says that names no table. */
  private static Route4 leadingNowhere(RouteType type) {
    return new Route4(0, 0, 0, null, 0, 0, 0, 0, 0, Route4.SCOPE_NOWHERE, type, false);
  }

  /** Which tables a lookup goes through. */
  public RoutingRules rules() {
    return rules;
  }

  /** The longest prefix first, then by address, then the lowest metric. */
  private static int inOrder(Route4 a, Route4 b) {
    if (a.length() != b.length()) {
      return Integer.compare(b.length(), a.length());
    }
    int byPrefix = Integer.compareUnsigned(a.prefix(), b.prefix());
    return byPrefix != 0 ? byPrefix : Integer.compareUnsigned(a.metric(), b.metric());
  }

  /** A number that is another once any route has changed. */
  public int generation() {
    return generation;
  }

  /**
   * The way of a packet that came in.
   *
   * @param in by which device
   * @return null if there is none
   */
  public @Nullable Route4 lookup(Packet packet, Device in) {
    return rules.areInitial()
        ? lookup(get32(packet.bytes, packet.network + Ipv4View.DESTINATION))
        : search(key.of(packet, in), Route4.SCOPE_UNIVERSE);
  }

  /** The way to an address, of a packet of which nothing else is known; null if there is none. */
  public @Nullable Route4 lookup(int destination) {
    if (!rules.areInitial()) {
      return search(key(0, destination), Route4.SCOPE_UNIVERSE);
    }
    int slot = (destination * 0x9e3779b1) >>> 22;
    Route4 found = cached[slot];
    if (found != null && cachedKeys[slot] == destination) {
      return found;
    }
    found = search(key(0, destination), Route4.SCOPE_UNIVERSE);
    cachedKeys[slot] = destination;
    cached[slot] = found;
    return found;
  }

  /** What to look up by, to be filled in and looked up at once: there is one only. */
  public RouteKey key() {
    return key;
  }

  /** The same, for what goes from one address, 0 if none is chosen, to another. */
  public RouteKey key(int source, int destination) {
    return key.of(source, destination);
  }

  /** The way of what a key describes; null if there is none. */
  public @Nullable Route4 lookup(RouteKey asked) {
    return rules.areInitial() && asked.outIndex() == 0
        ? lookup(asked.destination4())
        : search(asked, Route4.SCOPE_UNIVERSE);
  }

  /**
   * The way of what a key describes.
   *
   * @param scope the least scope that the route is to have
   * @return null if there is none
   */
  public @Nullable Route4 search(RouteKey asked, int scope) {
    for (int at = rules.next(0, asked); at >= 0; at = rules.next(at + 1, asked)) {
      RoutingRule rule = rules.get(at);
      switch (rule.action()) {
        case LOOKUP -> {
          Route4 found = search(rule.table(), asked.destination4(), asked.outIndex(), scope);
          if (found != null && found.length() > rule.suppressedLength()) {
            return found;
          }
        }
        case UNREACHABLE -> {
          return null;
        }
        case PROHIBIT -> {
          return PROHIBITED;
        }
        case BLACKHOLE, UNSPEC, GOTO, NOP -> {
          return SWALLOWED;
        }
      }
    }
    return null;
  }

  private @Nullable Route4 search(int table, int destination, int device, int scope) {
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
