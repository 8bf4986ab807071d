package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes and deletes sets and maps, and their elements. */
final class SetChanges {
  private static final int MAX_KEY = 64;
  private static final int KNOWN_FLAGS =
      NewSet.ANONYMOUS
          | NewSet.CONSTANT
          | NewSet.INTERVAL
          | NewSet.MAP
          | NewSet.TIMEOUT
          | NewSet.CONCAT;
  private static final long MILLI = 1_000_000;

  private final Ruleset ruleset;
  private final Transaction transaction;
  private final LongSupplier clock;

  SetChanges(Ruleset ruleset, Transaction transaction, LongSupplier clock) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.clock = clock;
  }

  void apply(NewSet message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    check(message);
    ElementSet existing = table.set(message.name());
    if (existing == null) {
      create(table, message);
      return;
    }
    if (message.mode().contains(NewFlag.EXCL) || !same(existing.given, message)) {
      throw new Refused(Errno.EEXIST, Attributes.afterTable(table));
    }
    if (message.mode().contains(NewFlag.REPLACE)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    transaction.name(message.id(), existing);
  }

  private static void check(NewSet message) throws Refused {
    if (message.keyLength() <= 0 || message.keyLength() > MAX_KEY) {
      throw new Refused(Errno.EINVAL);
    }
    if ((message.flags() & ~KNOWN_FLAGS) != 0 || !message.exprs().isEmpty()) {
      throw Refused.lack();
    }
    boolean map = (message.flags() & NewSet.MAP) != 0;
    boolean verdicts = message.dataType() == NewSet.VERDICT;
    if (map != (message.dataType() != 0)
        || (map && !verdicts && (message.dataLength() <= 0 || message.dataLength() > MAX_KEY))) {
      throw new Refused(Errno.EINVAL);
    }
    if (message.timeout() != 0 && (message.flags() & NewSet.TIMEOUT) == 0) {
      throw new Refused(Errno.EINVAL);
    }
    if (!message.mode().contains(NewFlag.CREATE)) {
      throw new Refused(Errno.ENOENT);
    }
  }

  private static boolean same(NewSet a, NewSet b) {
    return a.flags() == b.flags()
        && a.keyType() == b.keyType()
        && a.keyLength() == b.keyLength()
        && a.dataType() == b.dataType()
        && a.dataLength() == b.dataLength()
        && a.fieldLengths().equals(b.fieldLengths());
  }

  private void create(Table table, NewSet message) throws Refused {
    String name = message.name();
    if ((message.flags() & NewSet.ANONYMOUS) != 0) {
      name = freeName(table, name);
    }
    ElementSet set = new ElementSet(table, name, table.nextHandle(), message);
    table.add(set, table.sets().size());
    transaction.name(message.id(), set);
    transaction.changedSets.add(set);
    transaction.did(() -> table.remove(set), () -> RulesetDump.set(set));
  }

  /** The pattern with the lowest number that is free ({@code nf_tables_set_alloc_name}). */
  private static String freeName(Table table, String pattern) throws Refused {
    int place = pattern.indexOf("%d");
    if (place < 0 || pattern.indexOf('%', place + 1) >= 0) {
      throw new Refused(Errno.EINVAL);
    }
    for (int number = 0; ; number++) {
      String name = pattern.substring(0, place) + number + pattern.substring(place + 2);
      if (table.set(name) == null) {
        return name;
      }
    }
  }

  void apply(DelSet message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    if (message.handle() == 0 && message.name() == null) {
      for (ElementSet set : List.copyOf(table.sets())) {
        deleteUnused(set);
      }
      return;
    }
    ElementSet set =
        message.handle() != 0
            ? table.set(message.handle())
            : table.set(Objects.requireNonNullElse(message.name(), ""));
    if (set != null) {
      deleteUnused(set);
    } else if (!message.destroy()) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
  }

  private void deleteUnused(ElementSet set) throws Refused {
    if (set.use > 0) {
      throw new Refused(Errno.EBUSY, Attributes.afterTable(set.table));
    }
    remove(set);
  }

  /** Deletes a set when its table goes. */
  void delete(ElementSet set) throws Refused {
    if (set.use > 0) {
      throw new Refused(Errno.EBUSY);
    }
    remove(set);
  }

  void remove(ElementSet set) {
    Table table = set.table;
    int index = table.remove(set);
    set.elements.values().forEach(SetChanges::release);
    transaction.did(
        () -> {
          table.add(set, index);
          set.elements.values().forEach(SetChanges::hold);
        },
        () -> new DelSet(table.family, table.name, set.name, set.handle, false));
  }

  private static void hold(Element element) {
    if (element.decision != null && element.decision.target() != null) {
      element.decision.target().use++;
    }
  }

  private static void release(Element element) {
    if (element.decision != null && element.decision.target() != null) {
      element.decision.target().use--;
    }
  }

  private ElementSet find(Table table, String name, int id) throws Refused {
    ElementSet set = table.set(name);
    if (set == null && id != 0) {
      set = transaction.set(table, id);
    }
    if (set == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    return set;
  }

  void apply(NewSetElements message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ElementSet set = find(table, message.set(), message.setId());
    if (set.use > 0 && set.has(NewSet.CONSTANT)) {
      throw new Refused(Errno.EBUSY);
    }
    List<Element> added = new ArrayList<>();
    boolean empty = set.elements.isEmpty();
    boolean exclusive = message.mode().contains(NewFlag.EXCL);
    long now = clock.getAsLong();
    transaction.changedSets.add(set);
    transaction.did(() -> take(set, added, empty), () -> RulesetDump.elements(set, added, now));
    for (SetElement given : message.elements()) {
      Element element = element(set, given, now);
      if (put(set, element, exclusive, now)) {
        added.add(element);
      }
    }
    if (set.given.size() > 0 && set.elements.size() > sizeLimit(set)) {
      throw new Refused(Errno.ENFILE);
    }
    if (set.isInterval() && !set.hasFields()) {
      checkOverlap(set);
    }
    if (set.hasVerdicts()) {
      transaction.unchecked.add(table);
    }
  }

  /** Intervals take two elements each, and one for where the first gap ends. */
  private static int sizeLimit(ElementSet set) {
    return set.isInterval() && !set.hasFields() ? 2 * set.given.size() + 1 : set.given.size();
  }

  /** Takes elements away that a set has got, which may have been empty before. */
  private static void take(ElementSet set, List<Element> added, boolean empty) {
    if (empty) {
      set.elements.clear();
    } else {
      added.forEach(element -> set.elements.remove(Element.Key.of(element.given)));
    }
    added.forEach(SetChanges::release);
  }

  private static boolean put(ElementSet set, Element element, boolean exclusive, long now)
      throws Refused {
    Element.Key key = Element.Key.of(element.given);
    Element existing = set.elements.putIfAbsent(key, element);
    if (existing != null && existing.expires > now) {
      if (!Objects.equals(existing.given.data(), element.given.data())) {
        throw new Refused(Errno.EEXIST);
      }
      if (exclusive) {
        throw new Refused(Errno.EEXIST);
      }
      return false;
    }
    if (existing != null) {
      set.elements.put(key, element);
    }
    hold(element);
    return true;
  }

  private static Element element(ElementSet set, SetElement given, long now) throws Refused {
    boolean end = (given.flags() & SetElement.INTERVAL_END) != 0;
    boolean catchAll = (given.flags() & SetElement.CATCH_ALL) != 0;
    if ((!catchAll && given.key().length() != set.given.keyLength())
        || (given.keyEnd() != null && given.keyEnd().length() != set.given.keyLength())
        || (end && (!set.isInterval() || set.hasFields()))) {
      throw new Refused(Errno.EINVAL);
    }
    if (!given.exprs().isEmpty()) {
      throw Refused.lack();
    }
    if ((given.data() != null) != (set.isMap() && !end)) {
      throw new Refused(Errno.EINVAL);
    }
    if (given.timeout() != 0 && !set.has(NewSet.TIMEOUT)) {
      throw new Refused(Errno.EINVAL);
    }
    Decision decision = decision(set, given.data());
    return new Element(given, decision, expires(set, given, now));
  }

  private static @Nullable Decision decision(ElementSet set, @Nullable Data data) throws Refused {
    return switch (data) {
      case null -> null;
      case Verdict verdict when set.hasVerdicts() ->
          new Decision(verdict, ExprBinding.target(set.table, verdict));
      case Value value
          when !set.hasVerdicts() && value.bytes().length() == set.given.dataLength() ->
          null;
      case ObjectName _, Verdict _, Value _ -> throw new Refused(Errno.EINVAL);
    };
  }

  private static long expires(ElementSet set, SetElement given, long now) {
    long timeout = given.timeout() != 0 ? given.timeout() : set.given.timeout();
    if (timeout == 0) {
      return Element.NEVER;
    }
    return now + (given.expiration() != 0 ? given.expiration() : timeout) * MILLI;
  }

  /**
   * Starts and ends must take turns; else one interval reaches into another. In anonymous sets a
   * start may end the interval before it.
   */
  private static void checkOverlap(ElementSet set) throws Refused {
    Element before = null;
    for (Element element : set.sorted()) {
      boolean adjacent = set.isAnonymous() && !element.isEnd();
      if (before != null && before.isEnd() == element.isEnd() && !adjacent) {
        throw new Refused(Errno.EEXIST);
      }
      before = element;
    }
  }

  void apply(DelSetElements message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ElementSet set = find(table, message.set(), message.setId());
    if (set.use > 0 && set.has(NewSet.CONSTANT)) {
      throw new Refused(Errno.EBUSY);
    }
    List<Element> gone = new ArrayList<>();
    long now = clock.getAsLong();
    transaction.changedSets.add(set);
    transaction.did(
        () -> gone.forEach(element -> putBack(set, element)),
        () -> deleted(set, RulesetDump.elements(set, gone, now)));
    if (message.elements().isEmpty()) {
      gone.addAll(set.elements.values());
      set.elements.clear();
    }
    for (SetElement given : message.elements()) {
      Element element = set.elements.remove(Element.Key.of(given));
      if (element != null) {
        gone.add(element);
      } else if (!message.destroy()) {
        gone.forEach(SetChanges::release);
        throw new Refused(Errno.ENOENT);
      }
    }
    gone.forEach(SetChanges::release);
  }

  private static void putBack(ElementSet set, Element element) {
    set.elements.put(Element.Key.of(element.given), element);
    hold(element);
  }

  private static DelSetElements deleted(ElementSet set, NewSetElements elements) {
    return new DelSetElements(
        set.table.family, set.table.name, set.name, 0, elements.elements(), false);
  }
}
