package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Journey;
import dev.dejima.lab.trace.Step;
import dev.dejima.lab.trace.Trace;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for the step that ended a packet's way, and says what that means and what helps. */
final class Diagnosis {
  /** Rules that nearly matched, at most. */
  private static final int NEAREST = 3;

  private final Trace trace;
  private final boolean lostOnTheWayBack;
  private final List<Step> steps;
  private final List<String> evidence = new ArrayList<>();

  Diagnosis(Trace trace) {
    this.trace = trace;
    this.lostOnTheWayBack =
        trace.disposition() == Disposition.ANSWER_LOST && trace.back().isPresent();
    Journey journey = lostOnTheWayBack ? trace.back().orElseThrow() : trace.there();
    this.steps = journey.steps();
  }

  Explanation explanation() {
    if (trace.disposition() == Disposition.ANSWER_LOST && !lostOnTheWayBack) {
      return new Explanation(cause(), evidence, wayBack());
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      List<String> mend = mend(i);
      if (!mend.isEmpty()) {
        return new Explanation(cause(), evidence, mend);
      }
    }
    return new Explanation(
        cause(), evidence, List.of("look at the whole way: dejima trace -v tells all of it"));
  }

  private String cause() {
    return trace.reason();
  }

  /** What helps against a step; nothing where that did not end the way. */
  private List<String> mend(int index) {
    Step step = steps.get(index);
    String node = step.event().moment().namespace();
    return switch (step.event()) {
      case RouteEvent.Routed routed -> routed(node, routed);
      case RouteEvent.Neighbour neighbour ->
          isAnswered(index) ? List.of() : neighbour(node, neighbour);
      case RulesetEvent.PolicyApplied policy ->
          policy.policy() == Verdict.Code.DROP ? policy(index, node, policy.chain()) : List.of();
      case RulesetEvent.RuleMet met -> rule(index, node, step.rule(), met);
      case EndEvent.Unclaimed unclaimed -> unclaimed(node, unclaimed);
      case EndEvent.Dropped dropped -> dropped(node, dropped.reason());
      default -> List.of();
    };
  }

  /** Who took it wanted to answer, and could not. */
  private List<String> wayBack() {
    String node = trace.there().hops().getLast().node();
    evidence.add(node + " took the packet: the way there is whole");
    return List.of(
        "on " + node + ": ip route add a way back to the sender, or a default route",
        "masquerade what goes to " + node + ", so that it answers a neighbour");
  }

  // ---- routes

  private List<String> routed(String node, RouteEvent.Routed routed) {
    IpAddress to = routed.destination();
    boolean v4 = to.bits() == 32;
    String in = routed.in() == null ? "all" : routed.in();
    return switch (routed.outcome()) {
      case LOCAL, FORWARD, OUTPUT, BROADCAST, MULTICAST -> List.of();
      case FORWARDING_OFF -> {
        String variable = v4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
        yield List.of("on " + node + ": sysctl " + variable + "=1");
      }
      case NO_ROUTE -> {
        evidence.add("no route of " + node + " leads to " + to + ": ip route get " + to);
        yield List.of(
            "on %s: ip route add %s via GATEWAY, or a default route".formatted(node, to),
            "let the packets have a source that %s knows the way to: masquerade or snat before it"
                .formatted(node));
      }
      case REVERSE_PATH ->
          List.of(
              "on %s: give %s a route by %s, so that the way back is the way there"
                  .formatted(node, routed.source(), in),
              "on %s: sysctl net.ipv4.conf.%s.rp_filter=2 (loose) or 0, and that of all"
                  .formatted(node, in));
      case OWN_SOURCE ->
          List.of("two nodes have the address %s: change one".formatted(routed.source()));
      case MARTIAN_SOURCE -> List.of("send from an address that may be in the network");
      case MARTIAN_DESTINATION ->
          List.of("no packet that comes in may go to " + to + ": use an address of an interface");
      case NOT_JOINED -> List.of("nobody at " + node + " has joined the group " + to);
      case BLACKHOLE, UNREACHABLE, PROHIBIT ->
          List.of(
              "on %s: ip route del the route of type %s to %s"
                  .formatted(node, routed.outcome().name().toLowerCase(Locale.ROOT), to));
    };
  }

  /** Whether the packet went on from there after all. */
  private boolean isAnswered(int index) {
    return steps.subList(index + 1, steps.size()).stream()
        .anyMatch(
            step ->
                step.event() instanceof RouteEvent.Neighbour later
                        && later.state() == RouteEvent.Neighbourhood.ANSWERED
                    || step.event() instanceof EndEvent.Delivered);
  }

  private List<String> neighbour(String node, RouteEvent.Neighbour neighbour) {
    return switch (neighbour.state()) {
      case KNOWN, ANSWERED -> List.of();
      case ASKED, FAILED -> {
        evidence.add(
            "%s asks for %s on %s, and nobody answers"
                .formatted(node, neighbour.address(), neighbour.device()));
        yield List.of(
            "see that some node on the link of %s has the address %s, and is up"
                .formatted(neighbour.device(), neighbour.address()),
            "compare the lengths of the prefixes at both ends: what is taken to be on the link may"
                + " lie behind a router");
      }
    };
  }

  // ---- rules

  private List<String> policy(int index, String node, ChainName chain) {
    evidence.add(
        "no rule of %s at %s decided, and its policy is drop".formatted(name(chain), node));
    accepted(index, node);
    nearest(index, chain);
    List<String> mend = new ArrayList<>();
    translated(index, node)
        .ifPresent(
            after ->
                mend.add(
                    "in %s: add `ct status dnat accept`, which lets pass what was translated to %s"
                        .formatted(name(chain), after)));
    mend.add("in %s: add a rule that accepts this packet".formatted(name(chain)));
    return mend;
  }

  private List<String> rule(
      int index, String node, @Nullable RuleText rule, RulesetEvent.RuleMet met) {
    boolean rejects = rule != null && rule.text().matches("(?s).*\\breject\\b.*");
    boolean drops = met.verdict() != null && met.verdict().code() == Verdict.Code.DROP;
    if (!met.matched() || !(drops || rejects)) {
      return List.of();
    }
    String text = rule == null ? "rule " + met.handle() : rule.text();
    String place = rule == null ? name(met.chain()) : rule.location() + ", in " + rule.where();
    evidence.add("at %s: %s  (%s)".formatted(node, text, place));
    accepted(index, node);
    List<String> mend = new ArrayList<>();
    translated(index, node)
        .ifPresent(
            after ->
                mend.add(
                    "put `ct status dnat accept` before it, which lets pass what was translated to "
                        + after));
    mend.add("put a rule before it that accepts this packet, or make its conditions narrower");
    return mend;
  }

  /** An accept in another base chain was not the last word. */
  private void accepted(int index, String node) {
    steps.subList(0, index).stream()
        .filter(step -> step.event().moment().namespace().equals(node))
        .filter(
            step ->
                step.event() instanceof RulesetEvent.RuleMet met
                    && met.matched()
                    && met.verdict() != null
                    && met.verdict().code() == Verdict.Code.ACCEPT)
        .map(Step::rule)
        .filter(rule -> rule != null && !rule.text().isEmpty() && !isNat(rule))
        .forEach(
            rule ->
                evidence.add(
                    "%s (%s) had accepted it: that is the word of its own base chain only"
                        .formatted(rule.text(), rule.location())));
  }

  /** The rules of the chain that came to nothing by one condition. */
  private void nearest(int index, ChainName chain) {
    steps.subList(0, index).stream()
        .filter(
            step ->
                step.event() instanceof RulesetEvent.RuleMet met
                    && !met.matched()
                    && met.chain().equals(chain))
        .filter(step -> step.rule() != null && step.failed() != null)
        .sorted((a, b) -> Integer.compare(reached(b), reached(a)))
        .limit(NEAREST)
        .forEach(
            step -> {
              RuleText rule = step.rule();
              if (rule != null) {
                evidence.add(
                    "%s: %s  did not match: %s"
                        .formatted(rule.location(), rule.text(), step.failed()));
              }
            });
  }

  private static int reached(Step step) {
    return step.event() instanceof RulesetEvent.RuleMet met && met.mismatch() != null
        ? met.mismatch().index()
        : 0;
  }

  /** Where the node had translated the packet's destination to. */
  private Optional<String> translated(int index, String node) {
    return steps.subList(0, index).stream()
        .filter(step -> step.event().moment().namespace().equals(node))
        .flatMap(
            step ->
                step.event() instanceof FlowEvent.TranslationChosen chosen
                        && !chosen.source()
                        && !chosen.before().equals(chosen.after())
                    ? Optional.of(chosen.after()).stream()
                    : Optional.<ConntrackTuple>empty().stream())
        .map(after -> after.destination() + ":" + after.destinationPort())
        .findFirst();
  }

  private static String name(ChainName chain) {
    return chain.family().word() + " " + chain.table() + " " + chain.chain();
  }

  // ---- ends

  private List<String> unclaimed(String node, EndEvent.Unclaimed unclaimed) {
    int port = unclaimed.tuple().destinationPort();
    if (!unclaimed.elsewhere().isEmpty()) {
      evidence.add("listening on that port: " + unclaimed.elsewhere());
      return List.of(
          "let the program at %s listen on all addresses, or on %s"
              .formatted(node, unclaimed.tuple().destination()));
    }
    List<String> mend = new ArrayList<>();
    mend.add("start a program at %s that listens on port %d".formatted(node, port));
    List<Step> missed =
        trace.there().steps().stream()
            .filter(step -> step.event().moment().namespace().equals(node))
            .filter(step -> step.failed() != null && isNat(step.rule()))
            .toList();
    for (Step step : missed) {
      RuleText rule = step.rule();
      if (rule != null) {
        evidence.add(
            "%s: %s  did not match: %s".formatted(rule.location(), rule.text(), step.failed()));
        mend.add(
            "change the condition of " + rule.location() + ", so that it translates this packet");
      }
    }
    return mend;
  }

  private static boolean isNat(@Nullable RuleText rule) {
    return rule != null
        && rule.text().matches("(?s).*\\b(dnat|redirect)\\b.*")
        && !rule.text().contains("ct status");
  }

  private List<String> dropped(String node, DropReason reason) {
    return switch (reason) {
      case NETFILTER_DROP,
          NO_SOCKET,
          IP_INADDRERRORS,
          IP_INNOROUTES,
          IP_OUTNOROUTES,
          IP_RPFILTER,
          IP_LOCAL_SOURCE,
          IP_INVALID_SOURCE,
          IP_INVALID_DEST,
          NEIGH_FAILED,
          NOT_SPECIFIED ->
          List.of();
      case PKT_TOO_BIG ->
          List.of(
              "send smaller packets, or without DF; for TCP: `tcp flags syn tcp option maxseg size"
                  + " set rt mtu` in a forward chain of "
                  + node,
              "let the ICMP error \"fragmentation needed\" back to the sender");
      case IP_INHDR ->
          List.of("send with a larger TTL; if it is large, see that no route leads in circles");
      case TCP_CSUM, UDP_CSUM, ICMP_CSUM, IP_CSUM ->
          List.of("see who makes the packet: its checksum does not fit its contents");
      case DEV_READY -> List.of("set the interface up, and that at the other end of its link");
      default -> List.of("at " + node + ": " + reason.text());
    };
  }
}
