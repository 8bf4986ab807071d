package dev.dejima.netstack.netfilter.nftables;

import java.util.ArrayList;
import java.util.List;

/** The chains that a rule jumps to and the sets that it looks up in, each held by a use count. */
final class References {
  final List<Chain> chains = new ArrayList<>();
  final List<ElementSet> sets = new ArrayList<>();

  void hold() {
    chains.forEach(chain -> chain.use++);
    sets.forEach(set -> set.use++);
  }

  void release() {
    chains.forEach(chain -> chain.use--);
    sets.forEach(set -> set.use--);
  }
}
