package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Verdict;
import org.jspecify.annotations.Nullable;

/** Tells who listens what packets meet in the ruleset. */
final class Telling {
  private Telling() {}

  static ChainName name(Chain chain) {
    return new ChainName(chain.table.family, chain.table.name, chain.name);
  }

  static void hook(PacketPath path, Evaluation e) {
    path.tell(
        new RulesetEvent.HookEntered(
            path.now(), e.place, e.hook, name(e.in), name(e.out), tuple(e)));
  }

  static @Nullable ConntrackTuple tuple(Evaluation e) {
    boolean ip = e.family == Family.IP || e.family == Family.IP6;
    return ip && e.packet.transport > e.packet.network ? Delivery.tuple(e.packet) : null;
  }

  private static @Nullable String name(@Nullable Device device) {
    return device == null ? null : device.name();
  }

  static void base(PacketPath path, Chain chain) {
    BaseHook hook = chain.hook;
    String type = chain.type;
    if (hook != null && type != null) {
      path.tell(
          new RulesetEvent.ChainEntered(
              path.now(), name(chain), type, hook.hook(), hook.priority()));
    }
  }

  static void rule(
      PacketPath path, Rule rule, @Nullable Mismatch mismatch, @Nullable Decision decision) {
    path.tell(
        new RulesetEvent.RuleMet(
            path.now(),
            name(rule.chain),
            rule.handle,
            rule.exprs,
            mismatch,
            decision == null ? null : decision.told()));
  }

  static void returned(PacketPath path, Chain from, Chain to) {
    path.tell(new RulesetEvent.Returned(path.now(), name(from), name(to)));
  }

  static void policy(PacketPath path, Chain base) {
    path.tell(
        new RulesetEvent.PolicyApplied(
            path.now(),
            name(base),
            base.policy == Verdict.Code.DROP ? Verdict.Code.DROP : Verdict.Code.ACCEPT));
  }

  static void queued(PacketPath path, int queue) {
    path.tell(new RulesetEvent.Queued(path.now(), queue));
  }
}
