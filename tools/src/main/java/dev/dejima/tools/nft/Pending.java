package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a listing shows that stands beside changes in one run. As for nft, which answers before it
 * sends anything, that is the ruleset with all that the run declares or deletes, but without the
 * rules and elements that it adds.
 */
final class Pending {
  private Pending() {}

  static Snapshot of(Snapshot before, Compiled changes) {
    if (changes.entries().isEmpty()) {
      return before;
    }
    KnownRuleset ruleset = new KnownRuleset(before);
    Set<List<Object>> declared = new HashSet<>();
    for (NftMessage message : changes.messages()) {
      switch (message) {
        case NewRule _ -> {}
        case NewTable _, NewChain _, NewObject _, NewFlowtable _ -> {
          if (!ruleset.contains(message)) {
            ruleset.apply(message);
          }
        }
        case NewSet set -> {
          if (!ruleset.contains(set) && (set.flags() & NewSet.ANONYMOUS) == 0) {
            ruleset.apply(set);
            declared.add(List.of(set.family(), set.table(), set.name()));
          }
        }
        case NewSetElements elements -> {
          if (declared.contains(List.of(elements.family(), elements.table(), elements.set()))) {
            ruleset.apply(elements);
          }
        }
        default -> ruleset.apply(message);
      }
    }
    return ruleset.snapshot();
  }
}
