package dev.dejima.lab.explain;

import dev.dejima.kernel.path.EndEvent.Delivered;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.lab.Port;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Hop;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A node has no route to where the packet, or the answer, is to go; or its route says no. */
record NoRoute() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    Optional<Delivered> stuck = stuck(failed);
    if (stuck.isPresent() && stuck.get().tuple() != null) {
      return Optional.of(noWayBack(failed, stuck.get(), stuck.get().tuple().source()));
    }
    return Case.last(failed.lost(), Routed.class)
        .filter(routed -> isMissing(routed.outcome()))
        .map(routed -> explanation(failed, routed));
  }

  /** Who took the packet and could not send the answer. */
  static Optional<Delivered> stuck(Case failed) {
    boolean lost =
        failed.trace().disposition() == Disposition.ANSWER_LOST && failed.trace().back().isEmpty();
    return lost ? Case.last(failed.trace().there(), Delivered.class) : Optional.empty();
  }

  private static boolean isMissing(Outcome outcome) {
    return switch (outcome) {
      case NO_ROUTE, BLACKHOLE, UNREACHABLE, PROHIBIT -> true;
      case LOCAL,
          FORWARD,
          OUTPUT,
          BROADCAST,
          MULTICAST,
          FORWARDING_OFF,
          REVERSE_PATH,
          OWN_SOURCE,
          MARTIAN_SOURCE,
          MARTIAN_DESTINATION,
          NOT_JOINED ->
          false;
    };
  }

  private static Explanation noWayBack(Case failed, Delivered taken, IpAddress sender) {
    String node = taken.moment().namespace();
    List<String> evidence = new ArrayList<>();
    evidence.add("the packet came to %s, from %s".formatted(node, sender));
    evidence.addAll(failed.translated());
    evidence.add("%s has no route to %s, so that no answer was sent".formatted(node, sender));
    return new Explanation(
        "the answer has no way back: %s has no route to %s".formatted(node, sender),
        evidence,
        mend(node, sender, gateway(failed, node, sender.bits())));
  }

  private static Explanation explanation(Case failed, Routed routed) {
    String node = routed.moment().namespace();
    IpAddress destination = routed.destination();
    List<String> evidence = new ArrayList<>();
    evidence.add(
        routed.in() == null
            ? "%s was to be sent from %s".formatted(failed.packet(), node)
            : "%s came to %s by %s".formatted(failed.packet(), node, routed.in()));
    evidence.addAll(failed.translated());
    if (routed.outcome() != Outcome.NO_ROUTE && routed.chosen() != null) {
      String type = routed.outcome().name().toLowerCase(Locale.ROOT);
      String route = Words.route(routed.chosen());
      evidence.add("the route that it takes is: %s %s".formatted(type, route));
      return new Explanation(
          "a route of %s says that %s is not to be reached: %s %s"
              .formatted(node, destination, type, route),
          evidence,
          "at %s: %s route del %s %s, or add one that is more specific"
              .formatted(node, Words.ipProgram(destination), type, route));
    }
    return new Explanation(
        "%s has no route to %s".formatted(node, destination),
        evidence,
        mend(node, destination, gateway(failed, node, destination.bits())));
  }

  private static String mend(String node, IpAddress destination, Optional<Owned> gateway) {
    return "at %s: %s route add %s via %s"
            .formatted(
                node,
                Words.ipProgram(destination),
                gateway.isPresent() ? "default" : destination.toString(),
                gateway.map(owned -> owned.address().toString()).orElse("the router's address"))
        + gateway
            .map(
                owned ->
                    " (%s); in the lab file: routes: { default: %s }"
                        .formatted(owned.port().node(), owned.address()))
            .orElse("");
  }

  /** A router on a link of a node: the one that the packet came by, or else any. */
  private static Optional<Owned> gateway(Case failed, String node, int bits) {
    List<Hop> hops = failed.trace().there().hops();
    for (int i = 1; i < hops.size(); i++) {
      Hop before = hops.get(i - 1);
      if (hops.get(i).node().equals(node) && before.out() != null && i > 1) {
        Optional<Owned> owned = failed.addresses().of(new Port(before.node(), before.out()), bits);
        if (owned.isPresent()) {
          return owned;
        }
      }
    }
    Links links = new Links(failed.network().lab().topology());
    return failed.network().lab().topology().node(node).stream()
        .flatMap(n -> n.interfaces().stream())
        .map(device -> new Port(node, device.name()))
        .flatMap(port -> links.hearing(port).stream())
        .filter(port -> isRouter(failed, port.node()))
        .flatMap(port -> failed.addresses().of(port, bits).stream())
        .findFirst();
  }

  private static boolean isRouter(Case failed, String node) {
    return failed.addresses().all().stream()
            .filter(owned -> owned.port().node().equals(node))
            .map(owned -> owned.port().device())
            .distinct()
            .count()
        > 1;
  }
}
