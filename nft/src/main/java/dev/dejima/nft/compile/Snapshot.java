package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ruleset as a dump tells it.
 *
 * @param tables its tables
 * @param chains its chains
 * @param rules its rules, those of a chain in their order
 * @param sets its sets and maps
 * @param elements what they hold
 * @param objects its stateful objects
 * @param flowtables its flowtables
 */
public record Snapshot(
    List<NewTable> tables,
    List<NewChain> chains,
    List<NewRule> rules,
    List<NewSet> sets,
    List<NewSetElements> elements,
    List<NewObject> objects,
    List<NewFlowtable> flowtables) {
  /** A ruleset with nothing in it. */
  public static final Snapshot EMPTY = of(List.of());

  /** Keeps copies. */
  public Snapshot {
    tables = List.copyOf(tables);
    chains = List.copyOf(chains);
    rules = List.copyOf(rules);
    sets = List.copyOf(sets);
    elements = List.copyOf(elements);
    objects = List.copyOf(objects);
    flowtables = List.copyOf(flowtables);
  }

  /** The ruleset of the answers to a dump; other messages are passed over. */
  public static Snapshot of(List<? extends NftMessage> answers) {
    return new Snapshot(
        only(answers, NewTable.class),
        only(answers, NewChain.class),
        only(answers, NewRule.class),
        only(answers, NewSet.class),
        only(answers, NewSetElements.class),
        only(answers, NewObject.class),
        only(answers, NewFlowtable.class));
  }

  private static <T extends NftMessage> List<T> only(
      List<? extends NftMessage> answers, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (NftMessage answer : answers) {
      if (type.isInstance(answer)) {
        found.add(type.cast(answer));
      }
    }
    return found;
  }

  /** All that a dump told. */
  public List<NftMessage> messages() {
    List<NftMessage> all = new ArrayList<>(tables);
    all.addAll(chains);
    all.addAll(rules);
    all.addAll(sets);
    all.addAll(elements);
    all.addAll(objects);
    all.addAll(flowtables);
    return all;
  }

  /** The set or map of a name. */
  public Optional<NewSet> set(Family family, String table, String name) {
    return sets.stream()
        .filter(s -> s.family() == family && s.table().equals(table) && s.name().equals(name))
        .findFirst();
  }

  /** The elements of a set or map. */
  public List<SetElement> elements(Family family, String table, String name) {
    List<NewSetElements> dumps =
        elements.stream()
            .filter(e -> e.family() == family && e.table().equals(table) && e.set().equals(name))
            .toList();
    return dumps.size() == 1
        ? dumps.getFirst().elements()
        : dumps.stream().flatMap(e -> e.elements().stream()).toList();
  }

  /** The rules of a chain. */
  public List<NewRule> rules(Family family, String table, String chain) {
    return rules.stream()
        .filter(r -> r.family() == family && r.table().equals(table) && r.chain().equals(chain))
        .toList();
  }

  /** Whether a chain belongs to the rule that jumps to it. */
  public boolean isBound(Family family, String table, String chain) {
    return chains.stream()
        .filter(c -> (c.flags() & NewChain.BINDING) != 0)
        .anyMatch(c -> c.family() == family && c.table().equals(table) && c.name().equals(chain));
  }
}
