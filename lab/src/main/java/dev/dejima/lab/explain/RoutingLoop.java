package dev.dejima.lab.explain;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent.Dropped;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Journey;
import dev.dejima.lab.trace.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The packet's time to live is over: routers send it round in a circle, or it had too little. */
record RoutingLoop() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    Journey way = failed.lost();
    boolean over =
        Case.last(way, Dropped.class)
            .filter(dropped -> dropped.reason() == DropReason.IP_INHDR)
            .isPresent();
    if (!over || way.hops().size() < 2) {
      return Optional.empty();
    }
    List<String> circle = circle(way.hops());
    String end = way.hops().getLast().node();
    return Optional.of(
        circle.isEmpty()
            ? new Explanation(
                "the TTL of %s was over at %s".formatted(failed.packet(), end),
                List.of(
                    "each router on the way takes one away, and there were "
                        + (way.hops().size() - 1)),
                "at %s: sysctl -w net.ipv4.ip_default_ttl=64, or let its program ask for more"
                    .formatted(way.hops().getFirst().node()))
            : loop(failed, way, circle));
  }

  private static Explanation loop(Case failed, Journey way, List<String> circle) {
    List<String> evidence = new ArrayList<>();
    for (Hop hop : way.hops()) {
      for (Step step : hop.steps()) {
        if (circle.contains(hop.node())
            && step.event() instanceof Routed routed
            && routed.outcome() == Outcome.FORWARD
            && routed.chosen() != null) {
          evidence.add(
              "the way of %s to %s is: %s"
                  .formatted(hop.node(), routed.destination(), Words.route(routed.chosen())));
        }
      }
    }
    return new Explanation(
        "%s goes round in a circle, %s, until its TTL is over"
            .formatted(failed.packet(), String.join(" → ", circle) + " → " + circle.getFirst()),
        evidence.stream().distinct().toList(),
        "correct the route of the one that should have sent it elsewhere");
  }

  /** The nodes that it came by again and again. */
  private static List<String> circle(List<Hop> hops) {
    List<String> last = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Hop hop : hops.reversed()) {
      if (!seen.add(hop.node())) {
        return last.reversed();
      }
      last.add(hop.node());
    }
    return List.of();
  }
}
