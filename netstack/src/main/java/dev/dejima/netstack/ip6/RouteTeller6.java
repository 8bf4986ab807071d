package dev.dejima.netstack.ip6;

import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/** Tells who listens how packets were routed. */
final class RouteTeller6 {
  private final Ipv6 ipv6;

  RouteTeller6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
  }

  /** A packet was routed; nothing is said of one that nobody follows. */
  void tell(Packet packet, @Nullable NetDevice in, Outcome outcome, @Nullable Route6 route) {
    PacketPath path = packet.path;
    if (path != null) {
      RouteKey key = ipv6.routes().key().of(packet, in);
      path.tell(
          new RouteEvent.Routed(
              path.now(),
              in == null ? null : in.name(),
              Ipv6.source(packet),
              Ipv6.destination(packet),
              outcome,
              route == null ? null : chosen(route, key),
              null));
    }
  }

  /** A socket asked for a way that there is not. */
  void refused(RouteKey key, Ipv6Address destination, Outcome outcome, @Nullable Route6 route) {
    PathLog log = ipv6.links().paths();
    if (log.on()) {
      log.tell(
          new RouteEvent.Routed(
              log.now(),
              null,
              null,
              destination,
              outcome,
              route == null ? null : chosen(route, key),
              null));
    }
  }

  private Chosen chosen(Route6 route, RouteKey key) {
    return new Chosen(
        new Prefix(new Ipv6Address(route.high(), route.low()), route.length()),
        route.gateway(),
        route.isReject() ? null : route.device().name(),
        route.metric(),
        route.table(),
        route.type(),
        ipv6.routes().rules().priority(key, route.table()));
  }
}
