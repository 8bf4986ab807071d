package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
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
   * What is asked about a packet.
   *
   * @param destination whether its destination is looked for, and not its source
   * @param from where rules of policy routing are to think that it comes in; null for this host
   * @param marked whether its mark counts
   */
  record Question(boolean destination, @Nullable Device from, boolean marked) {}

  /**
   * The device that the route to one of a packet's addresses leads to; null where there is no
   * route, or where the address is this namespace's own ({@code fib_lookup}).
   *
   * @param link on whose link a link-local address lies
   * @param wanted the only device that will do; null for any
   */
  @Nullable Device device(
      Packet packet, Question question, @Nullable Device link, @Nullable Device wanted);

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
