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
 * A batch under way. What is made or goes does so in the ruleset at once, with a note of how to
 * take it back; what changes in place changes when the batch commits. Packets keep meeting the
 * programs of the last commit until this one is committed too.
 */
final class Transaction {
  private record Change(Runnable undo, Runnable effect, Supplier<List<NftMessage>> events) {}

  private record Id(Table table, int number) {}

  private final List<Change> changes = new ArrayList<>();
  private final Map<Id, ElementSet> setsById = new HashMap<>();
  private final Map<Id, Chain> chainsById = new HashMap<>();
  private final Map<Integer, Rule> rulesById = new HashMap<>();

  /** Tables whose jumps and hooks have to be checked again. */
  final Set<Table> unchecked = new HashSet<>();

  /** Tables whose flags change. */
  final Set<Table> changedTables = new HashSet<>();

  /** Tables of which a base chain changes or goes. */
  final Set<Table> changedBases = new HashSet<>();

  /** Sets that were made or changed. */
  final Set<ElementSet> changedSets = new HashSet<>();

  /** Chains whose rules changed. */
  final Set<Chain> changedChains = new HashSet<>();

  /** Anonymous sets and chains that were made, each for one rule. */
  final List<ElementSet> anonymousSets = new ArrayList<>();

  final List<Chain> anonymousChains = new ArrayList<>();

  /** Devices that chains are going to have, each with the number of its table. */
  final Set<String> newDevices = new HashSet<>();

  /** Names that chains are going to have, each with the number of its table. */
  final Set<String> newChainNames = new HashSet<>();

  /** Notes a change that is made. */
  void did(Runnable undo, Supplier<NftMessage> event) {
    changes.add(new Change(undo, Transaction::nothing, () -> List.of(event.get())));
  }

  /** Notes a change that is made, and what it brings with it once the batch commits. */
  void did(Runnable undo, Runnable effect, Supplier<NftMessage> event) {
    changes.add(new Change(undo, effect, () -> List.of(event.get())));
  }

  /** Notes a change that is made and that nobody or many are told of. */
  void didMany(Runnable undo, Runnable effect, Supplier<List<NftMessage>> events) {
    changes.add(new Change(undo, effect, events));
  }

  /** Notes a change that is to be made when the batch commits. */
  void atCommit(Runnable effect, Supplier<NftMessage> event) {
    changes.add(new Change(Transaction::nothing, effect, () -> List.of(event.get())));
  }

  private static void nothing() {}

  /** Whether nothing changes. */
  boolean isEmpty() {
    return changes.isEmpty();
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

  /**
   * Makes what was left to do.
   *
   * @param told whether anybody wants to know
   * @return what to tell, in the order of the changes; empty if nobody wants to know
   */
  List<NftMessage> commit(boolean told) {
    List<NftMessage> events = new ArrayList<>();
    for (Change change : changes) {
      change.effect().run();
      if (told) {
        events.addAll(change.events().get());
      }
    }
    return events;
  }

  /** Remembers a set by its number within the batch. */
  void name(int id, ElementSet set) {
    setsById.put(new Id(set.table, id), set);
  }

  /** Remembers a chain by its number within the batch. */
  void name(int id, Chain chain) {
    if (id != 0) {
      chainsById.put(new Id(chain.table, id), chain);
    }
  }

  /** Remembers a rule by its number within the batch. */
  void name(int id, Rule rule) {
    if (id != 0) {
      rulesById.put(id, rule);
    }
  }

  @Nullable ElementSet set(Table table, int id) {
    return setsById.get(new Id(table, id));
  }

  @Nullable Chain chain(Table table, int id) {
    return chainsById.get(new Id(table, id));
  }

  @Nullable Rule rule(Chain chain, int id) {
    Rule rule = rulesById.get(id);
    return rule != null && rule.chain == chain && chain.rules.contains(rule) ? rule : null;
  }
}
