package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Family;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table: chains and sets in the order they were made, and the numbers given out among them. */
final class Table {
  final Family family;
  final String name;
  final long handle;
  int flags;
  Bytes userData;

  /** Chains and sets in it. */
  int use;

  private final List<Chain> chains = new ArrayList<>();
  private final Map<String, Chain> chainsByName = new HashMap<>();
  private final List<ElementSet> sets = new ArrayList<>();
  private final Map<String, ElementSet> setsByName = new HashMap<>();
  private long lastHandle;

  Table(Family family, String name, long handle, int flags, Bytes userData) {
    this.family = family;
    this.name = name;
    this.handle = handle;
    this.flags = flags;
    this.userData = userData;
  }

  /**
   * A fresh number for a chain, rule or set. Numbers of batches that failed are not used again, as
   * on Linux ({@code nf_tables_alloc_handle}).
   */
  long nextHandle() {
    return ++lastHandle;
  }

  List<Chain> chains() {
    return chains;
  }

  @Nullable Chain chain(String chain) {
    return chainsByName.get(chain);
  }

  @Nullable Chain chain(long chainHandle) {
    for (Chain chain : chains) {
      if (chain.handle == chainHandle) {
        return chain;
      }
    }
    return null;
  }

  void add(Chain chain, int index) {
    chains.add(index, chain);
    chainsByName.put(chain.name, chain);
    use++;
  }

  /** Takes a chain out; answers where it was. */
  int remove(Chain chain) {
    int index = chains.indexOf(chain);
    chains.remove(index);
    chainsByName.remove(chain.name);
    use--;
    return index;
  }

  void rename(Chain chain, String to) {
    chainsByName.remove(chain.name);
    chain.name = to;
    chainsByName.put(to, chain);
  }

  List<ElementSet> sets() {
    return sets;
  }

  @Nullable ElementSet set(String set) {
    return setsByName.get(set);
  }

  @Nullable ElementSet set(long setHandle) {
    for (ElementSet set : sets) {
      if (set.handle == setHandle) {
        return set;
      }
    }
    return null;
  }

  void add(ElementSet set, int index) {
    sets.add(index, set);
    setsByName.put(set.name, set);
    use++;
  }

  /** Takes a set out; answers where it was. */
  int remove(ElementSet set) {
    int index = sets.indexOf(set);
    sets.remove(index);
    setsByName.remove(set.name);
    use--;
    return index;
  }
}
