package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.packet.Bytes;
import java.util.HashMap;
import java.util.Map;

/** A table, and the numbers given out in it. */
final class Table {
  final Family family;
  final String name;
  final long handle;
  final Bytes userData;
  int flags;

  /** Chains, sets, objects and flowtables; not the anonymous sets of rules that are committed. */
  int use;

  final Members<Chain> chains = new Members<>();
  final Members<ElementSet> sets = new Members<>();
  final Members<NamedObject> objects = new Members<>();
  final Members<Flowtable> flowtables = new Members<>();
  private long lastHandle;

  /** By the pattern of sets' names, the number below which all are taken. */
  private final Map<String, Integer> taken = new HashMap<>();

  Table(Family family, String name, long handle, int flags, Bytes userData) {
    this.family = family;
    this.name = name;
    this.handle = handle;
    this.flags = flags;
    this.userData = userData;
  }

  /**
   * A fresh number for a chain, rule, set, object or flowtable. Numbers of batches that failed are
   * not used again, as on Linux ({@code nf_tables_alloc_handle}).
   */
  long nextHandle() {
    return ++lastHandle;
  }

  /** Whether packets meet its chains. */
  boolean isAwake() {
    return (flags & NewTable.DORMANT) == 0;
  }

  /** A pattern with the lowest number in the place of its {@code %d} that no set has. */
  String freeName(String pattern, int place) {
    for (int number = taken.getOrDefault(pattern, 0); ; number++) {
      String name = pattern.substring(0, place) + number + pattern.substring(place + 2);
      if (sets.get(name) == null) {
        taken.put(pattern, number + 1);
        return name;
      }
    }
  }

  /** Takes a set out; answers where it was. */
  int remove(ElementSet set) {
    if (set.isAnonymous()) {
      String pattern = set.given.name();
      int place = pattern.indexOf('%');
      int end = set.name.length() - (pattern.length() - place - 2);
      if (place >= 0) {
        taken.merge(pattern, Integer.parseInt(set.name.substring(place, end)), Math::min);
      }
    }
    return sets.remove(set);
  }
}
