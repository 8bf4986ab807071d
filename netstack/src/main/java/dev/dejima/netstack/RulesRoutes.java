package dev.dejima.netstack;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.ip6.Ipv6;
import dev.dejima.netstack.ip6.Route6;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.netstack.netfilter.flowtable.Hop;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** The routing tables of a namespace, as its rules ask them. */
record RulesRoutes(Ipv4 ipv4, Ipv6 ipv6) implements RouteLookup {
  @Override
  public RouteType type(int version, long high, long low, @Nullable Device device) {
    return version == 4
        ? ipv4.routes().type((int) low, device)
        : ipv6.type(high, low, (NetDevice) device);
  }

  @Override
  public @Nullable Device device(
      Packet packet, Question question, @Nullable Device link, @Nullable Device wanted) {
    boolean v4 = packet.etherType == EtherType.IPV4;
    RouteKey key = (v4 ? ipv4.routes().key() : ipv6.routes().key()).of(packet, question.from());
    key.withoutPorts().mark(question.marked() ? packet.mark : 0);
    if (!question.destination()) {
      key.swap();
    }
    Device found = v4 ? device4(key) : device6(key, link);
    return wanted == null || wanted.equals(found) ? found : null;
  }

  private @Nullable Device device4(RouteKey key) {
    Route4 route = ipv4.routes().lookup(key);
    return route == null || route.type() == RouteType.LOCAL ? null : route.device();
  }

  private @Nullable Device device6(RouteKey key, @Nullable Device link) {
    Route6 route = ipv6.routeOn(key, (NetDevice) link);
    return route == null || route.isLocal() || route.isReject() ? null : route.device();
  }

  @Override
  public @Nullable Hop hop(int version, long high, long low, Device out, int mark) {
    Selector selector = new Selector(mark, 0, 0, 0, 0);
    try {
      if (version == 4) {
        Route4 route = ipv4.output().route(0, (int) low, out, selector);
        Device device = ipv4.output().device(route);
        return new Hop(device, 0, route.gateway() & 0xffff_ffffL);
      }
      Route6 route =
          ipv6.output()
              .route(new Ipv6Address(0, 0), new Ipv6Address(high, low), null, out, selector);
      Ipv6Address gateway = route.gateway();
      return new Hop(
          route.device(),
          gateway == null ? 0 : gateway.high(),
          gateway == null ? 0 : gateway.low());
    } catch (KernelException e) {
      return null;
    }
  }

  @Override
  public int generation(int version) {
    return version == 4 ? ipv4.routes().generation() : ipv6.routes().generation();
  }

  @Override
  public int mtu(int version, long high, long low) {
    if (version != 4) {
      return ipv6.mtuTowards(high, low);
    }
    try {
      return ipv4.output().mtu(ipv4.output().route(0, (int) low, null, Selector.NONE));
    } catch (KernelException e) {
      return 0;
    }
  }
}
