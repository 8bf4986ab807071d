package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.EndEvent.Delivered;
import dev.dejima.kernel.path.EndEvent.Unclaimed;
import dev.dejima.lab.explain.Rules.Miss;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.NewRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule that was to translate the packet missed it, by one condition. */
record TranslationMissed() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) throws KernelException {
    Optional<Delivered> stuck = NoRoute.stuck(failed);
    if (stuck.isPresent()) {
      return source(failed, stuck.get());
    }
    Optional<Step> end = failed.trace().there().end();
    if (end.isEmpty() || !(end.get().event() instanceof Unclaimed unclaimed)) {
      return Optional.empty();
    }
    Hop hop = failed.trace().there().hops().getLast();
    Optional<Miss> near = Rules.nearest(hop, met -> Rules.translatesDestination(met.exprs()));
    return near.isPresent()
        ? near.map(miss -> missed(hop, unclaimed, miss))
        : otherFamily(failed, hop, unclaimed);
  }

  private static String unclaimed(Unclaimed unclaimed) {
    ConntrackTuple tuple = unclaimed.tuple();
    return "%s port %d".formatted(Words.protocol(tuple.protocol()), tuple.destinationPort());
  }

  private static Explanation missed(Hop hop, Unclaimed unclaimed, Miss miss) {
    return new Explanation(
        "no rule of %s translates the packet, so it is for %s itself, where nothing listens on %s"
            .formatted(hop.node(), hop.node(), unclaimed(unclaimed)),
        evidence(hop, miss),
        mend(miss));
  }

  private static String mend(Miss miss) {
    String place = miss.step().rule() == null ? "" : miss.step().rule().location();
    return "correct the rule%s, or what is sent: %s (the packet's first, then the rule's)"
        .formatted(place.isEmpty() ? "" : " at " + place, miss.condition());
  }

  private static List<String> evidence(Hop hop, Miss miss) {
    List<String> evidence = new ArrayList<>();
    evidence.add("the nearest rule is: " + miss.rule());
    evidence.add("it missed by one condition: " + miss.condition());
    Rules.packet(hop, miss.step())
        .ifPresent(
            packet ->
                evidence.add(
                    "the packet there: %s%s%s"
                        .formatted(
                            Words.packet(packet.tuple()),
                            packet.in() == null ? "" : ", in by " + packet.in(),
                            packet.out() == null ? "" : ", out by " + packet.out())));
    return evidence;
  }

  /** A rule of a table whose family does not see this version of IP. */
  private static Optional<Explanation> otherFamily(Case failed, Hop hop, Unclaimed unclaimed)
      throws KernelException {
    ConntrackTuple tuple = unclaimed.tuple();
    int bits = tuple.source().bits();
    RuleFit.Packet packet = new RuleFit.Packet(tuple, hop.in(), null);
    for (NewRule rule : Rules.all(failed.network(), hop.node())) {
      RuleFit fit = RuleFit.of(rule.exprs(), rule.family(), packet);
      if (!Rules.sees(rule.family(), bits)
          && Rules.translatesDestination(rule.exprs())
          && fit.failed() == 0
          && fit.held() > 0) {
        String version = bits == 32 ? "IPv4" : "IPv6";
        return Optional.of(
            new Explanation(
                "the rule that is to translate the packet is in a table of family %s, which sees no %s"
                    .formatted(rule.family().word(), version),
                List.of(
                    "the rule is: " + Rules.cite(failed.network(), hop.node(), rule),
                    "the packet is %s: %s".formatted(version, Words.packet(tuple))),
                "put the rule into a table of family %s, or inet for both"
                    .formatted(bits == 32 ? "ip" : "ip6")));
      }
    }
    return Optional.empty();
  }

  /** The answer has no way to an address that was to be hidden. */
  private static Optional<Explanation> source(Case failed, Delivered taken) {
    String node = taken.moment().namespace();
    for (Hop hop : failed.trace().there().hops()) {
      Optional<Miss> near = Rules.nearest(hop, met -> Rules.translatesSource(met.exprs()));
      if (near.isPresent() && taken.tuple() != null) {
        List<String> evidence = new ArrayList<>(evidence(hop, near.get()));
        evidence.add("%s has no route to %s".formatted(node, taken.tuple().source()));
        return Optional.of(
            new Explanation(
                "the rule of %s that is to translate the source missed, so %s cannot answer %s"
                    .formatted(hop.node(), node, taken.tuple().source()),
                evidence,
                mend(near.get())));
      }
    }
    return Optional.empty();
  }
}
