package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjectType;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes, changes and deletes sets and maps. */
final class SetChanges {
  private static final int MAX_ANONYMOUS_PATTERN = 16;

  /** Expressions of an element ({@code NFT_SET_EXPR_MAX}). */
  static final int MAX_EXPRS = 2;

  private final Ruleset ruleset;
  private final Transaction transaction;
  private final LongSupplier clock;

  SetChanges(Ruleset ruleset, Transaction transaction, LongSupplier clock) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.clock = clock;
  }

  void apply(NewSet message) throws Refused {
    SetChecks.check(message);
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ElementSet existing = table.sets.get(message.name());
    if (existing == null) {
      create(table, message);
    } else {
      update(existing, message);
    }
  }

  /** Another set of the name is the same, with other bounds perhaps. */
  private void update(ElementSet set, NewSet message) throws Refused {
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(set.table));
    }
    if (message.mode().contains(NewFlag.REPLACE) || set.isAnonymous()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    templates(message, set.given, set.kind);
    if (!SetChecks.same(set.given, message)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(set.table));
    }
    transaction.name(message.id(), set);
    transaction.atCommit(
        () -> {
          set.timeout = message.timeout();
          set.gcInterval = message.gcInterval();
          set.size = message.size() == 0 ? set.size : message.size();
        },
        set::message);
  }

  private void create(Table table, NewSet message) throws Refused {
    if (!message.mode().contains(NewFlag.CREATE)) {
      throw new Refused(Errno.ENOENT);
    }
    SetKind kind = SetKind.of(message);
    String name = name(table, message.name());
    Stateful[] templates = templates(message, message, kind);
    ElementSet set =
        new ElementSet(
            table, name, table.nextHandle(), kind, message, templates, clock.getAsLong());
    table.use++;
    table.sets.add(set);
    transaction.name(message.id(), set);
    transaction.changedSets.add(set);
    if (set.isAnonymous()) {
      transaction.anonymousSets.add(set);
    }
    transaction.did(
        () -> {
          table.use--;
          table.remove(set);
        },
        () -> table.use -= set.isAnonymous() ? 1 : 0,
        set::message);
  }

  /** What elements are going to keep copies of ({@code nft_set_elem_expr_alloc}). */
  private Stateful[] templates(NewSet message, NewSet set, SetKind kind) throws Refused {
    List<Expr> exprs = message.exprs();
    if (exprs.size() > 1 && (message.flags() & NewSet.EXPR) == 0) {
      throw new Refused(Errno.EINVAL);
    }
    if (exprs.size() > MAX_EXPRS) {
      throw new Refused(Errno.E2BIG);
    }
    Stateful[] templates = new Stateful[exprs.size()];
    for (int i = 0; i < templates.length; i++) {
      templates[i] = template(exprs.get(i), set, kind, clock.getAsLong());
    }
    return templates;
  }

  /** What keeps count of connections has to be cleared of them, which not every set does. */
  static Stateful template(Expr expr, NewSet set, SetKind kind, long now) throws Refused {
    Stateful template = Stateful.of(expr, now);
    boolean timeout = (set.flags() & NewSet.TIMEOUT) != 0;
    if (expr instanceof Connlimit && (timeout || kind != SetKind.HASH)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return template;
  }

  /** A pattern gets the lowest number that is free ({@code nf_tables_set_alloc_name}). */
  private static String name(Table table, String pattern) throws Refused {
    int place = pattern.indexOf('%');
    if (place < 0) {
      return pattern;
    }
    if (!pattern.startsWith("d", place + 1)
        || pattern.indexOf('%', place + 1) >= 0
        || pattern.length() >= MAX_ANONYMOUS_PATTERN) {
      throw new Refused(Errno.EINVAL);
    }
    return table.freeName(pattern, place);
  }

  void apply(DelSet message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.handle() == 0 && message.name() == null) {
      throw new Refused(Errno.EINVAL);
    }
    ElementSet set =
        message.handle() != 0 ? table.sets.get(message.handle()) : table.sets.get(message.name());
    if (set == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (set.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(table));
    }
    remove(set);
  }

  /** Takes a set out of its table. */
  void remove(ElementSet set) {
    set.table.use--;
    take(set, () -> set.table.use++);
  }

  /** Takes out a set whose rule has gone. */
  void removeAnonymous(ElementSet set) {
    take(set, () -> {});
  }

  private void take(ElementSet set, Runnable undo) {
    Table table = set.table;
    int index = table.remove(set);
    boolean leads = set.isMap() || set.given.objectType() != ObjectType.UNSPEC;
    if (leads) {
      set.all().forEach(Element::release);
    }
    transaction.did(
        () -> {
          undo.run();
          table.sets.add(set, index);
          if (leads) {
            set.all().forEach(Element::hold);
          }
        },
        () -> new DelSet(table.family, table.name, set.name, set.handle, false));
  }
}
