package dev.dejima.netstack.netfilter.nftables;

import java.util.ArrayList;
import java.util.List;

/** What a rule, or an element, needs to be there: each is held by a use count. */
final class References {
  final List<Chain> chains = new ArrayList<>();
  final List<ElementSet> sets = new ArrayList<>();
  final List<NamedObject> objects = new ArrayList<>();
  final List<Flowtable> flowtables = new ArrayList<>();

  void hold() {
    count(1);
  }

  void release() {
    count(-1);
  }

  private void count(int by) {
    for (Chain chain : chains) {
      // A chain that belongs to the rule is held for that, too (nf_tables_bind_chain).
      chain.use += chain.isBinding() ? 2 * by : by;
      chain.bound = chain.isBinding() && by > 0;
      chain.wasBound |= chain.bound;
    }
    sets.forEach(set -> set.use += by);
    objects.forEach(object -> object.use += by);
    flowtables.forEach(flowtable -> flowtable.use += by);
  }
}
