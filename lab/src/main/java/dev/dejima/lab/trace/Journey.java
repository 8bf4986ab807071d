package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Neighbourhood;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.nft.expr.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The way of one packet, and of what was made of it to go on in its stead: its fragments, the whole
 * that it was put together to.
 *
 * @param packet the packet as it began, as tcpdump prints it
 * @param hops one for every node that it came by, in order; a node that it comes by again has
 *     another
 */
public record Journey(String packet, List<Hop> hops) {
  /** Keeps a copy of the list. */
  public Journey {
    hops = List.copyOf(hops);
  }

  /** All steps, in order. */
  public List<Step> steps() {
    return hops.stream().flatMap(hop -> hop.steps().stream()).toList();
  }

  /** Where it ended. */
  public Optional<Step> last() {
    List<Step> steps = steps();
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
  }

  /** The step that ended it, or where it waits; empty where it just goes out of sight. */
  public Optional<Step> end() {
    List<Step> steps = steps();
    for (Step step : steps.reversed()) {
      switch (step.event()) {
        case EndEvent.Delivered _,
            EndEvent.Unclaimed _,
            EndEvent.Dropped _,
            EndEvent.Consumed _,
            FragmentEvent.Held _,
            RulesetEvent.Queued _ -> {
          // Of what nobody claims, that is said before it is dropped.
          return step.event() instanceof EndEvent.Dropped dropped
                  && dropped.reason() == DropReason.NO_SOCKET
              ? steps.stream()
                  .filter(s -> s.event() instanceof EndEvent.Unclaimed)
                  .findFirst()
                  .or(() -> Optional.of(step))
              : Optional.of(step);
        }
        case Neighbour neighbour -> {
          if (neighbour.state() == Neighbourhood.ASKED) {
            return Optional.of(step);
          }
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  /** The rule or policy that dropped it; empty where none did. */
  public Optional<Step> decider() {
    boolean filtered =
        end()
            .filter(
                step ->
                    step.event() instanceof EndEvent.Dropped dropped
                        && dropped.reason() == DropReason.NETFILTER_DROP)
            .isPresent();
    if (!filtered || hops.isEmpty()) {
      return Optional.empty();
    }
    for (Step step : hops.getLast().steps().reversed()) {
      boolean drops =
          switch (step.event()) {
            case RulesetEvent.RuleMet met ->
                met.verdict() != null && met.verdict().code() == Verdict.Code.DROP;
            case RulesetEvent.PolicyApplied policy -> policy.policy() == Verdict.Code.DROP;
            default -> false;
          };
      if (drops) {
        return Optional.of(step);
      }
      if (step.event() instanceof FlowEvent.Tracked
          || step.event() instanceof RulesetEvent.HookEntered) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
