package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent.Made;
import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.lab.run.RuleText;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Reject;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpProtocol;
import java.util.List;
import java.util.Optional;

/** What became of a probe, by how its packet and the answer ended. */
final class Verdicts {
  private static final int PORT_UNREACHABLE = 3;
  private static final int PORT_UNREACHABLE_6 = 4;

  private final String from;
  private final Journey there;
  private final Optional<Made> answer;
  private final Optional<Journey> back;

  /** What whoever took it was told when it wanted to answer. */
  private final Optional<Routed> stuck;

  Verdicts(
      String from,
      Journey there,
      Optional<Made> answer,
      Optional<Journey> back,
      Optional<Routed> stuck) {
    this.from = from;
    this.there = there;
    this.answer = answer;
    this.back = back;
    this.stuck = stuck;
  }

  Disposition disposition() {
    Optional<Step> end = there.end();
    if (back.isPresent() && answer.isPresent()) {
      boolean came = endedAt(back.get(), from);
      if (came) {
        return kind(answer.get());
      }
      return isTaken(end) ? Disposition.ANSWER_LOST : Disposition.DROPPED;
    }
    if (stuck.isPresent()) {
      return Disposition.ANSWER_LOST;
    }
    if (end.isEmpty()) {
      return there.hops().size() <= 1 ? Disposition.NOT_SENT : Disposition.UNANSWERED;
    }
    return switch (end.get().event()) {
      case EndEvent.Delivered delivered ->
          expectsAnswer(delivered) ? Disposition.UNANSWERED : Disposition.DELIVERED;
      case EndEvent.Dropped _ ->
          there.hops().size() == 1 && there.hops().getFirst().out() == null && isOwn()
              ? Disposition.NOT_SENT
              : Disposition.DROPPED;
      case EndEvent.Unclaimed _ -> Disposition.DROPPED;
      default -> Disposition.HELD;
    };
  }

  private boolean isOwn() {
    return there.hops().getFirst().in() == null;
  }

  /** A handshake or an echo request is answered at once; a datagram may not be. */
  private static boolean expectsAnswer(EndEvent.Delivered delivered) {
    return delivered.tuple() != null && delivered.tuple().protocol() != IpProtocol.UDP;
  }

  private static boolean isTaken(Optional<Step> end) {
    return end.isPresent()
        && switch (end.get().event()) {
          case EndEvent.Delivered _, EndEvent.Unclaimed _ -> true;
          default -> false;
        };
  }

  private static boolean endedAt(Journey journey, String node) {
    return journey
        .end()
        .filter(step -> step.event() instanceof EndEvent.Delivered)
        .filter(step -> step.event().moment().namespace().equals(node))
        .isPresent();
  }

  private static Disposition kind(Made answer) {
    return switch (answer.origin()) {
      case RESET -> Disposition.REFUSED;
      case ICMP_ERROR ->
          isPortUnreachable(answer.packet()) ? Disposition.REFUSED : Disposition.UNREACHABLE;
      case SOCKET, FRAME, ECHO_REPLY, COPY, FRAGMENT, KERNEL -> Disposition.ANSWERED;
    };
  }

  private static boolean isPortUnreachable(Bytes packet) {
    boolean v4 = packet.at(0) >> 4 == 4;
    int at = v4 ? (packet.at(0) & 15) * 4 : 40;
    return packet.length() > at + 1
        && (v4
            ? packet.at(at) == 3 && packet.at(at + 1) == PORT_UNREACHABLE
            : packet.at(at) == 1 && packet.at(at + 1) == PORT_UNREACHABLE_6);
  }

  // ---- why

  String reason() {
    if (stuck.isPresent()) {
      return "the answer was not sent: " + Narrator.routed(stuck.get());
    }
    if (disposition() == Disposition.ANSWERED) {
      return why(there, "taken") + ", and the answer came back";
    }
    if (disposition() == Disposition.ANSWER_LOST && back.isPresent()) {
      return "the answer was lost: " + why(back.get(), "it came to another node");
    }
    boolean refused =
        answer.isPresent() && answer.get().origin() != Origin.SOCKET && !isTaken(there.end());
    return refused ? why(there, "refused") : why(there, "nothing more was seen of it");
  }

  private static String why(Journey journey, String otherwise) {
    Step end = journey.end().orElse(null);
    if (end == null) {
      return otherwise;
    }
    String node = end.event().moment().namespace();
    return switch (end.event()) {
      case EndEvent.Dropped dropped -> dropped(journey, node, dropped);
      case EndEvent.Unclaimed unclaimed -> node + ": " + Narrator.unclaimed(unclaimed);
      case EndEvent.Delivered _ -> node + ": " + Narrator.text(end);
      default -> node + ": " + Narrator.text(end);
    };
  }

  private static String dropped(Journey journey, String node, EndEvent.Dropped dropped) {
    List<Step> own =
        journey.steps().stream()
            .filter(step -> step.event().moment().namespace().equals(node))
            .toList();
    if (dropped.reason() == DropReason.NETFILTER_DROP) {
      for (Step step : own) {
        if (step.event() instanceof RulesetEvent.Queued queued) {
          return "%s drops it: no program lets it out of queue %d".formatted(node, queued.number());
        }
      }
      return journey
          .decider()
          .map(step -> node + " " + decision(step))
          .orElse(node + " drops it: connection tracking has no room or no free port for it");
    }
    Routed refused = null;
    for (Step step : own) {
      if (step.event() instanceof Routed routed) {
        refused = routed.outcome().goesOn() ? refused : routed;
      }
    }
    if (refused != null) {
      return Narrator.routed(refused);
    }
    return node + ": " + special(own, dropped);
  }

  private static String special(List<Step> own, EndEvent.Dropped dropped) {
    for (Step step : own.reversed()) {
      PathEvent event = step.event();
      if (event instanceof FragmentEvent.TooBig || event instanceof Neighbour) {
        boolean fits =
            switch (dropped.reason()) {
              case PKT_TOO_BIG -> event instanceof FragmentEvent.TooBig;
              case NEIGH_FAILED -> event instanceof Neighbour;
              default -> false;
            };
        if (fits) {
          return Narrator.text(step);
        }
      }
    }
    return dropped.reason().text();
  }

  private static String decision(Step step) {
    return switch (step.event()) {
      case RulesetEvent.PolicyApplied policy ->
          "drops it: policy of " + Narrator.chain(policy.chain());
      case RulesetEvent.RuleMet met -> (rejects(met) ? "rejects it: " : "drops it: ") + text(step);
      default -> "drops it";
    };
  }

  static boolean rejects(RulesetEvent.RuleMet met) {
    for (Expr expr : met.exprs()) {
      if (expr instanceof Reject) {
        return true;
      }
    }
    return false;
  }

  private static String text(Step step) {
    RuleText rule = step.rule();
    if (rule == null) {
      return Narrator.text(step);
    }
    String place = rule.location().isEmpty() ? "" : rule.location() + ", ";
    return rule.text() + " (" + place + rule.where() + ")";
  }
}
