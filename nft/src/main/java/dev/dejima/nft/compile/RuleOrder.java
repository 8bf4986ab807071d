package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of each chain in their order, as a batch makes it; an {@code index} counts them. */
final class RuleOrder {
  private final Snapshot snapshot;
  private final Map<Chain, List<Place>> chains = new HashMap<>();

  RuleOrder(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  private record Chain(Family family, String table, String name) {}

  /**
   * A rule that others are put beside.
   *
   * @param handle the kernel's number of it; 0 for one of this batch
   * @param id its number within this batch; 0 for one that the kernel has
   */
  record Place(long handle, int id) {}

  /** The rule of an index, from 0; null if the chain has none there. */
  @Nullable Place at(Family family, String table, String chain, long index) {
    List<Place> rules = rules(new Chain(family, table, chain));
    return index < 0 || index >= rules.size() ? null : rules.get((int) index);
  }

  /** A rule comes behind or before another, or at an end of its chain; or takes one's place. */
  void add(NewRule rule, boolean before) {
    List<Place> rules = rules(new Chain(rule.family(), rule.table(), rule.chain()));
    Place made = new Place(0, rule.id());
    if (rule.handle() != 0) {
      rules.replaceAll(other -> other.handle == rule.handle() ? made : other);
      return;
    }
    boolean placed = rule.position() != 0 || rule.positionId() != 0;
    int beside = placed ? rules.indexOf(new Place(rule.position(), rule.positionId())) : -1;
    if (before) {
      rules.add(Math.max(beside, 0), made);
    } else {
      rules.add(beside < 0 ? rules.size() : beside + 1, made);
    }
  }

  /**
   * Rules go.
   *
   * @param table whose; absent for those of all tables
   * @param chain of which chain; absent for those of all chains
   * @param handle of which rule; 0 for all
   */
  void remove(
      @Nullable Family family, @Nullable String table, @Nullable String chain, long handle) {
    for (NewRule rule : snapshot.rules()) {
      rules(new Chain(rule.family(), rule.table(), rule.chain()));
    }
    chains.forEach(
        (of, rules) -> {
          boolean meant =
              (family == null || family == Family.UNSPEC || family == of.family)
                  && (table == null || table.equals(of.table))
                  && (chain == null || chain.equals(of.name));
          if (meant) {
            rules.removeIf(rule -> handle == 0 || rule.handle == handle);
          }
        });
  }

  private List<Place> rules(Chain chain) {
    return chains.computeIfAbsent(
        chain,
        of -> {
          List<Place> rules = new ArrayList<>();
          for (NewRule rule : snapshot.rules(of.family, of.table, of.name)) {
            rules.add(new Place(rule.handle(), 0));
          }
          return rules;
        });
  }
}
