package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is said of a name that nothing has: which of the names that there are is near. */
public final class Missing {
  /** What is said where no name is near. */
  public static final String PLAIN = "No such file or directory";

  private final List<? extends NftMessage> known;

  /**
   * Among the names of a ruleset.
   *
   * @param known what made it: its tables, chains, sets and objects
   */
  public Missing(List<? extends NftMessage> known) {
    this.known = known;
  }

  /** Among the names of a ruleset and of what a batch adds to it. */
  public static Missing in(Snapshot snapshot, List<? extends NftMessage> batch) {
    List<NftMessage> all = new ArrayList<>(snapshot.tables());
    all.addAll(snapshot.chains());
    all.addAll(snapshot.sets());
    all.addAll(snapshot.objects());
    all.addAll(batch);
    return new Missing(all);
  }

  /** The message about a table, with the nearest of any family. */
  public Optional<String> table(Family family, String name) {
    return nearest(name, of(NewTable.class), NewTable::name)
        .filter(near -> near.family() != family || !near.name().equals(name))
        .map(Missing::table);
  }

  /** The message about a chain, with the nearest of any table. */
  public Optional<String> chain(Family family, String table, String name) {
    return nearest(name, of(NewChain.class), NewChain::name)
        .map(
            near ->
                otherTable(family, table, near.family(), near.table())
                    .orElse(
                        "%s; did you mean chain '%s' in table %s '%s'?"
                            .formatted(PLAIN, near.name(), near.family().word(), near.table())));
  }

  /** The message about a set or map, with the nearest of any table. */
  public Optional<String> set(Family family, String table, String name) {
    List<NewSet> named = new ArrayList<>(of(NewSet.class));
    named.removeIf(set -> (set.flags() & NewSet.ANONYMOUS) != 0);
    return nearest(name, named, NewSet::name)
        .map(
            near ->
                otherTable(family, table, near.family(), near.table())
                    .orElse(
                        "%s; did you mean %s '%s' in table %s '%s'?"
                            .formatted(
                                PLAIN,
                                (near.flags() & NewSet.MAP) != 0 ? "map" : "set",
                                near.name(),
                                near.family().word(),
                                near.table())));
  }

  /** As {@link #table}, or plain where none is near. */
  public String tableOr(Family family, String name) {
    return table(family, name).orElse(PLAIN);
  }

  /** As {@link #set}, or plain where none is near. */
  public String setOr(Family family, String table, String name) {
    return set(family, table, name).orElse(PLAIN);
  }

  /** The message about a stateful object, with the nearest of any kind and table. */
  public Optional<String> object(Family family, String table, String name) {
    return nearest(name, of(NewObject.class), NewObject::name)
        .map(
            near ->
                otherTable(family, table, near.family(), near.table())
                    .orElse(
                        "%s; did you mean obj '%s' in table %s '%s'?"
                            .formatted(PLAIN, near.name(), near.family().word(), near.table())));
  }

  /** Where the table itself is not there, that of what is near is named. */
  private Optional<String> otherTable(Family family, String table, Family near, String nearTable) {
    boolean same = near == family && nearTable.equals(table);
    return hasTable(family, table) || same
        ? Optional.empty()
        : of(NewTable.class).stream()
            .filter(t -> t.family() == near && t.name().equals(nearTable))
            .findFirst()
            .map(Missing::table);
  }

  /** Whether there is a table of a name. */
  public boolean hasTable(Family family, String name) {
    return of(NewTable.class).stream()
        .anyMatch(table -> table.family() == family && table.name().equals(name));
  }

  private static String table(NewTable near) {
    return "%s; did you mean table '%s' in family %s?"
        .formatted(PLAIN, near.name(), near.family().word());
  }

  private static <T> Optional<T> nearest(String name, List<T> things, Function<T, String> names) {
    Set<String> all = new LinkedHashSet<>();
    things.forEach(thing -> all.add(names.apply(thing)));
    String near = Misspelling.nearestName(name, all);
    return things.stream().filter(thing -> names.apply(thing).equals(near)).findFirst();
  }

  private <T extends NftMessage> List<T> of(Class<T> type) {
    List<T> found = new ArrayList<>();
    for (NftMessage message : known) {
      if (type.isInstance(message)) {
        found.add(type.cast(message));
      }
    }
    return found;
  }
}
