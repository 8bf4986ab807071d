package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RulesetEvent.HookEntered;
import dev.dejima.lab.Listener;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Journey;
import dev.dejima.lab.trace.Step;
import dev.dejima.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A probe that failed, with all that is known.
 *
 * @param network the network, still up
 * @param addresses who has which address in it
 * @param devices which interfaces are down
 * @param trace the probe's way
 * @param listeners who listened meanwhile
 */
record Case(
    Network network, Addresses addresses, Devices devices, Trace trace, List<Listener> listeners) {
  /** The way that did not come to its end: the answer's where that was lost. */
  Journey lost() {
    return isAnswerLost() ? trace.back().orElseThrow() : trace.there();
  }

  /** Whether it is the answer that was lost on its way. */
  boolean isAnswerLost() {
    return trace.disposition() == Disposition.ANSWER_LOST && trace.back().isPresent();
  }

  /** What to call what was lost. */
  String packet() {
    return isAnswerLost() ? "the answer" : "the packet";
  }

  /** The first event of a kind on a way. */
  static <E extends PathEvent> Optional<E> first(Journey way, Class<E> kind) {
    return way.steps().stream()
        .map(Step::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  /** The last event of a kind on a way. */
  static <E extends PathEvent> Optional<E> last(Journey way, Class<E> kind) {
    return way.steps().reversed().stream()
        .map(Step::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  /** What the packet was when it came to a step: as its last hook or translation had it. */
  static @Nullable ConntrackTuple tuple(Hop hop, Step until) {
    ConntrackTuple tuple = null;
    for (Step step : upTo(hop, until)) {
      if (step.event() instanceof HookEntered hook && hook.tuple() != null) {
        tuple = hook.tuple();
      } else if (step.event() instanceof Translated translated) {
        tuple = translated.after();
      }
    }
    return tuple;
  }

  /** The steps of a hop up to one of them, which is the last; all if it is none of them. */
  @SuppressWarnings("ReferenceEquality") // two steps may say the same
  static List<Step> upTo(Hop hop, Step last) {
    List<Step> steps = new ArrayList<>();
    for (Step step : hop.steps()) {
      steps.add(step);
      if (step == last) {
        break;
      }
    }
    return steps;
  }

  /** The translation of the destination that was made on the way there, as evidence. */
  List<String> translated() {
    return trace.there().steps().stream()
        .filter(step -> step.event() instanceof Translated)
        .map(
            step -> {
              Translated t = (Translated) step.event();
              return "%s translated the %s: %s"
                  .formatted(
                      t.moment().namespace(),
                      t.source() ? "source" : "destination",
                      Words.change(t));
            })
        .distinct()
        .toList();
  }

  /** A rule with its place, for people. */
  static String cite(@Nullable RuleText rule) {
    if (rule == null) {
      return "a rule";
    }
    String place = rule.location().isEmpty() ? "" : rule.location() + ", ";
    return rule.text() + " (" + place + rule.where() + ")";
  }
}
