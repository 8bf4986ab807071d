package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a batch has made, in its order, with the handles that the kernel gave. */
final class Echo {
  private final Snapshot after;
  private final Set<List<Object>> old = new HashSet<>();

  Echo(Snapshot before, Snapshot after) {
    this.after = after;
    before.tables().forEach(table -> old.add(key(table)));
    before.chains().forEach(chain -> old.add(key(chain)));
    before.rules().forEach(rule -> old.add(key(rule)));
    before.sets().forEach(set -> old.add(key(set)));
    before.objects().forEach(object -> old.add(key(object)));
    before.flowtables().forEach(flowtable -> old.add(key(flowtable)));
    before.elements().forEach(this::remember);
  }

  private void remember(NewSetElements elements) {
    elements.elements().forEach(element -> old.add(key(elements, element)));
  }

  private static List<Object> key(NftMessage message) {
    return switch (message) {
      case dev.dejima.nft.expr.NewTable t -> List.of("table", t.family(), t.name());
      case dev.dejima.nft.expr.NewChain c -> List.of("chain", c.family(), c.table(), c.name());
      case NewRule r -> List.of("rule", r.family(), r.table(), r.handle());
      case dev.dejima.nft.expr.NewSet s -> List.of("set", s.family(), s.table(), s.name());
      case NewObject o -> List.of("object", o.family(), o.table(), o.data().objectType(), o.name());
      case NewFlowtable f -> List.of("flowtable", f.family(), f.table(), f.name());
      default -> List.of(message);
    };
  }

  private static List<Object> key(NewSetElements set, SetElement element) {
    return List.of("element", set.family(), set.table(), set.set(), element.key(), element.flags());
  }

  /** The events that the kernel told whoever listened. */
  List<NftMessage> events(Compiled batch) {
    List<NftMessage> events = new ArrayList<>();
    List<NewRule> rules = new ArrayList<>(after.rules());
    rules.removeIf(rule -> old.contains(key(rule)));
    rules.sort(java.util.Comparator.comparingLong(NewRule::handle));
    for (NftMessage message : batch.messages()) {
      switch (message) {
        case dev.dejima.nft.expr.NewTable t -> made(t, after.tables(), events);
        case dev.dejima.nft.expr.NewChain c -> made(c, after.chains(), events);
        case dev.dejima.nft.expr.NewSet s -> made(s, after.sets(), events);
        case NewObject o -> made(o, after.objects(), events);
        case NewFlowtable f -> made(f, after.flowtables(), events);
        case NewSetElements e -> elements(e, events);
        case NewRule rule when !rules.isEmpty() -> events.add(with(rules.removeFirst(), rule));
        default -> {}
      }
    }
    return events;
  }

  private void made(NftMessage asked, List<? extends NftMessage> all, List<NftMessage> events) {
    for (NftMessage now : all) {
      if (key(now).equals(key(asked)) && old.add(key(now))) {
        events.add(now);
      }
    }
  }

  private void elements(NewSetElements asked, List<NftMessage> events) {
    for (SetElement element : asked.elements()) {
      if (old.add(key(asked, element))) {
        events.add(
            new NewSetElements(
                asked.family(), asked.table(), asked.set(), 0, List.of(element), asked.mode()));
      }
    }
  }

  private static NewRule with(NewRule made, NewRule asked) {
    return new NewRule(
        made.family(),
        made.table(),
        made.chain(),
        made.handle(),
        made.position(),
        0,
        0,
        made.exprs(),
        made.userData(),
        asked.mode());
  }
}
