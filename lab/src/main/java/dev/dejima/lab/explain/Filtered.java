package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.RulesetEvent.HookEntered;
import dev.dejima.kernel.path.RulesetEvent.PolicyApplied;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.explain.Rules.Miss;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule, or a chain's policy, drops the packet or the answer. */
record Filtered() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return failed
        .lost()
        .decider()
        .map(decider -> explanation(failed, failed.lost().hops().getLast(), decider));
  }

  private static Explanation explanation(Case failed, Hop hop, Step decider) {
    HookNumber hook = MissedRule.hook(hop, decider);
    @Nullable ConntrackTuple tuple = Case.tuple(hop, decider);
    boolean forwarded = hook == HookNumber.FORWARD && !failed.isAnswerLost() && isRedirected(hop);
    List<String> evidence = new ArrayList<>();
    if (tuple != null) {
      evidence.add(
          "%s at hook %s: %s".formatted(failed.packet(), hook.word(), Words.packet(tuple)));
    }
    if (forwarded) {
      evidence.addAll(failed.translated());
    }
    evidence.addAll(notFinal(hop, decider));
    MissedRule.passing(failed, hop, decider)
        .ifPresent(missed -> evidence.addAll(nearest(missed.miss())));
    if (hook == HookNumber.INPUT) {
      Rules.nearest(hop, met -> Rules.translatesDestination(met.exprs()))
          .ifPresent(
              miss ->
                  evidence.add(
                      "it was not translated either: %s: %s"
                          .formatted(miss.rule(), miss.condition())));
    }
    return new Explanation(
        cause(failed, hop, decider, hook, forwarded),
        evidence,
        mend(hop.node(), decider, rule(failed, hop, decider, forwarded)));
  }

  private static List<String> nearest(Miss miss) {
    return List.of(
        "the nearest rule that would let it pass: " + miss.rule(),
        "  it missed by one condition: " + miss.condition());
  }

  private static boolean isRedirected(Hop hop) {
    return hop.steps().stream()
        .anyMatch(step -> step.event() instanceof Translated translated && !translated.source());
  }

  /** Rules that accepted it at the same hook, but only for their own chain. */
  private static List<String> notFinal(Hop hop, Step decider) {
    List<String> accepted = new ArrayList<>();
    for (Step step : Case.upTo(hop, decider)) {
      if (step.event() instanceof HookEntered) {
        accepted.clear();
      } else if (step.event() instanceof RuleMet met
          && met.verdict() != null
          && met.verdict().code() == Verdict.Code.ACCEPT) {
        accepted.add(
            "accepted before by: %s; but accept ends only its own chain, and the next base chain"
                    .formatted(Case.cite(step.rule()))
                + " at the hook is asked too");
      }
    }
    return accepted;
  }

  private static String cause(
      Case failed, Hop hop, Step decider, HookNumber hook, boolean forwarded) {
    String what = forwarded ? "the packet was translated, but then " : "";
    String whom = forwarded ? "it" : failed.packet();
    return what + decision(decider, whom) + ", at " + hop.node() + " (hook " + hook.word() + ")";
  }

  /** What dropped something, and where that is written. */
  static String decision(Step decider, String whom) {
    return switch (decider.event()) {
      case PolicyApplied policy ->
          "the policy of chain %s drops %s: no rule there lets it pass"
              .formatted(MissedRule.name(policy.chain()), whom);
      case RuleMet met ->
          "a rule of chain %s %s %s: %s"
              .formatted(
                  MissedRule.name(met.chain()),
                  Rules.rejects(met.exprs()) ? "rejects" : "drops",
                  whom,
                  Case.cite(decider.rule()));
      default -> "";
    };
  }

  private static String rule(Case failed, Hop hop, Step decider, boolean forwarded) {
    return failed.isAnswerLost()
        ? "ct state established,related accept"
        : forwarded ? "ct status dnat accept" : condition(hop, decider) + "accept";
  }

  /** What a rule says to match the packet that was dropped, with a blank behind it. */
  static String condition(Hop hop, Step decider) {
    @Nullable ConntrackTuple tuple = Case.tuple(hop, decider);
    return tuple == null ? "" : Words.condition(tuple) + " ";
  }

  /** The command that has a rule asked before what dropped it. */
  static String mend(String node, Step decider, String rule) {
    String chain = MissedRule.name(MissedRule.chain(decider));
    return decider.event() instanceof PolicyApplied
        ? "let it pass: at %s: nft add rule %s %s".formatted(node, chain, rule)
        : "let it pass before that rule: at %s: nft insert rule %s %s".formatted(node, chain, rule);
  }
}
