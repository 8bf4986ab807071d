package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import java.util.List;

/** Makes, changes and deletes flowtables. */
final class FlowtableChanges {
  private static final int KNOWN_FLAGS = NewFlowtable.OFFLOAD | NewFlowtable.COUNTER;

  private final Ruleset ruleset;
  private final Transaction transaction;

  FlowtableChanges(Ruleset ruleset, Transaction transaction) {
    this.ruleset = ruleset;
    this.transaction = transaction;
  }

  void apply(NewFlowtable message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    Flowtable existing = table.flowtables.get(message.name());
    if (existing == null) {
      create(table, message);
      return;
    }
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(table));
    }
    update(existing, message);
  }

  private void create(Table table, NewFlowtable message) throws Refused {
    long handle = table.nextHandle();
    if (table.family != Family.IP && table.family != Family.IP6 && table.family != Family.INET) {
      throw new Refused(Errno.ENOENT);
    }
    if ((message.flags() & ~KNOWN_FLAGS) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    NewFlowtable.Hook hook = message.hook();
    if (hook == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (hook.hook() != HookNumber.INGRESS) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    List<String> devices = DeviceNames.check(message.devices());
    checkFree(table, devices);
    Flowtable flowtable =
        new Flowtable(table, message.name(), handle, hook, devices, message.flags());
    add(flowtable, table.flowtables.size());
    transaction.did(() -> take(flowtable), () -> flowtable.message(flowtable.devices));
  }

  /** A device may be in one flowtable of a table only. */
  private static void checkFree(Table table, List<String> devices) throws Refused {
    for (Flowtable other : table.flowtables) {
      for (String device : devices) {
        if (other.devices.contains(device)) {
          throw new Refused(Errno.EEXIST);
        }
      }
    }
  }

  private void update(Flowtable flowtable, NewFlowtable message) throws Refused {
    NewFlowtable.Hook hook = message.hook();
    if (hook != null && !hook.equals(flowtable.hook)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    List<String> added = DeviceNames.fresh(flowtable.devices, message.devices());
    int flags = message.flags() == 0 ? flowtable.flags : message.flags();
    if ((flags & ~KNOWN_FLAGS) != 0 || ((flags ^ flowtable.flags) & NewFlowtable.OFFLOAD) != 0) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    checkFree(flowtable.table, added);
    flowtable.devices.addAll(added);
    transaction.did(
        () -> flowtable.devices.removeAll(added),
        () -> flowtable.flags = flags,
        () -> flowtable.message(added));
  }

  private static void add(Flowtable flowtable, int index) {
    flowtable.table.flowtables.add(flowtable, index);
    flowtable.table.use++;
  }

  private static int take(Flowtable flowtable) {
    flowtable.table.use--;
    return flowtable.table.flowtables.remove(flowtable);
  }

  void apply(DelFlowtable message) throws Refused {
    if (message.name() == null && message.handle() == 0) {
      throw new Refused(Errno.EINVAL);
    }
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    Flowtable flowtable =
        message.handle() != 0
            ? table.flowtables.get(message.handle())
            : table.flowtables.get(message.name());
    if (flowtable == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (!message.devices().isEmpty()) {
      List<String> before = DeviceNames.remove(flowtable.devices, message.devices());
      transaction.did(
          () -> {
            flowtable.devices.clear();
            flowtable.devices.addAll(before);
          },
          () -> deleted(flowtable, message.devices()));
      return;
    }
    if (flowtable.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(table));
    }
    remove(flowtable);
  }

  /** Takes a flowtable out of its table. */
  void remove(Flowtable flowtable) {
    int index = take(flowtable);
    transaction.did(() -> add(flowtable, index), () -> deleted(flowtable, List.of()));
  }

  private static DelFlowtable deleted(Flowtable flowtable, List<String> devices) {
    return new DelFlowtable(
        flowtable.table.family,
        flowtable.table.name,
        flowtable.name,
        flowtable.handle,
        devices,
        false);
  }
}
