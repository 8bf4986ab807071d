package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.NftMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A batch under way. Every change is made in the ruleset at once, with a note of how to take it
 * back and what to tell of it; packets keep meeting the programs of the last commit until this one
 * is committed too.
 */
final class Transaction {
  private record Change(Runnable undo, @Nullable Supplier<NftMessage> event) {}

  private final List<Change> changes = new ArrayList<>();
  private final Map<Integer, ElementSet> setsById = new HashMap<>();
  private final Map<Integer, Rule> rulesById = new HashMap<>();

  /** Tables whose jumps and hooks have to be checked again. */
  final Set<Table> unchecked = new HashSet<>();

  /** Sets that were made or changed. */
  final Set<ElementSet> changedSets = new HashSet<>();

  /** Chains whose rules changed. */
  final Set<Chain> changedChains = new HashSet<>();

  /** Notes a change that no event tells of. */
  void did(Runnable undo) {
    changes.add(new Change(undo, null));
  }

  /** Notes a change. */
  void did(Runnable undo, Supplier<NftMessage> event) {
    changes.add(new Change(undo, event));
  }

  /** How many changes there are: a point to go back to. */
  int mark() {
    return changes.size();
  }

  /** Takes back all changes since the mark, latest first. */
  void rollBack(int mark) {
    while (changes.size() > mark) {
      changes.removeLast().undo().run();
    }
  }

  /** What to tell, in the order of the changes. */
  List<NftMessage> events() {
    List<NftMessage> events = new ArrayList<>();
    for (Change change : changes) {
      if (change.event() != null) {
        events.add(change.event().get());
      }
    }
    return events;
  }

  /** Remembers a set by its number within the batch. */
  void name(int id, ElementSet set) {
    if (id != 0) {
      setsById.put(id, set);
    }
  }

  /** Remembers a rule by its number within the batch. */
  void name(int id, Rule rule) {
    if (id != 0) {
      rulesById.put(id, rule);
    }
  }

  @Nullable ElementSet set(Table table, int id) {
    ElementSet set = setsById.get(id);
    return set != null && set.table == table ? set : null;
  }

  @Nullable Rule rule(Chain chain, int id) {
    Rule rule = rulesById.get(id);
    return rule != null && rule.chain == chain && chain.rules.contains(rule) ? rule : null;
  }

  Iterable<ElementSet> newSets() {
    return setsById.values();
  }
}
