package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Compiled.Entry;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a batch does to the elements of a set, once for each.
 *
 * <p>Ranges that grow while commands add to a set are taken away again, in the batch that added
 * them; Linux' sets of ranges then find the points of the next range in the way. A batch becomes
 * true as a whole, so what it undoes itself need not be sent.
 */
final class NetChanges {
  private record SetKey(Family family, String table, String name) {}

  private record Point(Bytes key, int flags) {}

  private final Map<SetKey, List<Integer>> changes = new HashMap<>();
  private final List<Entry> entries;
  private final Set<Integer> gone = new HashSet<>();
  private final Map<Integer, List<Entry>> instead = new HashMap<>();
  private final Snapshot before;

  /** Sets that the batch has emptied, or put new ones in their place. */
  private final Set<SetKey> emptied = new HashSet<>();

  private NetChanges(List<Entry> entries, Snapshot before) {
    this.entries = entries;
    this.before = before;
  }

  /**
   * The batch without what it does and undoes.
   *
   * @param before the ruleset that it applies to
   */
  static List<Entry> of(List<Entry> entries, Snapshot before) {
    boolean deletes = entries.stream().anyMatch(entry -> entry.message() instanceof DelSetElements);
    return deletes ? new NetChanges(entries, before).joined() : entries;
  }

  private List<Entry> joined() {
    for (int i = 0; i < entries.size(); i++) {
      take(entries.get(i).message(), i);
    }
    changes.forEach(this::join);
    if (gone.isEmpty()) {
      return entries;
    }
    List<Entry> joined = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (instead.containsKey(i)) {
        joined.addAll(instead.get(i));
      } else if (!gone.contains(i)) {
        joined.add(entries.get(i));
      }
    }
    return joined;
  }

  private void take(NftMessage message, int index) {
    switch (message) {
      case NewSetElements e -> note(new SetKey(e.family(), e.table(), e.set()), index);
      case DelSetElements e -> {
        SetKey key = new SetKey(e.family(), e.table(), e.set());
        if (e.elements().isEmpty()) {
          end(key);
        } else {
          note(key, index);
        }
      }
      case DelSet set -> end(new SetKey(set.family(), set.table(), String.valueOf(set.name())));
      case DelTable table -> endAll(table);
      default -> {}
    }
  }

  private void endAll(DelTable table) {
    Set<SetKey> sets = new HashSet<>(changes.keySet());
    before.sets().forEach(set -> sets.add(new SetKey(set.family(), set.table(), set.name())));
    for (SetKey set : sets) {
      boolean named = table.name() == null || table.name().equals(set.table);
      if (named && (table.family() == Family.UNSPEC || table.family() == set.family)) {
        end(set);
      }
    }
  }

  private void note(SetKey set, int index) {
    changes.computeIfAbsent(set, _ -> new ArrayList<>()).add(index);
  }

  /** What comes behind an emptied set does not go with what came before. */
  private void end(SetKey set) {
    List<Integer> told = changes.remove(set);
    if (told != null) {
      join(set, told);
    }
    emptied.add(set);
  }

  private boolean undoes(List<Integer> indices) {
    boolean added = false;
    for (int index : indices) {
      boolean adds = entries.get(index).message() instanceof NewSetElements;
      if (added && !adds) {
        return true;
      }
      added |= adds;
    }
    return false;
  }

  private Set<Point> held(SetKey set) {
    Set<Point> held = new HashSet<>();
    if (!emptied.contains(set)) {
      before.elements(set.family, set.table, set.name).forEach(element -> held.add(point(element)));
    }
    return held;
  }

  /** Joins changes of one set, if one takes away what an earlier one of them added. */
  private void join(SetKey set, List<Integer> indices) {
    if (!undoes(indices)) {
      return;
    }
    Set<Point> held = held(set);
    Map<Point, SetElement> added = new LinkedHashMap<>();
    Map<Point, SetElement> removed = new LinkedHashMap<>();
    boolean undoes = false;
    for (int index : indices) {
      switch (entries.get(index).message()) {
        case NewSetElements e ->
            e.elements().forEach(element -> added.put(point(element), element));
        case DelSetElements e -> {
          for (SetElement element : e.elements()) {
            boolean own = added.remove(point(element)) != null;
            undoes |= own;
            if (!own || held.contains(point(element))) {
              removed.put(point(element), element);
            }
          }
        }
        default -> {}
      }
    }
    if (undoes) {
      replace(indices, added, removed);
    }
  }

  private static Point point(SetElement element) {
    return new Point(element.key(), element.flags() & SetElement.INTERVAL_END);
  }

  private void replace(
      List<Integer> indices, Map<Point, SetElement> added, Map<Point, SetElement> removed) {
    gone.addAll(indices);
    List<Entry> net = new ArrayList<>();
    for (int index : indices) {
      Entry entry = entries.get(index);
      NftMessage message = entry.message();
      boolean taken = net.stream().anyMatch(e -> e.message().getClass() == message.getClass());
      if (taken) {
        continue;
      }
      switch (message) {
        case DelSetElements e when !removed.isEmpty() ->
            net.addFirst(
                new Entry(
                    new DelSetElements(
                        e.family(), e.table(), e.set(), e.setId(), sorted(removed), e.destroy()),
                    entry.span(),
                    entry.names()));
        case NewSetElements e when !added.isEmpty() ->
            net.addLast(
                new Entry(
                    new NewSetElements(
                        e.family(), e.table(), e.set(), e.setId(), sorted(added), e.mode()),
                    entry.span(),
                    entry.names()));
        default -> {}
      }
    }
    instead.put(indices.getLast(), net);
  }

  /** The points of ranges from low to high, of two alike the end of a range first. */
  private static List<SetElement> sorted(Map<Point, SetElement> points) {
    List<SetElement> sorted = new ArrayList<>(points.values());
    sorted.sort(
        (one, other) -> {
          int order = java.util.Arrays.compareUnsigned(one.key().toArray(), other.key().toArray());
          return order == 0 ? Integer.compare(end(other), end(one)) : order;
        });
    return sorted;
  }

  private static int end(SetElement element) {
    return element.flags() & SetElement.INTERVAL_END;
  }
}
