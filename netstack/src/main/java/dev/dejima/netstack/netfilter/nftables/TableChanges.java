package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes tables. */
final class TableChanges {
  private static final int KNOWN_FLAGS = NewTable.DORMANT | NewTable.OWNER | NewTable.PERSIST;

  private final Ruleset ruleset;
  private final Transaction transaction;
  private final ChainChanges chains;
  private final SetChanges sets;
  private final ObjectChanges objects;
  private final FlowtableChanges flowtables;

  TableChanges(
      Ruleset ruleset,
      Transaction transaction,
      ChainChanges chains,
      SetChanges sets,
      ObjectChanges objects,
      FlowtableChanges flowtables) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.chains = chains;
    this.sets = sets;
    this.objects = objects;
    this.flowtables = flowtables;
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
    if (message.family() == Family.UNSPEC) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    Table table = ruleset.table(message.family(), message.name());
    if (table != null && message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.FIRST);
    }
    if (table != null && message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if ((message.flags() & ~KNOWN_FLAGS) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (table == null) {
      create(message);
    } else if (table.flags != message.flags()) {
      update(table, message.flags());
    }
  }

  private void create(NewTable message) {
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

  /** Takes other flags, at most once in a batch ({@code nf_tables_updtable}). */
  private void update(Table table, int flags) throws Refused {
    boolean owned = (table.flags & NewTable.OWNER) != 0;
    boolean orphan = !owned && (table.flags & NewTable.PERSIST) != 0;
    boolean owner = (flags & NewTable.OWNER) != 0;
    if ((owned && !owner)
        || (owner && !orphan)
        || ((flags ^ table.flags) & NewTable.PERSIST) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (transaction.changedBases.contains(table) || !transaction.changedTables.add(table)) {
      throw new Refused(Errno.EINVAL);
    }
    int before = table.flags;
    table.flags = flags;
    transaction.did(() -> table.flags = before, () -> RulesetDump.table(table));
  }

  void apply(DelTable message) throws Refused {
    if (message.name() == null && message.handle() == 0) {
      deleteAll(message.family(), null);
    } else if (message.family() == Family.UNSPEC) {
      deleteAll(Family.UNSPEC, message.name());
    } else {
      Table table =
          message.handle() != 0
              ? ruleset.table(message.family(), message.handle())
              : ruleset.table(message.family(), String.valueOf(message.name()));
      if (table != null) {
        delete(table);
      } else if (!message.destroy()) {
        throw new Refused(Errno.ENOENT, Attributes.FIRST);
      }
    }
  }

  private void deleteAll(Family family, @Nullable String name) {
    for (Table table : List.copyOf(ruleset.tables)) {
      if ((family == Family.UNSPEC || table.family == family)
          && (name == null || table.name.equals(name))) {
        delete(table);
      }
    }
  }

  /** Empties a table before it goes, in the kernel's order ({@code nft_flush_table}). */
  private void delete(Table table) {
    for (Chain chain : table.chains.snapshot()) {
      if (!chain.isBinding()) {
        chains.deleteRules(chain);
      }
    }
    table.sets.snapshot().forEach(sets::remove);
    table.flowtables.snapshot().forEach(flowtables::remove);
    table.objects.snapshot().forEach(objects::remove);
    for (Chain chain : table.chains.snapshot()) {
      chains.remove(chain);
    }
    int index = ruleset.tables.indexOf(table);
    ruleset.tables.remove(index);
    transaction.did(
        () -> ruleset.tables.add(index, table),
        () -> new DelTable(table.family, table.name, table.handle, false));
  }
}
