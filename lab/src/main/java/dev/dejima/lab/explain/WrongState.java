package dev.dejima.lab.explain;

import dev.dejima.kernel.path.FlowEvent.State;
import dev.dejima.kernel.path.FlowEvent.Tracked;
import dev.dejima.lab.trace.Step;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rule that was to let the packet pass is for connections in another state. */
record WrongState() implements Diagnosis {
  private static final String STATE = "ct state ";

  @Override
  public Optional<Explanation> of(Case failed) {
    Optional<Step> decider = failed.lost().decider();
    return MissedRule.of(failed)
        .filter(missed -> decider.isPresent() && missed.miss().condition().startsWith(STATE))
        .flatMap(
            missed ->
                state(missed)
                    .map(state -> explanation(failed, missed, decider.orElseThrow(), state)));
  }

  private static Optional<State> state(MissedRule missed) {
    return missed.hop().steps().stream()
        .map(Step::event)
        .filter(Tracked.class::isInstance)
        .map(event -> ((Tracked) event).state())
        .findFirst();
  }

  private static Explanation explanation(
      Case failed, MissedRule missed, Step decider, State state) {
    return new Explanation(
        "%s %s, and the rule of %s that is to let it pass is for others: %s"
            .formatted(failed.packet(), what(state), missed.hop().node(), missed.miss().rule()),
        List.of(
            "what fails: " + missed.miss().condition(),
            "so it is dropped: " + Filtered.decision(decider, failed.packet())),
        Filtered.mend(missed.hop().node(), decider, rule(failed, missed, decider, state)));
  }

  private static String rule(Case failed, MissedRule missed, Step decider, State state) {
    return failed.isAnswerLost()
        ? "ct state established,related accept"
        : "%sct state %s accept".formatted(Filtered.condition(missed.hop(), decider), word(state));
  }

  private static String what(State state) {
    return switch (state) {
      case NEW -> "begins a connection (ct state new)";
      case ESTABLISHED -> "belongs to a connection that is there (ct state established)";
      case RELATED -> "is about a connection that is there (ct state related)";
      case INVALID -> "belongs to no connection and begins none (ct state invalid)";
      case UNTRACKED -> "is not tracked (ct state untracked)";
    };
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
