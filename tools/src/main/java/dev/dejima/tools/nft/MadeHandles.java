package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The handles that the kernel gave to what commands have made. */
final class MadeHandles {
  private final Snapshot before;
  private final Snapshot after;
  private final List<NewRule> rules = new ArrayList<>();
  private final Set<Subject.Definition> told = new HashSet<>();

  MadeHandles(Snapshot before, Snapshot after) {
    this.before = before;
    this.after = after;
    Set<List<Object>> old = new HashSet<>();
    before.rules().forEach(rule -> old.add(key(rule)));
    after.rules().stream()
        .filter(rule -> !old.contains(key(rule)))
        .sorted(Comparator.comparingLong(NewRule::handle))
        .forEach(rules::add);
  }

  private static List<Object> key(NewRule rule) {
    return List.of(rule.family(), rule.table(), rule.handle());
  }

  /** One for each command; 0 where it made nothing that has one. */
  List<Long> of(List<Command> commands) {
    return commands.stream().map(this::handle).toList();
  }

  private long handle(Command command) {
    return switch (command.subject()) {
      case Table t -> made(t, handle(before, t), handle(after, t));
      case Chain c -> made(c, handle(before, c), handle(after, c));
      case SetDefinition s -> made(s, handle(before, s), handle(after, s));
      case StatefulObject o -> made(o, handle(before, o), handle(after, o));
      case Flowtable f -> made(f, handle(before, f), handle(after, f));
      case Rule r -> next(r);
      default -> 0;
    };
  }

  /** What is added a second time is not made again. */
  private long made(Subject.Definition part, long old, long now) {
    return old != now && told.add(part) ? now : 0;
  }

  private static long handle(Snapshot in, Table table) {
    return in.tables().stream()
        .filter(t -> t.family() == table.family() && is(table.name(), t.name()))
        .mapToLong(NewTable::handle)
        .findFirst()
        .orElse(0);
  }

  private static long handle(Snapshot in, Chain chain) {
    return in.chains().stream()
        .filter(c -> c.family() == chain.family() && is(chain.table(), c.table()))
        .filter(c -> is(chain.name(), c.name()))
        .mapToLong(NewChain::handle)
        .findFirst()
        .orElse(0);
  }

  private static long handle(Snapshot in, SetDefinition set) {
    return in.set(set.family(), set.table().text(), set.name().text())
        .map(found -> found.handle())
        .orElse(0L);
  }

  private static long handle(Snapshot in, StatefulObject object) {
    return in.objects().stream()
        .filter(o -> o.family() == object.family() && is(object.table(), o.table()))
        .filter(o -> is(object.name(), o.name()))
        .filter(o -> o.data().objectType().name().equals(object.spec().kind().name()))
        .mapToLong(NewObject::handle)
        .findFirst()
        .orElse(0);
  }

  private static long handle(Snapshot in, Flowtable flowtable) {
    return in.flowtables().stream()
        .filter(f -> f.family() == flowtable.family() && is(flowtable.table(), f.table()))
        .filter(f -> is(flowtable.name(), f.name()))
        .mapToLong(NewFlowtable::handle)
        .findFirst()
        .orElse(0);
  }

  private static boolean is(Name name, String text) {
    return name.text().equals(text);
  }

  /** Rules are made in the order of their commands. */
  private long next(Rule wanted) {
    for (NewRule rule : rules) {
      if (rule.family() == wanted.family()
          && is(wanted.table(), rule.table())
          && is(wanted.chain(), rule.chain())) {
        rules.remove(rule);
        return rule.handle();
      }
    }
    return 0;
  }
}
