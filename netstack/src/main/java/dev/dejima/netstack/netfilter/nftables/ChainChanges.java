package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes chains. */
final class ChainChanges {
  private static final int KNOWN_FLAGS = NewChain.BASE | NewChain.OFFLOAD | NewChain.BINDING;

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
        message.handle() != 0
            ? table.chains.get(message.handle())
            : table.chains.get(message.name());
    if (chain == null && message.handle() != 0) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (chain == null && message.name().isEmpty() && message.id() == 0) {
      throw new Refused(Errno.EINVAL);
    }
    checkPolicy(message, chain);
    if ((message.flags() & ~KNOWN_FLAGS) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (chain == null) {
      create(table, message);
      return;
    }
    if (chain.isBinding()) {
      throw new Refused(Errno.EINVAL);
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
    String type = Objects.requireNonNullElse(message.type(), "filter");
    int flags = message.flags();
    if (hook != null) {
      check(table, message, hook, type);
      flags |= NewChain.BASE;
    } else if ((flags & NewChain.BASE) != 0) {
      throw new Refused(Errno.EINVAL);
    } else if ((flags & NewChain.OFFLOAD) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    long handle = table.nextHandle();
    boolean binding = (flags & NewChain.BINDING) != 0;
    if (message.name().isEmpty() && !binding) {
      throw new Refused(Errno.EINVAL);
    }
    Chain chain =
        new Chain(
            table,
            message.name().isEmpty() ? ruleset.nextChainName() : message.name(),
            handle,
            hook,
            hook == null ? null : type,
            message.policy() == null ? Verdict.Code.ACCEPT : message.policy().code(),
            flags,
            message.userData(),
            ruleset.nextRegistration());
    add(chain, table.chains.size());
    transaction.name(message.id(), chain);
    transaction.changedChains.add(chain);
    if (binding) {
      transaction.anonymousChains.add(chain);
    }
    transaction.did(() -> take(chain), () -> RulesetDump.chain(chain));
  }

  private void check(Table table, NewChain message, BaseHook hook, String type) throws Refused {
    if (transaction.changedTables.contains(table)) {
      throw new Refused(Errno.EINVAL);
    }
    if ((message.flags() & NewChain.BINDING) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    ChainTypes.check(table.family, type, hook);
    checkDevices(table, hook);
    if ((message.flags() & NewChain.OFFLOAD) != 0) {
      throw new Refused(hook.devices().isEmpty() ? Errno.EINVAL : Errno.EOPNOTSUPP);
    }
  }

  private static void checkDevices(Table table, BaseHook hook) throws Refused {
    if (ChainTypes.isOfDevice(table.family, hook.hook())) {
      DeviceNames.check(hook.devices());
    } else if (!hook.devices().isEmpty()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
  }

  private static void add(Chain chain, int index) {
    chain.table.chains.add(chain, index);
    chain.table.use++;
  }

  private static int take(Chain chain) {
    chain.table.use--;
    return chain.table.chains.remove(chain);
  }

  /** What changes does so when the batch commits ({@code nf_tables_updchain}). */
  private void update(Chain chain, NewChain message) throws Refused {
    if (((message.flags() | (chain.flags & NewChain.BASE)) ^ chain.flags) != 0
        && message.flags() != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    List<String> added = message.hook() == null ? List.of() : hooked(chain, message);
    String name = message.handle() != 0 ? message.name() : "";
    if (!name.isEmpty()
        && (chain.table.chains.get(name) != null
            || !transaction.newChainNames.add(chain.table.handle + " " + name))) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(chain.table));
    }
    if (!added.isEmpty() && transaction.changedTables.contains(chain.table)) {
      throw new Refused(Errno.EOPNOTSUPP, Attributes.afterTable(chain.table));
    }
    transaction.changedBases.add(chain.table);
    Verdict policy = message.policy();
    transaction.atCommit(
        () -> change(chain, name, policy, added),
        () -> RulesetDump.chain(chain, added.isEmpty() ? chain.devices : added));
  }

  private List<String> hooked(Chain chain, NewChain message) throws Refused {
    BaseHook hook = Objects.requireNonNull(message.hook());
    if (chain.hook == null) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(chain.table));
    }
    if (hook.hook() != chain.hook.hook() || hook.priority() != chain.hook.priority()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    String type = Objects.requireNonNullElse(message.type(), String.valueOf(chain.type));
    ChainTypes.check(chain.table.family, type);
    checkDevices(chain.table, hook);
    if (!type.equals(chain.type)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(chain.table));
    }
    List<String> added = DeviceNames.fresh(chain.devices, hook.devices());
    for (String device : added) {
      if (!transaction.newDevices.add(chain.table.handle + " " + device)) {
        throw new Refused(Errno.EEXIST);
      }
    }
    return added;
  }

  private static void change(
      Chain chain, String name, @Nullable Verdict policy, List<String> added) {
    if (!name.isEmpty()) {
      chain.table.chains.rename(chain, () -> chain.name = name);
    }
    if (policy != null) {
      chain.policy = policy.code();
    }
    chain.devices.addAll(added);
  }

  void apply(DelChain message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.handle() == 0 && message.name() == null) {
      throw new Refused(Errno.EINVAL);
    }
    Chain chain =
        message.handle() != 0
            ? table.chains.get(message.handle())
            : table.chains.get(message.name());
    if (chain == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (chain.isBinding() || (message.hook() != null && message.destroy())) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (message.hook() != null
        && chain.hook != null
        && ChainTypes.isOfDevice(table.family, chain.hook.hook())) {
      removeDevices(chain, message.hook());
      return;
    }
    deleteRules(chain);
    if (chain.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(table));
    }
    remove(chain);
  }

  private void removeDevices(Chain chain, BaseHook hook) throws Refused {
    if (transaction.changedTables.contains(chain.table)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (!new BaseHook(hook.hook(), hook.priority(), List.of())
        .equals(new BaseHook(of(chain).hook(), of(chain).priority(), List.of()))) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    DeviceNames.check(hook.devices());
    List<String> before = DeviceNames.remove(chain.devices, hook.devices());
    transaction.changedBases.add(chain.table);
    transaction.did(
        () -> {
          chain.devices.clear();
          chain.devices.addAll(before);
        },
        () -> deleted(chain, hook));
  }

  private static BaseHook of(Chain chain) {
    return Objects.requireNonNull(chain.hook);
  }

  void deleteRules(Chain chain) {
    for (Rule rule : List.copyOf(chain.rules)) {
      rules.delete(rule);
    }
  }

  /** Takes a chain without rules out of its table. */
  void remove(Chain chain) {
    int index = take(chain);
    if (chain.isBase()) {
      transaction.changedBases.add(chain.table);
    }
    transaction.did(() -> add(chain, index), () -> deleted(chain, null));
  }

  private static DelChain deleted(Chain chain, @Nullable BaseHook hook) {
    return new DelChain(
        chain.table.family, chain.table.name, chain.name, chain.handle, hook, false);
  }

  void apply(DelRule message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.chain() == null) {
      for (Chain chain : table.chains.snapshot()) {
        if (!chain.isBinding()) {
          deleteRules(chain);
        }
      }
      return;
    }
    Chain chain = table.chains.get(message.chain());
    if (chain == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (chain.isBinding()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (message.handle() == 0) {
      deleteRules(chain);
      return;
    }
    Rule rule = chain.rule(message.handle());
    if (rule != null) {
      rules.delete(rule);
    } else if (!message.destroy()) {
      throw new Refused(Errno.ENOENT, Attributes.afterChain(message));
    }
  }
}
