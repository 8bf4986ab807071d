package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes tables. */
final class TableChanges {
  private final Ruleset ruleset;
  private final Transaction transaction;
  private final ChainChanges chains;
  private final SetChanges sets;

  TableChanges(Ruleset ruleset, Transaction transaction, ChainChanges chains, SetChanges sets) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.chains = chains;
    this.sets = sets;
  }

  /** A table by name, or ENOENT. */
  static Table find(Ruleset ruleset, Family family, @Nullable String name) throws Refused {
    Table table = name == null ? null : ruleset.table(family, name);
    if (table == null) {
      throw new Refused(Errno.ENOENT, Attributes.FIRST);
    }
    return table;
  }

  void apply(NewTable message) throws Refused {
    if ((message.flags() & ~NewTable.DORMANT) != 0) {
      throw Refused.lack();
    }
    Table table = ruleset.table(message.family(), message.name());
    if (table == null) {
      create(message);
      return;
    }
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.FIRST);
    }
    if (message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    int before = table.flags;
    if (before != message.flags()) {
      table.flags = message.flags();
      transaction.did(() -> table.flags = before, () -> RulesetDump.table(table));
    }
  }

  private void create(NewTable message) throws Refused {
    switch (message.family()) {
      case IP, IP6, INET -> {}
      case ARP, BRIDGE, NETDEV -> throw Refused.lack();
      case UNSPEC -> throw new Refused(Errno.EAFNOSUPPORT);
    }
    Table table =
        new Table(
            message.family(),
            message.name(),
            ruleset.nextTableHandle(),
            message.flags(),
            message.userData());
    ruleset.tables.add(table);
    transaction.did(() -> ruleset.tables.remove(table), () -> RulesetDump.table(table));
  }

  void apply(DelTable message) throws Refused {
    if (message.handle() != 0) {
      Table table = ruleset.table(message.handle());
      if (table == null && !message.destroy()) {
        throw new Refused(Errno.ENOENT, Attributes.FIRST);
      }
      deleteIfThere(table);
    } else if (message.name() == null) {
      deleteAll(message.family());
    } else {
      Table table = ruleset.table(message.family(), message.name());
      if (table == null && !message.destroy()) {
        throw new Refused(Errno.ENOENT, Attributes.FIRST);
      }
      deleteIfThere(table);
    }
  }

  private void deleteAll(Family family) throws Refused {
    for (Table table : List.copyOf(ruleset.tables)) {
      if (family == Family.UNSPEC || table.family == family) {
        delete(table);
      }
    }
  }

  private void deleteIfThere(@Nullable Table table) throws Refused {
    if (table != null) {
      delete(table);
    }
  }

  /** Empties a table before it goes, in the kernel's order ({@code nft_flush_table}). */
  private void delete(Table table) throws Refused {
    for (Chain chain : table.chains()) {
      chains.deleteRules(chain);
    }
    for (ElementSet set : new ArrayList<>(table.sets())) {
      sets.delete(set);
    }
    for (Chain chain : new ArrayList<>(table.chains())) {
      chains.delete(chain);
    }
    int index = ruleset.tables.indexOf(table);
    ruleset.tables.remove(index);
    transaction.did(
        () -> ruleset.tables.add(index, table),
        () -> new DelTable(table.family, table.name, table.handle, false));
  }
}
