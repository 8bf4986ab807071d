package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tables of a namespace, in the order they were made. */
final class Ruleset {
  final List<Table> tables = new ArrayList<>();

  /** One more for every batch committed; a namespace begins with 1. */
  int generation = 1;

  private long lastTableHandle;
  private long lastRegistration;
  private long lastChainName;

  /** A fresh number for a table; those of batches that failed are not used again. */
  long nextTableHandle() {
    return ++lastTableHandle;
  }

  /** A number for something that is registered at hooks: later ones are higher. */
  long nextRegistration() {
    return ++lastRegistration;
  }

  /** A name for a chain that comes without one. */
  String nextChainName() {
    return "__chain" + ++lastChainName;
  }

  @Nullable Table table(Family family, String name) {
    for (Table table : tables) {
      if (table.family == family && table.name.equals(name)) {
        return table;
      }
    }
    return null;
  }

  @Nullable Table table(Family family, long handle) {
    for (Table table : tables) {
      if (table.family == family && table.handle == handle) {
        return table;
      }
    }
    return null;
  }
}
