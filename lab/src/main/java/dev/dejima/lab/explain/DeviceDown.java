package dev.dejima.lab.explain;

import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.lab.Port;
import dev.dejima.lab.Route;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.packet.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An interface that the packet was to pass is switched off. */
record DeviceDown() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return withItsRoutes(failed).or(() -> onTheLink(failed));
  }

  /** With a device its routes are gone: to its own network, and by the gateways that are there. */
  private static Optional<Explanation> withItsRoutes(Case failed) {
    Optional<Routed> lost =
        NoRoute.stuck(failed).isPresent()
            ? Optional.empty()
            : Case.last(failed.lost(), Routed.class)
                .filter(routed -> routed.outcome() == Outcome.NO_ROUTE);
    return lost.flatMap(
        routed ->
            failed.devices().down().stream()
                .filter(port -> port.node().equals(routed.moment().namespace()))
                .filter(port -> leadsTo(failed, port, routed.destination()))
                .findFirst()
                .map(port -> explanation(failed, port, routed)));
  }

  private static boolean leadsTo(Case failed, Port port, IpAddress destination) {
    return isOnLink(failed.addresses().of(port), destination)
        || routes(failed, port.node()).stream()
            .anyMatch(
                route -> isBy(failed, port, route) && route.destination().contains(destination));
  }

  private static boolean isBy(Case failed, Port port, Route route) {
    return route.gateway() != null && isOnLink(failed.addresses().of(port), route.gateway());
  }

  private static boolean isOnLink(List<Owned> own, IpAddress address) {
    return own.stream().anyMatch(owned -> owned.prefix().network().contains(address));
  }

  private static List<Route> routes(Case failed, String node) {
    return failed.network().lab().topology().node(node).stream()
        .flatMap(n -> n.routes().stream())
        .toList();
  }

  private static Explanation explanation(Case failed, Port port, Routed routed) {
    return new Explanation(
        "%s is down, and with it the route to %s is gone".formatted(port, routed.destination()),
        List.of(
            "%s has %s".formatted(port, Words.addresses(failed.addresses().of(port))),
            "%s has no route to %s".formatted(port.node(), routed.destination())),
        mend(failed, port));
  }

  /** Of the interfaces between a node and its neighbour, the one that cuts them off. */
  private static Optional<Explanation> onTheLink(Case failed) {
    return NoNeighbour.silent(failed)
        .flatMap(
            neighbour -> {
              Port asking = new Port(neighbour.moment().namespace(), neighbour.device());
              return failed.addresses().owners(neighbour.address()).stream()
                  .flatMap(owner -> cutBy(failed, asking, owner.port()).stream())
                  .findFirst()
                  .map(port -> explanation(failed, neighbour, asking, port));
            });
  }

  private static Optional<Port> cutBy(Case failed, Port asking, Port owner) {
    Links links = new Links(failed.network().lab().topology());
    return failed.devices().down().stream()
        .filter(
            port -> {
              Set<Port> others = new HashSet<>(failed.devices().down());
              others.remove(port);
              return links.hearing(asking, others).contains(owner);
            })
        .filter(_ -> !links.hearing(asking, failed.devices().down()).contains(owner))
        .findFirst();
  }

  private static Explanation explanation(Case failed, Neighbour neighbour, Port asking, Port port) {
    return new Explanation(
        "%s is down, so that nobody answers %s".formatted(port, asking.node()),
        List.of(NoNeighbour.asked(neighbour, asking)),
        mend(failed, port));
  }

  private static String mend(Case failed, Port port) {
    String routes =
        routes(failed, port.node()).stream()
            .filter(route -> isBy(failed, port, route))
            .map(route -> "ip route add " + route)
            .collect(Collectors.joining("; "));
    return "at %s: ip link set %s up%s"
        .formatted(port.node(), port.device(), routes.isEmpty() ? "" : "; " + routes);
  }
}
