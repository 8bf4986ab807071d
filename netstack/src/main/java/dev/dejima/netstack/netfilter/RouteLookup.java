package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.flowtable.Hop;
import org.jspecify.annotations.Nullable;

/**
 * What rules ask of the routing tables. Addresses come in halves, as {@link Tuple} has them, so
 * that asking makes no objects.
 */
public interface RouteLookup {
  /**
   * What an address is to this namespace, or to one of its devices ({@code inet_dev_addr_type}).
   *
   * @param version 4 or 6
   */
  RouteType type(int version, long high, long low, @Nullable Device device);

  /**
   * The device that the route to an address leads to; null where there is no route, or where the
   * address is this namespace's own ({@code fib_lookup}).
   *
   * @param version 4 or 6
   * @param link on whose link a link-local address lies
   * @param wanted the only device that will do; null for any
   * @param mark of the packet, as rules of policy routing see it
   */
  @Nullable Device device(
      int version, long high, long low, @Nullable Device link, @Nullable Device wanted, int mark);

  /**
   * Where packets to an address leave; null if there is no route.
   *
   * @param version 4 or 6
   * @param out the device to leave by
   * @param mark the packets' mark
   */
  @Nullable Hop hop(int version, long high, long low, Device out, int mark);

  /**
   * A number that is another once any route has changed.
   *
   * @param version 4 or 6
   */
  int generation(int version);

  /**
   * Octets of the largest packet towards an address; 0 if there is no route.
   *
   * @param version 4 or 6
   */
  int mtu(int version, long high, long low);
}
