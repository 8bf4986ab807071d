package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.path.RouteEvent.Outcome;
import dev.dejima.kernel.path.RouteEvent.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node is to forward, and does not: Linux begins so. */
record ForwardingOff() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Routed> refused =
        Case.last(failed.lost(), Routed.class)
            .filter(routed -> routed.outcome() == Outcome.FORWARDING_OFF);
    return refused.isEmpty() ? Optional.empty() : Optional.of(explanation(failed, refused.get()));
  }

  private static Explanation explanation(Case failed, Routed routed) throws KernelException {
    String node = routed.moment().namespace();
    String variable = variable(failed.network().namespace(node).sysctl(), routed);
    List<String> evidence = new ArrayList<>(failed.translated());
    evidence.add(
        "%s came to %s by %s, but it is for %s, which is no address of %s"
            .formatted(failed.packet(), node, routed.in(), routed.destination(), node));
    return new Explanation(
        "%s does not forward packets: %s is 0 there".formatted(node, variable),
        evidence,
        "at %s: sysctl -w %s=1; in the lab file: sysctl: { %s: 1 }"
            .formatted(node, variable, variable));
  }

  /** Which of the variables it is. */
  private static String variable(Sysctl sysctl, Routed routed) throws KernelException {
    if (routed.destination().bits() != 32) {
      return "net.ipv6.conf.all.forwarding";
    }
    boolean all = sysctl.read("net/ipv4/ip_forward").strip().equals("1");
    return all
        ? Sysctl.name("net/ipv4/conf/" + routed.in() + "/forwarding")
        : "net.ipv4.ip_forward";
  }
}
