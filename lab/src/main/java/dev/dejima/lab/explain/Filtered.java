package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
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
    ChainName chain = chain(decider);
    HookNumber hook = hook(hop, decider);
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
    Rules.nearest(
            hop,
            met ->
                met.chain().table().equals(chain.table())
                    && Rules.accepts(met.exprs())
                    && isFilter(met))
        .filter(miss -> !isFromAnotherHook(hop, miss, decider))
        .ifPresent(miss -> evidence.addAll(nearest(miss)));
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
        mend(failed, hop, decider, tuple, forwarded));
  }

  private static boolean isFilter(RuleMet met) {
    return !Rules.translatesDestination(met.exprs()) && !Rules.translatesSource(met.exprs());
  }

  private static List<String> nearest(Miss miss) {
    return List.of(
        "the nearest rule that would let it pass: " + miss.rule(),
        "  it missed by one condition: " + miss.condition());
  }

  /** Whether a rule was met before the hook at which the packet was dropped. */
  private static boolean isFromAnotherHook(Hop hop, Miss miss, Step decider) {
    return hook(hop, miss.step()) != hook(hop, decider);
  }

  private static ChainName chain(Step decider) {
    return switch (decider.event()) {
      case PolicyApplied policy -> policy.chain();
      case RuleMet met -> met.chain();
      default -> throw new IllegalArgumentException("decides nothing: " + decider.event());
    };
  }

  private static String name(ChainName chain) {
    return chain.family().word() + " " + chain.table() + " " + chain.chain();
  }

  /** The hook at which a step was. */
  private static HookNumber hook(Hop hop, Step until) {
    HookNumber hook = HookNumber.PREROUTING;
    for (Step step : Case.upTo(hop, until)) {
      if (step.event() instanceof HookEntered entered) {
        hook = entered.hook();
      }
    }
    return hook;
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
    String by =
        switch (decider.event()) {
          case PolicyApplied policy ->
              "the policy of chain %s drops %s: no rule there lets it pass"
                  .formatted(name(policy.chain()), whom);
          case RuleMet met ->
              "a rule of chain %s %s %s: %s"
                  .formatted(
                      name(met.chain()),
                      Rules.rejects(met.exprs()) ? "rejects" : "drops",
                      whom,
                      Case.cite(decider.rule()));
          default -> "";
        };
    return what + by + ", at " + hop.node() + " (hook " + hook.word() + ")";
  }

  private static String mend(
      Case failed, Hop hop, Step decider, @Nullable ConntrackTuple tuple, boolean forwarded) {
    String rule =
        failed.isAnswerLost()
            ? "ct state established,related accept"
            : forwarded
                ? "ct status dnat accept"
                : (tuple == null ? "" : Words.condition(tuple) + " ") + "accept";
    ChainName chain = chain(decider);
    return decider.event() instanceof PolicyApplied
        ? "let it pass: at %s: nft add rule %s %s".formatted(hop.node(), name(chain), rule)
        : "let it pass before that rule: at %s: nft insert rule %s %s"
            .formatted(hop.node(), name(chain), rule);
  }
}
