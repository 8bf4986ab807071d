package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.RulesetEvent.PolicyApplied;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Answer;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the twin says with what was seen on the real kernel: the interfaces that the packet
 * and its answer passed (captures), the rules that they matched and the policies (nftrace), how the
 * connection was translated (conntrack events), and what came of it all. What agrees is not spoken
 * of.
 */
final class TwinCheck {
  private final Trace trace;
  private final Conversation seen;
  private final Answer answer;
  private final List<String> differences = new ArrayList<>();

  private TwinCheck(Trace trace, Conversation seen, Answer answer) {
    this.trace = trace;
    this.seen = seen;
    this.answer = answer;
  }

  /** Where they disagree, for people; empty if nowhere. */
  static List<String> differences(Trace trace, Conversation seen, Answer answer) {
    TwinCheck check = new TwinCheck(trace, seen, answer);
    check.outcome();
    check.wires();
    check.rules();
    check.translations();
    return check.differences;
  }

  private void differ(String what, String twin, String real) {
    differences.add("the twin and Linux differ in %s: %s; Linux: %s".formatted(what, twin, real));
  }

  private void outcome() {
    Optional<Outcome> expected =
        switch (trace.disposition()) {
          case ANSWERED -> Optional.of(Outcome.CONNECTED);
          case REFUSED -> Optional.of(Outcome.REFUSED);
          case UNREACHABLE -> Optional.of(Outcome.UNREACHABLE);
          case DROPPED, ANSWER_LOST -> Optional.of(Outcome.TIMEOUT);
          case DELIVERED, NOT_SENT, HELD, UNANSWERED -> Optional.empty();
        };
    if (expected.isPresent() && !expected.equals(answer.outcome())) {
      differ("what came of it", trace.disposition().word(), answer.word());
    }
  }

  // ---- captures

  /** The interfaces that the first packet and its answer passed, out or in. */
  private void wires() {
    Set<String> twin = new LinkedHashSet<>();
    for (Hop hop : trace.there().hops()) {
      addPassed(twin, hop);
    }
    trace.back().ifPresent(back -> back.hops().forEach(hop -> addPassed(twin, hop)));
    Set<String> real = new LinkedHashSet<>();
    for (SeenPacket packet : seen.packets()) {
      real.add(passed(packet.at(), packet.outgoing()));
    }
    Set<String> missing = minus(twin, real);
    Set<String> more = minus(real, twin);
    if (!missing.isEmpty() || !more.isEmpty()) {
      differ("where packets pass", String.join(", ", twin), String.join(", ", real));
    }
  }

  private static void addPassed(Set<String> passed, Hop hop) {
    for (Step step : hop.steps()) {
      switch (step.event()) {
        case DeviceEvent.Arrived arrived -> add(passed, hop, arrived.device(), false);
        case DeviceEvent.Sent sent -> add(passed, hop, sent.device(), true);
        default -> {}
      }
    }
  }

  /** Captures are opened at the interfaces that the lab names, and lo is none of them. */
  private static void add(Set<String> passed, Hop hop, String device, boolean outgoing) {
    if (!device.equals("lo")) {
      passed.add(passed(new Port(hop.node(), device), outgoing));
    }
  }

  private static String passed(Port at, boolean outgoing) {
    return (outgoing ? "out by " : "in by ") + at;
  }

  private static Set<String> minus(Set<String> all, Set<String> some) {
    Set<String> left = new LinkedHashSet<>(all);
    left.removeAll(some);
    return left;
  }

  // ---- nftrace

  /**
   * By node: what the first packet met comes first in what was traced there. Of rules that came
   * after the lab's own, a test does not tell.
   */
  private void rules() {
    List<Hop> hops = new ArrayList<>(trace.there().hops());
    Set<String> nodes = new LinkedHashSet<>(hops.stream().map(Hop::node).toList());
    for (String node : nodes) {
      List<String> twin =
          hops.stream()
              .filter(h -> h.node().equals(node))
              .flatMap(hop -> hop.steps().stream())
              .flatMap(step -> met(step).stream())
              .toList();
      List<String> real =
          seen.decisions().stream()
              .filter(decision -> decision.node().equals(node))
              .limit(twin.size())
              .map(TwinCheck::met)
              .toList();
      if (!twin.equals(real)) {
        differ("the rules at " + node, String.join(" | ", twin), String.join(" | ", real));
      }
    }
  }

  private static Optional<String> met(Step step) {
    return switch (step.event()) {
      case RuleMet met ->
          met.matched() && step.rule() != null && !step.rule().location().isEmpty()
              ? Optional.of(word(step.rule().where(), step.rule().text(), met.verdict()))
              : Optional.empty();
      case PolicyApplied policy ->
          Optional.of(
              word(Narrator.chain(policy.chain()), "policy", new Verdict(policy.policy(), null)));
      default -> Optional.empty();
    };
  }

  private static String met(Decision decision) {
    String text = decision.rule().text();
    return word(decision.rule().where(), text.isEmpty() ? "policy" : text, decision.verdict());
  }

  private static String word(String where, String text, @Nullable Verdict verdict) {
    String code = verdict == null ? "continue" : Narrator.word(verdict.code());
    return where + ": " + text + ": " + code;
  }

  // ---- conntrack

  private void translations() {
    Set<String> twin =
        trace.there().steps().stream()
            .filter(step -> step.event() instanceof FlowEvent.Confirmed)
            .map(step -> (FlowEvent.Confirmed) step.event())
            .map(
                confirmed ->
                    tracked(
                        confirmed.moment().namespace(),
                        Flow.of(confirmed.flow().original()),
                        Flow.of(confirmed.flow().reply()).reversed()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> real =
        seen.tracked().stream()
            .map(entry -> tracked(entry.node(), entry.before(), entry.after()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!Objects.equals(twin, real)) {
      differ("the translation", String.join(", ", twin), String.join(", ", real));
    }
  }

  private static String tracked(String node, Flow before, Flow after) {
    return "%s: %s becomes %s".formatted(node, before, after);
  }
}
