package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes, replaces and deletes rules. */
final class RuleChanges {
  private static final int MAX_EXPRS = 128;

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
    Chain chain =
        message.chain().isEmpty()
            ? transaction.chain(table, message.chainId())
            : table.chains.get(message.chain());
    if (chain == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (chain.bound) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (message.handle() != 0) {
      Rule old = replaced(chain, message);
      int index = chain.rules.indexOf(old);
      Rule rule = bind(chain, message, old.handle);
      if (chain.isBinding()) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      delete(old);
      insert(rule, index, message);
      return;
    }
    if (!message.mode().contains(NewFlag.CREATE) || message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EINVAL);
    }
    long handle = table.nextHandle();
    int index = place(chain, message);
    insert(bind(chain, message, handle), index, message);
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

  private Rule bind(Chain chain, NewRule message, long handle) throws Refused {
    if (message.exprs().size() > MAX_EXPRS) {
      throw new Refused(Errno.EINVAL);
    }
    ExprBinding binding = new ExprBinding(chain, transaction, message.exprs().size());
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
        () -> RulesetDump.rule(rule, told(message.mode()), clock.getAsLong()));
  }

  /** The event of a rule that replaces another says that it is put behind. */
  private static Set<NewFlag> told(Set<NewFlag> mode) {
    return mode.contains(NewFlag.REPLACE) ? Set.of(NewFlag.APPEND) : mode;
  }

  /** Deletes a rule, and the anonymous sets and chains that were made for it. */
  void delete(Rule rule) {
    Chain chain = rule.chain;
    int index = chain.rules.indexOf(rule);
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
        () -> new DelRule(chain.table.family, chain.table.name, chain.name, rule.handle, false));
    deleteOwn(rule);
  }

  private void deleteOwn(Rule rule) {
    for (Chain own : rule.references.chains) {
      if (own.isBinding()) {
        own.rules.forEach(this::releaseWithin);
        deleteOwn(own);
      }
    }
    rule.references.sets.forEach(this::deleteUnused);
  }

  /** Nobody is told of the rules of a rule's own chain ({@code nft_immediate_chain_deactivate}). */
  private void releaseWithin(Rule rule) {
    rule.references.release();
    transaction.didMany(rule.references::hold, () -> {}, List::of);
    deleteOwn(rule);
  }

  private void deleteOwn(Chain chain) {
    int index = chain.table.chains.remove(chain);
    transaction.didMany(
        () -> chain.table.chains.add(chain, index), () -> chain.table.use--, List::of);
  }

  private void deleteUnused(@Nullable ElementSet set) {
    if (set != null && set.isAnonymous() && set.use == 0) {
      sets.removeAnonymous(set);
    }
  }
}
