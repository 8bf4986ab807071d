package dev.dejima.netstack.netfilter;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;

import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.flowtable.Hop;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes to single addresses, told by tests. */
final class FakeRoutes implements RouteLookup {
  record Route(RouteType type, @Nullable Device device, int mtu) {}

  private record Address(long high, long low) {}

  private static final Route NONE = new Route(RouteType.UNICAST, null, 0);
  private final Map<Address, Route> routes = new HashMap<>();

  void add(String address, Route route) {
    IpAddress parsed = IpAddress.parse(address);
    routes.put(new Address(Tuple.high(parsed), Tuple.low(parsed)), route);
  }

  private Route find(long high, long low) {
    return routes.getOrDefault(new Address(high, low), NONE);
  }

  @Override
  public RouteType type(int version, long high, long low, @Nullable Device device) {
    Route route = find(high, low);
    return device == null || device.equals(route.device) ? route.type : RouteType.UNICAST;
  }

  @Override
  public @Nullable Device device(
      Packet packet, Question question, @Nullable Device link, @Nullable Device wanted) {
    int at = packet.network;
    Route route =
        packet.etherType == EtherType.IPV4
            ? find(0, get32(packet.bytes, at + (question.destination() ? 16 : 12)) & 0xffff_ffffL)
            : find(
                get64(packet.bytes, at + (question.destination() ? 24 : 8)),
                get64(packet.bytes, at + (question.destination() ? 32 : 16)));
    return wanted == null || wanted.equals(route.device) ? route.device : null;
  }

  int generation;

  @Override
  public Hop hop(int version, long high, long low, Device out, int mark) {
    return new Hop(out, 0, 0);
  }

  @Override
  public int generation(int version) {
    return generation;
  }

  @Override
  public int mtu(int version, long high, long low) {
    return find(high, low).mtu;
  }
}
