package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.netstack.netfilter.helper.FlowObjects;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes stateful objects. */
final class ObjectChanges {
  private final Ruleset ruleset;
  private final Transaction transaction;
  private final ObjectSteps steps;
  private final LongSupplier clock;

  ObjectChanges(
      Ruleset ruleset, Transaction transaction, FlowObjects flowObjects, LongSupplier clock) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.steps = new ObjectSteps(flowObjects, clock);
    this.clock = clock;
  }

  void apply(NewObject message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ObjectData data = message.data();
    NamedObject.Key key = new NamedObject.Key(data.objectType(), message.name());
    NamedObject existing = table.objects.get(key);
    if (existing != null) {
      update(existing, message);
      return;
    }
    @Nullable Step step = steps.of(data, table.family);
    NamedObject object =
        new NamedObject(
            table, key, table.nextHandle(), ObjectSteps.told(data, step), step, message.userData());
    add(object, table.objects.size());
    transaction.did(() -> take(object), () -> object.message(clock.getAsLong()));
  }

  private void update(NamedObject object, NewObject message) throws Refused {
    if (message.mode().contains(NewFlag.EXCL)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(object.table));
    }
    if (message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (object.isChangeable()) {
      steps.of(message.data(), object.table.family);
      transaction.atCommit(
          () -> object.update(message.data()), () -> object.message(clock.getAsLong()));
    }
  }

  private static void add(NamedObject object, int index) {
    object.table.objects.add(object, index);
    object.table.use++;
  }

  private static int take(NamedObject object) {
    object.table.use--;
    return object.table.objects.remove(object);
  }

  void apply(DelObject message) throws Refused {
    if (message.type() == ObjectType.UNSPEC || (message.name() == null && message.handle() == 0)) {
      throw new Refused(Errno.EINVAL);
    }
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    NamedObject object = find(table, message);
    if (object == null) {
      if (message.destroy()) {
        return;
      }
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (object.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(table));
    }
    remove(object);
  }

  private static @Nullable NamedObject find(Table table, DelObject message) {
    if (message.handle() == 0) {
      return table.objects.get(new NamedObject.Key(message.type(), String.valueOf(message.name())));
    }
    NamedObject object = table.objects.get(message.handle());
    return object != null && object.type() == message.type() ? object : null;
  }

  /** Takes an object out of its table. */
  void remove(NamedObject object) {
    int index = take(object);
    transaction.did(
        () -> add(object, index),
        () ->
            new DelObject(
                object.table.family,
                object.table.name,
                object.type(),
                object.key.name(),
                object.handle,
                false));
  }
}
