package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes chains. */
final class ChainChanges {
  /** {@code NF_IP_PRI_CONNTRACK}: nat chains come after it. */
  private static final int CONNTRACK_PRIORITY = -200;

  /** {@code NFT_CHAIN_BASE}. */
  private static final int BASE_FLAG = 1;

  private final Ruleset ruleset;
  private final Transaction transaction;
  private final RuleChanges rules;

  ChainChanges(Ruleset ruleset, Transaction transaction, RuleChanges rules) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.rules = rules;
  }

  void apply(NewChain message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    Chain chain =
        message.handle() != 0 ? table.chain(message.handle()) : table.chain(message.name());
    if (chain == null && message.handle() != 0) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    checkPolicy(message, chain);
    if (chain == null) {
      create(table, message);
      return;
    }
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(table));
    }
    if (message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    update(chain, message);
  }

  private static void checkPolicy(NewChain message, @Nullable Chain chain) throws Refused {
    Verdict policy = message.policy();
    if (policy == null) {
      return;
    }
    if (chain == null ? message.hook() == null : !chain.isBase()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (policy.code() != Verdict.Code.ACCEPT && policy.code() != Verdict.Code.DROP) {
      throw new Refused(Errno.EINVAL);
    }
  }

  private void create(Table table, NewChain message) throws Refused {
    BaseHook hook = message.hook();
    String type = message.type() == null ? "filter" : message.type();
    if (hook != null) {
      checkHook(hook, type);
    }
    if (message.flags() != 0 && message.flags() != BASE_FLAG) {
      throw Refused.lack();
    }
    Chain chain =
        new Chain(
            table,
            message.name(),
            table.nextHandle(),
            hook,
            hook == null ? null : type,
            message.policy() == null ? Verdict.Code.ACCEPT : message.policy().code(),
            hook == null ? 0 : BASE_FLAG,
            message.userData(),
            ruleset.nextRegistration());
    table.add(chain, table.chains().size());
    transaction.changedChains.add(chain);
    transaction.did(() -> table.remove(chain), () -> RulesetDump.chain(chain));
  }

  private static void checkHook(BaseHook hook, String type) throws Refused {
    boolean fits =
        switch (type) {
          case "filter" -> hook.hook() != HookNumber.INGRESS && hook.hook() != HookNumber.EGRESS;
          case "nat" ->
              hook.hook() != HookNumber.FORWARD
                  && hook.hook() != HookNumber.INGRESS
                  && hook.hook() != HookNumber.EGRESS
                  && hook.priority() > CONNTRACK_PRIORITY;
          case "route" -> hook.hook() == HookNumber.OUTPUT;
          default -> throw new Refused(Errno.ENOENT);
        };
    if (hook.hook() == HookNumber.INGRESS || hook.hook() == HookNumber.EGRESS) {
      throw Refused.lack();
    }
    if (!fits || !hook.devices().isEmpty()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private void update(Chain chain, NewChain message) throws Refused {
    if (message.hook() != null) {
      if (chain.hook == null) {
        throw new Refused(Errno.EEXIST, Attributes.afterTable(chain.table));
      }
      if (message.hook().hook() != chain.hook.hook()
          || message.hook().priority() != chain.hook.priority()) {
        throw new Refused(Errno.EOPNOTSUPP);
      }
      if (message.type() != null && !message.type().equals(chain.type)) {
        throw new Refused(Errno.EEXIST, Attributes.afterTable(chain.table));
      }
    }
    if (message.handle() != 0 && !message.name().isEmpty() && !message.name().equals(chain.name)) {
      rename(chain, message.name());
    }
    if (message.policy() != null) {
      Verdict.Code before = chain.policy;
      chain.policy = message.policy().code();
      transaction.did(() -> chain.policy = before, () -> RulesetDump.chain(chain));
    }
  }

  private void rename(Chain chain, String to) throws Refused {
    Table table = chain.table;
    if (table.chain(to) != null) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(table));
    }
    String before = chain.name;
    table.rename(chain, to);
    transaction.did(() -> table.rename(chain, before), () -> RulesetDump.chain(chain));
  }

  void apply(DelChain message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.handle() == 0 && message.name() == null) {
      for (Chain chain : List.copyOf(table.chains())) {
        deleteWithRules(chain);
      }
      return;
    }
    Chain chain =
        message.handle() != 0
            ? table.chain(message.handle())
            : table.chain(String.valueOf(message.name()));
    if (chain == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    deleteWithRules(chain);
  }

  private void deleteWithRules(Chain chain) throws Refused {
    deleteRules(chain);
    if (chain.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(chain.table));
    }
    delete(chain);
  }

  void deleteRules(Chain chain) {
    for (Rule rule : new ArrayList<>(chain.rules)) {
      rules.delete(rule);
    }
  }

  void delete(Chain chain) throws Refused {
    if (chain.use > 0) {
      throw new Refused(Errno.EBUSY);
    }
    int index = chain.table.remove(chain);
    transaction.did(
        () -> chain.table.add(chain, index),
        () -> new DelChain(chain.table.family, chain.table.name, chain.name, chain.handle, false));
  }

  /** The chains a {@link DelRule} is about. */
  List<Chain> of(DelRule message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.chain() == null) {
      return List.copyOf(table.chains());
    }
    Chain chain = table.chain(message.chain());
    if (chain == null) {
      if (message.destroy()) {
        return List.of();
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    return List.of(chain);
  }

  void apply(DelRule message) throws Refused {
    List<Chain> chains = of(message);
    if (message.handle() == 0) {
      chains.forEach(this::deleteRules);
      return;
    }
    for (Chain chain : chains) {
      Rule rule = chain.rule(message.handle());
      if (rule != null) {
        rules.delete(rule);
        return;
      }
    }
    if (!message.destroy()) {
      throw new Refused(Errno.ENOENT, Attributes.afterChain(message));
    }
  }
}
