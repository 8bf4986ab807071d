package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.RouteKey;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Prefix;
import org.jspecify.annotations.Nullable;

/** Tells who listens how packets were routed. */
final class RouteTeller4 {
  private final Ipv4 ipv4;

  RouteTeller4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
  }

  /** A packet that came in was routed; nothing is said of one that nobody follows. */
  void input(Packet packet, NetDevice in, Outcome outcome, @Nullable Route4 route) {
    if (packet.path != null) {
      tell(packet, packet.path, in, outcome, route, null);
    }
  }

  /** A packet came in from where no packet may come by that device. */
  void invalid(Packet packet, NetDevice in, Outcome outcome, @Nullable Route4 reverse) {
    if (packet.path != null) {
      RouteKey key = ipv4.routes().key().of(packet, null).swap();
      Chosen back = reverse == null ? null : chosen(reverse, key);
      tell(packet, packet.path, in, outcome, null, back);
    }
  }

  /** A packet of this host was routed. */
  void output(Packet packet, Route4 route) {
    if (packet.path != null) {
      tell(packet, packet.path, null, Outcome.OUTPUT, route, null);
    }
  }

  /** A socket asked for a way that there is not. */
  void refused(RouteKey key, int source, int destination, @Nullable Route4 route) {
    PathLog log = ipv4.links().paths();
    if (log.on()) {
      log.tell(
          new RouteEvent.Routed(
              log.now(),
              null,
              source == 0 ? null : new Ipv4Address(source),
              new Ipv4Address(destination),
              outcome(route),
              route == null ? null : chosen(route, key),
              null));
    }
  }

  private static Outcome outcome(@Nullable Route4 route) {
    if (route == null) {
      return Outcome.NO_ROUTE;
    }
    return switch (route.type()) {
      case BLACKHOLE -> Outcome.BLACKHOLE;
      case UNREACHABLE -> Outcome.UNREACHABLE;
      case PROHIBIT -> Outcome.PROHIBIT;
      case UNSPEC, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> Outcome.OUTPUT;
    };
  }

  private void tell(
      Packet packet,
      PacketPath path,
      @Nullable NetDevice in,
      Outcome outcome,
      @Nullable Route4 route,
      @Nullable Chosen reverse) {
    int at = packet.network;
    RouteKey key = ipv4.routes().key().of(packet, in);
    path.tell(
        new RouteEvent.Routed(
            path.now(),
            in == null ? null : in.name(),
            new Ipv4Address(get32(packet.bytes, at + Ipv4View.SOURCE)),
            new Ipv4Address(get32(packet.bytes, at + Ipv4View.DESTINATION)),
            outcome,
            route == null ? null : chosen(route, key),
            reverse));
  }

  private Chosen chosen(Route4 route, RouteKey key) {
    NetDevice device = route.device();
    return new Chosen(
        new Prefix(new Ipv4Address(route.prefix()), route.length()),
        route.gateway() == 0 ? null : new Ipv4Address(route.gateway()),
        device == null ? null : device.name(),
        route.metric(),
        route.table(),
        route.type(),
        ipv4.routes().rules().priority(key, route.table()));
  }
}
