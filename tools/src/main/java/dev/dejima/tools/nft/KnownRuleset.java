package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A ruleset that is kept up to date by messages that change it, requests or events. */
final class KnownRuleset {
  private final List<NftMessage> known;

  KnownRuleset(Snapshot start) {
    known = new ArrayList<>(start.messages());
  }

  Snapshot snapshot() {
    return Snapshot.of(known);
  }

  /** What is known of a table: itself, its sets and what they hold. */
  List<NftMessage> table(Family family, String name) {
    List<NftMessage> parts = new ArrayList<>();
    for (NftMessage message : known) {
      boolean part =
          message.family() == family
              && switch (message) {
                case NewTable table -> table.name().equals(name);
                case NewSet set -> set.table().equals(name);
                case NewSetElements elements -> elements.table().equals(name);
                default -> false;
              };
      if (part) {
        parts.add(message);
      }
    }
    return parts;
  }

  /** The rule of a handle; absent if it is not known. */
  @Nullable NewRule rule(Family family, String table, long handle) {
    for (NftMessage message : known) {
      if (message instanceof NewRule rule
          && rule.family() == family
          && rule.table().equals(table)
          && rule.handle() == handle) {
        return rule;
      }
    }
    return null;
  }

  /** What made the table, chain or set that an event says is gone; absent if it is not known. */
  @Nullable NftMessage last(NftMessage gone) {
    for (NftMessage message : known) {
      boolean made =
          message.family() == gone.family()
              && switch (gone) {
                case DelTable t -> message instanceof NewTable o && o.name().equals(t.name());
                case DelChain c ->
                    message instanceof NewChain o
                        && o.table().equals(c.table())
                        && o.name().equals(c.name());
                case DelSet s ->
                    message instanceof NewSet o
                        && o.table().equals(s.table())
                        && o.name().equals(s.name());
                case DelObject d ->
                    message instanceof NewObject o
                        && o.table().equals(d.table())
                        && o.data().objectType() == d.type()
                        && o.name().equals(d.name());
                case DelFlowtable d ->
                    message instanceof NewFlowtable o
                        && o.table().equals(d.table())
                        && o.name().equals(d.name());
                default -> false;
              };
      if (made) {
        return message;
      }
    }
    return null;
  }

  /** Whether elements are of a set that keeps the ends of ranges one by one. */
  boolean hasRanges(NewSetElements elements) {
    return known.stream()
        .anyMatch(
            m ->
                m instanceof NewSet set
                    && isIn(set, elements, set.table(), elements.table())
                    && set.name().equals(elements.set())
                    && (set.flags() & NewSet.INTERVAL) != 0
                    && set.fieldLengths().size() < 2);
  }

  /** Whether what a message makes is there already. */
  boolean contains(NftMessage made) {
    Predicate<NftMessage> same = sameAs(made);
    return known.stream().anyMatch(same);
  }

  void apply(NftMessage message) {
    switch (message) {
      case NewTable _, NewChain _, NewSet _, NewRule _, NewObject _, NewFlowtable _ -> put(message);
      case NewSetElements elements -> known.add(elements);
      case DelTable table -> remove(table);
      case DelChain chain ->
          known.removeIf(
              m ->
                  switch (m) {
                    case NewChain c ->
                        isIn(c, chain, c.table(), chain.table())
                            && is(c.name(), c.handle(), chain.name(), chain.handle());
                    case NewRule r ->
                        isIn(r, chain, r.table(), chain.table()) && r.chain().equals(chain.name());
                    default -> false;
                  });
      case DelRule gone ->
          known.removeIf(
              m ->
                  m instanceof NewRule r
                      && isIn(r, gone, r.table(), gone.table())
                      && (gone.chain() == null || r.chain().equals(gone.chain()))
                      && (gone.handle() == 0 || r.handle() == gone.handle()));
      case DelSet gone ->
          known.removeIf(
              m ->
                  switch (m) {
                    case NewSet s ->
                        isIn(s, gone, s.table(), gone.table())
                            && is(s.name(), s.handle(), gone.name(), gone.handle());
                    case NewSetElements e ->
                        isIn(e, gone, e.table(), gone.table()) && e.set().equals(gone.name());
                    default -> false;
                  });
      case DelSetElements gone -> removeElements(gone);
      case DelObject gone ->
          known.removeIf(
              m ->
                  m instanceof NewObject o
                      && isIn(o, gone, o.table(), gone.table())
                      && o.data().objectType() == gone.type()
                      && is(o.name(), o.handle(), gone.name(), gone.handle()));
      case DelFlowtable gone when gone.devices().isEmpty() ->
          known.removeIf(
              m ->
                  m instanceof NewFlowtable o
                      && isIn(o, gone, o.table(), gone.table())
                      && is(o.name(), o.handle(), gone.name(), gone.handle()));
      default -> {}
    }
  }

  private void put(NftMessage message) {
    Predicate<NftMessage> same = sameAs(message);
    for (int i = 0; i < known.size(); i++) {
      if (same.test(known.get(i))) {
        known.set(i, message);
        return;
      }
    }
    known.add(message);
  }

  private static Predicate<NftMessage> sameAs(NftMessage made) {
    return switch (made) {
      case NewTable t ->
          m -> m instanceof NewTable o && o.family() == t.family() && o.name().equals(t.name());
      case NewChain c ->
          m ->
              m instanceof NewChain o
                  && isIn(o, c, o.table(), c.table())
                  && is(o.name(), o.handle(), c.handle() == 0 ? c.name() : null, c.handle());
      case NewSet s ->
          m ->
              m instanceof NewSet o
                  && isIn(o, s, o.table(), s.table())
                  && o.name().equals(s.name());
      case NewRule r ->
          m ->
              m instanceof NewRule o
                  && isIn(o, r, o.table(), r.table())
                  && o.handle() == r.handle();
      case NewObject n ->
          m ->
              m instanceof NewObject o
                  && isIn(o, n, o.table(), n.table())
                  && o.data().objectType() == n.data().objectType()
                  && o.name().equals(n.name());
      case NewFlowtable n ->
          m ->
              m instanceof NewFlowtable o
                  && isIn(o, n, o.table(), n.table())
                  && o.name().equals(n.name());
      default -> m -> false;
    };
  }

  private static boolean isIn(NftMessage a, NftMessage b, String table, String wanted) {
    return a.family() == b.family() && table.equals(wanted);
  }

  private static boolean is(String name, long handle, @Nullable String wanted, long number) {
    return wanted == null ? handle == number : name.equals(wanted);
  }

  private void remove(DelTable gone) {
    known.removeIf(
        m -> {
          boolean family = gone.family() == Family.UNSPEC || m.family() == gone.family();
          String table = table(m);
          return family
              && (gone.name() != null
                  ? gone.name().equals(table)
                  : gone.handle() == 0 || isTable(m.family(), table, gone.handle()));
        });
  }

  private boolean isTable(Family family, String name, long handle) {
    return known.stream()
        .anyMatch(
            m ->
                m instanceof NewTable t
                    && t.family() == family
                    && t.name().equals(name)
                    && t.handle() == handle);
  }

  /** The table that a message is about; empty for none. */
  static String table(NftMessage message) {
    return switch (message) {
      case NewTable table -> table.name();
      case DelTable table -> table.name() == null ? "" : table.name();
      case DelChain chain -> chain.table();
      case DelRule rule -> rule.table();
      case DelSet set -> set.table();
      case DelSetElements elements -> elements.table();
      case NewChain chain -> chain.table();
      case NewRule rule -> rule.table();
      case NewSet set -> set.table();
      case NewSetElements elements -> elements.table();
      case NewObject object -> object.table();
      case DelObject object -> object.table();
      case NewFlowtable flowtable -> flowtable.table();
      case DelFlowtable flowtable -> flowtable.table();
      default -> "";
    };
  }

  private void removeElements(DelSetElements gone) {
    for (int i = 0; i < known.size(); i++) {
      if (known.get(i) instanceof NewSetElements e
          && isIn(e, gone, e.table(), gone.table())
          && e.set().equals(gone.set())) {
        known.set(
            i,
            new NewSetElements(
                e.family(),
                e.table(),
                e.set(),
                e.setId(),
                e.elements().stream()
                    .filter(
                        kept ->
                            !gone.elements().isEmpty()
                                && gone.elements().stream()
                                    .noneMatch(g -> g.key().equals(kept.key())))
                    .toList(),
                e.mode()));
      }
    }
  }
}
