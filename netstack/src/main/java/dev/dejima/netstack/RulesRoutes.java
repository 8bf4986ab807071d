package dev.dejima.netstack;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.netstack.ip.Ipv4;
import dev.dejima.netstack.ip.Route4;
import dev.dejima.netstack.netfilter.RouteLookup;
import org.jspecify.annotations.Nullable;

/** The routing tables of a namespace, as its rules ask them. */
record RulesRoutes(Ipv4 ipv4) implements RouteLookup {
  @Override
  public RouteType type(int version, long high, long low, @Nullable Device device) {
    return version == 4 ? ipv4.routes().type((int) low, device) : RouteType.UNREACHABLE;
  }

  @Override
  public @Nullable Device device(
      int version, long high, long low, @Nullable Device link, @Nullable Device wanted) {
    Route4 route = version == 4 ? ipv4.routes().lookup((int) low) : null;
    if (route == null || route.type() == RouteType.LOCAL) {
      return null;
    }
    return wanted == null || wanted == route.device() ? route.device() : null;
  }

  @Override
  public int mtu(int version, long high, long low) {
    if (version != 4) {
      return 0;
    }
    try {
      return ipv4.output().mtu(ipv4.output().route(0, (int) low, null));
    } catch (KernelException e) {
      return 0;
    }
  }
}
