package dev.dejima.lab.trace;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.kernel.path.FlowEvent.TranslationChosen;
import dev.dejima.kernel.path.Mismatch;
import dev.dejima.kernel.path.Moment;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.path.RulesetEvent.HookEntered;
import dev.dejima.kernel.path.RulesetEvent.RuleMet;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.RuleText;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.tools.nft.RulesetDump;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Puts the kernel's events of one node into the words of its ruleset. */
final class NodeWords {
  private final Snapshot snapshot;
  private final Conditions conditions;
  private final Function<RuleMet, Optional<RuleText>> written;
  private final Map<RuleKey, RuleText> decompiled = new HashMap<>();

  /** What each packet was when it last came to a hook or was translated. */
  private final Map<Long, ConntrackTuple> tuples = new HashMap<>();

  private record RuleKey(ChainName chain, long handle) {}

  private NodeWords(
      Snapshot snapshot, Conditions conditions, Function<RuleMet, Optional<RuleText>> written) {
    this.snapshot = snapshot;
    this.conditions = conditions;
    this.written = written;
  }

  /** Those of a node as its ruleset is now. */
  static NodeWords of(Network network, String node, Namespace namespace) throws KernelException {
    Snapshot snapshot = RulesetDump.of(namespace.nfTables());
    return new NodeWords(
        snapshot,
        new Conditions(snapshot, interfaces(namespace)),
        met -> network.rule(node, met.chain().family(), met.chain().table(), met.handle()));
  }

  /** The numbers of links by their names. */
  static Map<String, Integer> interfaces(Namespace namespace) throws KernelException {
    Map<String, Integer> interfaces = new HashMap<>();
    for (RouteMessage message : namespace.route().dump(new GetLinks())) {
      if (message instanceof NewLink link && link.name() != null) {
        interfaces.put(link.name(), link.index());
      }
    }
    return interfaces;
  }

  /** An event with the text of its rule. */
  Step step(PathEvent event) {
    remember(event);
    if (event instanceof RuleMet met) {
      Mismatch mismatch = met.mismatch();
      String failed =
          mismatch == null ? null : conditions.failed(met, mismatch, tuples.get(packet(met)));
      return new Step(event, rule(met), failed);
    }
    if (event instanceof TranslationChosen chosen && chosen.chain() != null) {
      return new Step(event, rule(chosen.chain(), chosen.handle()).orElse(null), null);
    }
    return new Step(event, null, null);
  }

  private static long packet(PathEvent event) {
    return event.moment().packet();
  }

  private void remember(PathEvent event) {
    if (event instanceof HookEntered hook && hook.tuple() != null) {
      tuples.put(packet(hook), hook.tuple());
    } else if (event instanceof Translated translated) {
      tuples.put(packet(translated), translated.after());
    }
  }

  private RuleText rule(RuleMet met) {
    return written
        .apply(met)
        .filter(rule -> !rule.text().isEmpty())
        .orElseGet(
            () ->
                decompiled.computeIfAbsent(
                    new RuleKey(met.chain(), met.handle()),
                    _ ->
                        new RuleText(
                            met.chain().family(),
                            met.chain().table(),
                            met.chain().chain(),
                            conditions.rule(met),
                            "")));
  }

  private Optional<RuleText> rule(ChainName chain, long handle) {
    return snapshot.rules().stream()
        .filter(rule -> rule.handle() == handle && isIn(rule, chain))
        .findFirst()
        .map(
            rule ->
                rule(new RuleMet(new Moment(0, "", 0), chain, handle, rule.exprs(), null, null)));
  }

  private static boolean isIn(NewRule rule, ChainName chain) {
    return rule.family() == chain.family() && rule.table().equals(chain.table());
  }
}
