package dev.dejima.lab.explain;

import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node takes nothing by a device that it would not answer by (rp_filter, RFC 3704). */
record ReversePath() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return Case.last(failed.lost(), Routed.class)
        .filter(routed -> routed.outcome() == Outcome.REVERSE_PATH)
        .map(routed -> explanation(failed, routed));
  }

  private static Explanation explanation(Case failed, Routed routed) {
    String node = routed.moment().namespace();
    IpAddress source = routed.source();
    Chosen back = routed.reverse();
    return new Explanation(
        "%s drops what comes from %s by %s, as it would not answer by it (rp_filter)"
            .formatted(node, source, routed.in()),
        List.of(
            "%s came in by %s".formatted(failed.packet(), routed.in()),
            back == null
                ? "%s has no route to %s".formatted(node, source)
                : "the way of %s to %s is: %s".formatted(node, source, Words.route(back))),
        back == null
            ? "at %s: %s route add %s dev %s"
                .formatted(
                    node, source == null ? "ip" : Words.ipProgram(source), source, in(routed))
            : mend(node, source, in(routed)));
  }

  private static String in(Routed routed) {
    return String.valueOf(routed.in());
  }

  private static String mend(String node, @Nullable IpAddress source, String device) {
    return "at %s: let the way to %s go by %s; or, where two ways are meant, sysctl -w net.ipv4.conf.%s.rp_filter=2"
        .formatted(node, source, device, device);
  }
}
