package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes, replaces and deletes rules. */
final class RuleChanges {
  private final Ruleset ruleset;
  private final Transaction transaction;
  private final SetChanges sets;
  private final LongSupplier clock;

  RuleChanges(Ruleset ruleset, Transaction transaction, SetChanges sets, LongSupplier clock) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.sets = sets;
    this.clock = clock;
  }

  void apply(NewRule message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    Chain chain = table.chain(message.chain());
    if (chain == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    Rule old = null;
    int index;
    if (message.handle() != 0) {
      old = replaced(chain, message);
      index = chain.rules.indexOf(old);
    } else {
      if (!message.mode().contains(NewFlag.CREATE) || message.mode().contains(NewFlag.REPLACE)) {
        throw new Refused(Errno.EINVAL);
      }
      index = place(chain, message);
    }
    Rule rule = bind(chain, message, old);
    if (old != null) {
      delete(old);
    }
    insert(rule, index, message);
  }

  private static Rule replaced(Chain chain, NewRule message) throws Refused {
    Rule old = chain.rule(message.handle());
    if (old == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterChain(message));
    }
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.afterChain(message));
    }
    if (!message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return old;
  }

  private int place(Chain chain, NewRule message) throws Refused {
    boolean append = message.mode().contains(NewFlag.APPEND);
    if (message.position() == 0 && message.positionId() == 0) {
      return append ? chain.rules.size() : 0;
    }
    Rule at =
        message.position() != 0
            ? chain.rule(message.position())
            : transaction.rule(chain, message.positionId());
    if (at == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterChain(message));
    }
    return chain.rules.indexOf(at) + (append ? 1 : 0);
  }

  /** A rule takes over the number of the one it replaces. */
  private Rule bind(Chain chain, NewRule message, @Nullable Rule old) throws Refused {
    ExprBinding binding = new ExprBinding(chain.table, transaction);
    long handle = old != null ? old.handle : chain.table.nextHandle();
    long now = clock.getAsLong();
    for (Expr expr : message.exprs()) {
      binding.add(expr, now);
    }
    if (binding.needsValidation) {
      transaction.unchecked.add(chain.table);
    }
    return new Rule(
        chain, handle, binding.exprs, binding.states, message.userData(), binding.references);
  }

  private void insert(Rule rule, int index, NewRule message) {
    Chain chain = rule.chain;
    chain.rules.add(index, rule);
    chain.use++;
    rule.references.hold();
    rule.references.sets.forEach(set -> set.bound = true);
    transaction.changedChains.add(chain);
    transaction.name(message.id(), rule);
    transaction.did(
        () -> {
          chain.rules.remove(index);
          chain.use--;
          rule.references.release();
        },
        () -> RulesetDump.rule(rule, message.mode(), clock.getAsLong()));
  }

  /** Deletes a rule, and the anonymous sets that were made for it. */
  void delete(Rule rule) {
    Chain chain = rule.chain;
    int index = chain.rules.indexOf(rule);
    DelRule event =
        new DelRule(chain.table.family, chain.table.name, chain.name, rule.handle, false);
    chain.rules.remove(index);
    chain.use--;
    rule.references.release();
    transaction.changedChains.add(chain);
    transaction.did(
        () -> {
          chain.rules.add(index, rule);
          chain.use++;
          rule.references.hold();
        },
        () -> event);
    for (ElementSet set : rule.references.sets) {
      deleteUnused(set);
    }
  }

  private void deleteUnused(@Nullable ElementSet set) {
    if (set != null && set.isAnonymous() && set.use == 0) {
      sets.remove(set);
    }
  }
}
