package dev.dejima.lab.explain;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.path.RulesetEvent.HookEntered;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Step;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.tools.nft.RulesetDump;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules that a packet met at a node, and those that it did not. */
final class Rules {
  private Rules() {}

  /** A rule that missed, and how it fits. */
  record Miss(Step step, RuleMet met, RuleFit fit) {
    /** The rule, with its place. */
    String rule() {
      return Case.cite(step.rule());
    }

    /** The condition that failed, with both values. */
    String condition() {
      return step.failed() == null ? "it does not match" : step.failed();
    }
  }

  /** Whether a rule translates the destination. */
  static boolean translatesDestination(List<Expr> exprs) {
    return exprs.stream()
        .anyMatch(e -> e instanceof Redirect || e instanceof Nat nat && nat.destination());
  }

  /** Whether a rule translates the source. */
  static boolean translatesSource(List<Expr> exprs) {
    return exprs.stream()
        .anyMatch(e -> e instanceof Masquerade || e instanceof Nat nat && !nat.destination());
  }

  /** Whether a rule lets a packet pass. */
  static boolean accepts(List<Expr> exprs) {
    return decides(exprs, Verdict.Code.ACCEPT);
  }

  /** Whether a rule drops a packet, or rejects it. */
  static boolean drops(List<Expr> exprs) {
    return decides(exprs, Verdict.Code.DROP) || rejects(exprs);
  }

  /** Whether a rule tells the sender that it drops the packet. */
  static boolean rejects(List<Expr> exprs) {
    return exprs.stream().anyMatch(Reject.class::isInstance);
  }

  private static boolean decides(List<Expr> exprs, Verdict.Code code) {
    return exprs.stream()
        .anyMatch(
            e ->
                e instanceof Immediate last
                    && last.data() instanceof Verdict verdict
                    && verdict.code() == code);
  }

  /** What the packet was at a step of a hop. */
  static Optional<RuleFit.Packet> packet(Hop hop, Step until) {
    RuleFit.@Nullable Packet packet = null;
    for (Step step : Case.upTo(hop, until)) {
      if (step.event() instanceof HookEntered hook && hook.tuple() != null) {
        packet = new RuleFit.Packet(hook.tuple(), hook.in(), hook.out());
      } else if (step.event() instanceof Translated translated && packet != null) {
        packet = new RuleFit.Packet(translated.after(), packet.in(), packet.out());
      }
    }
    return Optional.ofNullable(packet);
  }

  /** Of the rules of a kind that missed at a hop, the one that missed by one condition alone. */
  static Optional<Miss> nearest(Hop hop, Predicate<RuleMet> kind) {
    return misses(hop, kind).stream()
        .filter(miss -> miss.fit().isNear())
        .max(
            Comparator.comparingInt((Miss miss) -> miss.fit().held())
                .thenComparingInt(miss -> -miss.fit().unknown()));
  }

  private static List<Miss> misses(Hop hop, Predicate<RuleMet> kind) {
    List<Miss> misses = new ArrayList<>();
    for (Step step : hop.steps()) {
      if (step.event() instanceof RuleMet met && !met.matched() && kind.test(met)) {
        packet(hop, step)
            .map(packet -> RuleFit.of(met, packet))
            .ifPresent(fit -> misses.add(new Miss(step, met, fit)));
      }
    }
    return misses;
  }

  /**
   * The rules behind one in its chain.
   *
   * @param rule as its node wrote it, whatever handle it has on a twin
   */
  static List<NewRule> behind(Network network, String node, ChainName chain, RuleText rule)
      throws KernelException {
    List<NewRule> behind = new ArrayList<>();
    boolean found = false;
    for (NewRule each : all(network, node)) {
      if (isIn(each, chain)) {
        if (found) {
          behind.add(each);
        }
        found |=
            network
                .rule(node, each.family(), each.table(), each.handle())
                .filter(rule::equals)
                .isPresent();
      }
    }
    return behind;
  }

  /** All rules of a node. */
  static List<NewRule> all(Network network, String node) throws KernelException {
    return RulesetDump.of(network.namespace(node).nfTables()).rules();
  }

  private static boolean isIn(NewRule rule, ChainName chain) {
    return rule.family() == chain.family()
        && rule.table().equals(chain.table())
        && rule.chain().equals(chain.chain());
  }

  /** A rule that was not met, with its place. */
  static String cite(Network network, String node, NewRule rule) {
    return network
        .rule(node, rule.family(), rule.table(), rule.handle())
        .map(Case::cite)
        .orElse("rule " + rule.handle() + " of " + rule.family().word() + " " + rule.table());
  }

  /** Whether tables of a family see packets of a version of IP. */
  static boolean sees(Family family, int bits) {
    return switch (family) {
      case IP -> bits == 32;
      case IP6 -> bits != 32;
      default -> true;
    };
  }
}
