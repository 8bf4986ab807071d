package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts elements into sets, changes them and takes them out. */
final class ElementChanges {
  private static final long MILLI = 1_000_000;

  private final Ruleset ruleset;
  private final Transaction transaction;
  private final LongSupplier clock;

  ElementChanges(Ruleset ruleset, Transaction transaction, LongSupplier clock) {
    this.ruleset = ruleset;
    this.transaction = transaction;
    this.clock = clock;
  }

  void apply(NewSetElements message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ElementSet set = table.sets.get(message.set());
    if (set == null && message.setId() != 0) {
      set = transaction.set(table, message.setId());
    }
    if (set == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (set.use > 0 && (set.has(NewSet.CONSTANT) || set.isAnonymous())) {
      throw new Refused(Errno.EBUSY);
    }
    new Addition(set, clock.getAsLong(), message.mode().contains(NewFlag.EXCL))
        .all(message.elements());
  }

  /** The elements of one message. */
  private final class Addition {
    private final ElementSet set;
    private final long now;
    private final boolean exclusive;
    private final ElementBinding binding;
    private final List<Element> added = new ArrayList<>();

    Addition(ElementSet set, long now, boolean exclusive) {
      this.set = set;
      this.now = now;
      this.exclusive = exclusive;
      this.binding = new ElementBinding(set, now);
    }

    void all(List<SetElement> elements) throws Refused {
      begin(set, now);
      if (set.hasVerdicts()) {
        transaction.unchecked.add(set.table);
      }
      for (SetElement given : elements) {
        add(given);
      }
    }

    /** Most sets that get many elements have no others. */
    private void takeBack() {
      if (set.elements.size() + (set.catchAll == null ? 0 : 1) == added.size()) {
        set.elements.clear();
        set.catchAll = null;
        added.forEach(Element::release);
      } else {
        added.reversed().forEach(this::takeBack);
      }
    }

    private void takeBack(Element element) {
      if (element == set.catchAll) {
        set.catchAll = null;
      } else {
        set.elements.take(element);
      }
      element.release();
    }

    private void add(SetElement given) throws Refused {
      Element element = binding.bind(given);
      Element there = insert(element);
      if (there != null) {
        meet(there, element);
        return;
      }
      element.hold();
      if (added.isEmpty()) {
        transaction.didMany(this::takeBack, () -> {}, () -> told(set, added, now));
      }
      added.add(element);
      if (!element.isCatchAll() && set.isOverfull()) {
        throw new Refused(Errno.ENFILE);
      }
    }

    private @Nullable Element insert(Element element) throws Refused {
      if (!element.isCatchAll()) {
        return set.elements.insert(element, set.isAnonymous(), now);
      }
      Element there = set.catchAll;
      if (there == null) {
        set.catchAll = element;
      }
      return there;
    }

    /** The element is there: it may get another time to live. */
    private void meet(Element there, Element element) throws Refused {
      if (isNullEnd(element)) {
        return;
      }
      if (!there.leadsWhere(element) || exclusive) {
        throw new Refused(Errno.EEXIST);
      }
      long timeout = binding.timeout(element.given);
      long expiration = element.given.expiration();
      boolean changed = timeout != binding.timeout(there.given);
      if (set.has(NewSet.TIMEOUT) && (changed || expiration != 0)) {
        long remaining = expiration == 0 ? timeout : expiration;
        transaction.atCommit(
            () -> {
              there.given = ElementBinding.withTimeout(there.given, element.given.timeout());
              there.expires = timeout == 0 ? Element.NEVER : now + remaining * MILLI;
            },
            () -> RulesetDump.elements(set, List.of(there), now));
      }
    }

    /** Where the gap before the first interval ends is told again and again. */
    private boolean isNullEnd(Element element) {
      return set.isInterval() && element.isEnd() && isZero(element);
    }
  }

  private static boolean isZero(Element element) {
    for (byte octet : element.given.key().toArray()) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  /** What is dead must not be in the way. */
  private void begin(ElementSet set, long now) {
    transaction.changedSets.add(set);
    if (set.has(NewSet.TIMEOUT) && (set.kind == SetKind.TREE || set.sweepDue() <= now)) {
      set.sweep(now, element -> false);
    }
  }

  /** Elements are told of one by one. */
  private static List<NftMessage> told(ElementSet set, List<Element> elements, long now) {
    List<NftMessage> events = new ArrayList<>();
    for (Element element : elements) {
      events.add(RulesetDump.elements(set, List.of(element), now));
    }
    return events;
  }

  void apply(DelSetElements message) throws Refused {
    Table table = TableChanges.find(ruleset, message.family(), message.table());
    ElementSet set = table.sets.get(message.set());
    if (set == null) {
      throw new Refused(Errno.ENOENT, Attributes.afterTable(table));
    }
    if (set.isAnonymous()) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (set.use > 0 && set.has(NewSet.CONSTANT)) {
      throw new Refused(Errno.EBUSY);
    }
    long now = clock.getAsLong();
    List<Element> gone = new ArrayList<>();
    begin(set, now);
    if (message.elements().isEmpty()) {
      for (Element element : set.all()) {
        take(set, element);
        note(set, gone, element, now);
      }
    }
    for (SetElement given : message.elements()) {
      ElementBinding.checkMeant(set, given);
      Element element = remove(set, given, now);
      if (element != null) {
        element.release();
        note(set, gone, element, now);
      } else if (!message.destroy()) {
        throw new Refused(Errno.ENOENT);
      }
    }
  }

  private void note(ElementSet set, List<Element> gone, Element element, long now) {
    if (gone.isEmpty()) {
      transaction.didMany(
          () -> gone.reversed().forEach(back -> putBack(set, back)),
          () -> {},
          () -> deleted(set, gone, now));
    }
    gone.add(element);
  }

  private static void take(ElementSet set, Element element) {
    if (element == set.catchAll) {
      set.catchAll = null;
    } else {
      set.elements.take(element);
    }
    element.release();
  }

  private static @Nullable Element remove(ElementSet set, SetElement given, long now) {
    if ((given.flags() & SetElement.CATCH_ALL) == 0) {
      return set.elements.remove(given, now);
    }
    Element catchAll = set.catchAll;
    set.catchAll = null;
    return catchAll;
  }

  private static void putBack(ElementSet set, Element element) {
    if (element.isCatchAll()) {
      set.catchAll = element;
    } else {
      set.elements.restore(element);
    }
    element.hold();
  }

  private static List<NftMessage> deleted(ElementSet set, List<Element> elements, long now) {
    List<NftMessage> events = new ArrayList<>();
    for (Element element : elements) {
      List<SetElement> told = RulesetDump.elements(set, List.of(element), now).elements();
      events.add(new DelSetElements(set.table.family, set.table.name, set.name, 0, told, false));
    }
    return events;
  }
}
