package dev.dejima.lab.run;

import dev.dejima.lab.Port;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Picks, from all that was seen, what belongs to a probe. Every tracked connection ties the flow
 * before a translation to the one behind it; followed from the probe's own flow on, they give all
 * names that it has on its way.
 *
 * @param path the interfaces that its first packet passed, from the probe's on
 * @param packets by time
 * @param decisions in order
 * @param tracked from the probe's side on
 */
public record Conversation(
    List<Port> path,
    List<SeenPacket> packets,
    List<Decision> decisions,
    List<Translation> tracked) {

  /**
   * Picks.
   *
   * @param from the probe's node
   * @param sight what was seen meanwhile
   * @param isProbe whether a flow is the probe's own, as it leaves its node
   */
  static Conversation of(Network network, String from, Sight sight, Predicate<Flow> isProbe) {
    Set<Flow> forth = new HashSet<>();
    Set<Flow> flows = new HashSet<>();
    for (SeenPacket packet : sight.packets()) {
      Flow flow = packet.flow();
      if (flow != null && isProbe.test(flow)) {
        forth.add(flow);
        flows.add(flow.reversed());
      }
    }
    for (Translation translation : sight.tracked().begun()) {
      if (isProbe.test(translation.before())) {
        forth.add(translation.before());
      }
    }
    // What its own node drops passes no interface, and is tracked by nobody.
    for (Sight.Traced traced : sight.traces()) {
      if (traced.node().name().equals(from) && isProbe.test(traced.flow())) {
        forth.add(traced.flow());
      }
    }
    flows.addAll(forth);
    List<Translation> followed = follow(forth, flows, sight);
    List<SeenPacket> packets =
        sight.packets().stream()
            .filter(packet -> packet.flow() != null && flows.contains(packet.flow()))
            .sorted(Comparator.comparing(SeenPacket::time))
            .toList();
    List<Decision> decisions =
        sight.traces().stream()
            .filter(traced -> flows.contains(traced.flow()))
            .flatMap(traced -> decision(network, traced).stream())
            .toList();
    return new Conversation(
        Way.of(network.lab().topology(), from, packets),
        packets,
        decisions,
        followed.stream().map(t -> explain(t, decisions)).toList());
  }

  /**
   * Finds all names that the probe's packets have on their way, and their answers.
   *
   * @param forth those that are known of the packets that go as the probe does; gets the others
   * @param flows those of both directions; gets the others
   * @return the tracked connections that they belong to, in the order of the way
   */
  private static List<Translation> follow(Set<Flow> forth, Set<Flow> flows, Sight sight) {
    List<Translation> left = new ArrayList<>(sight.tracked().begun());
    left.addAll(sight.tracked().older());
    List<Translation> followed = new ArrayList<>();
    boolean found = true;
    while (found) {
      found = add(forth, flows, sight.traces());
      for (Translation translation : List.copyOf(left)) {
        if (flows.contains(translation.before()) || flows.contains(translation.after())) {
          Translation met = met(translation, forth);
          for (Flow flow : List.of(met.before(), met.after())) {
            forth.add(flow);
            flows.add(flow);
            flows.add(flow.reversed());
          }
          left.remove(translation);
          followed.add(met);
          found = true;
        }
      }
    }
    return followed;
  }

  private static Translation met(Translation translation, Set<Flow> forth) {
    Translation answered = translation.answered();
    boolean answers = !forth.contains(translation.before()) && forth.contains(answered.before());
    return answers ? answered : translation;
  }

  /**
   * The names that a packet has at one node, from hook to hook: a packet that is dropped leaves no
   * tracked connection behind.
   */
  private static boolean add(Set<Flow> forth, Set<Flow> flows, List<Sight.Traced> traces) {
    boolean found = false;
    for (int i = 1; i < traces.size(); i++) {
      Sight.Traced before = traces.get(i - 1);
      Sight.Traced after = traces.get(i);
      boolean same =
          before.node().name().equals(after.node().name())
              && before.event().id() == after.event().id();
      if (same && flows.contains(before.flow())) {
        found |= flows.add(after.flow());
        if (forth.contains(before.flow())) {
          forth.add(after.flow());
        }
        flows.add(after.flow().reversed());
      }
    }
    return found;
  }

  private static Optional<Decision> decision(Network network, Sight.Traced traced) {
    TraceEvent event = traced.event();
    String node = traced.node().name();
    return switch (event.type()) {
      case RULE ->
          network
              .rules(node)
              .rule(event.family(), event.table(), event.ruleHandle())
              .map(rule -> new Decision(node, rule, event.verdict(), traced.flow()));
      case POLICY -> {
        RuleText policy = new RuleText(event.family(), event.table(), event.chain(), "", "");
        yield Optional.of(new Decision(node, policy, policy(event), traced.flow()));
      }
      case RETURN, UNSPEC -> Optional.empty();
    };
  }

  private static @Nullable Verdict policy(TraceEvent event) {
    return event.policy() == null ? event.verdict() : event.policy();
  }

  /** Names the rule that set a translation: the last that spoke of one for its first packet. */
  private static Translation explain(Translation translation, List<Decision> decisions) {
    if (!translation.changes()) {
      return translation;
    }
    Optional<RuleText> rule =
        decisions.stream()
            .filter(d -> d.node().equals(translation.node()))
            .filter(d -> d.rule().text().matches("(?s).*\\b(dnat|snat|masquerade|redirect)\\b.*"))
            .filter(d -> belongs(d.flow(), translation))
            .map(Decision::rule)
            .findFirst();
    return translation.by(rule);
  }

  private static boolean belongs(Flow flow, Translation translation) {
    Flow before = translation.before();
    Flow after = translation.after();
    return flow.protocol() == before.protocol()
        && (flow.source().equals(before.source()) || flow.source().equals(after.source()));
  }

  /** Of the ICMP error that came back, its kind in nft's words; empty if none came. */
  public String icmp() {
    return packets.stream()
        .map(SeenPacket::icmp)
        .filter(kind -> !kind.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The first packet as it left the probe's node. */
  Flow first() {
    return tracked.isEmpty() ? forward(packets.getFirst()) : tracked.getFirst().before();
  }

  /** The first packet behind all translation. */
  Flow last() {
    return tracked.isEmpty() ? forward(packets.getFirst()) : tracked.getLast().after();
  }

  private static Flow forward(SeenPacket packet) {
    return Objects.requireNonNull(packet.flow());
  }
}
