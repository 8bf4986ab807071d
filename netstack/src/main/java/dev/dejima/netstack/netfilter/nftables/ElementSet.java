package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set or a map. Elements are kept in the order they came; packets look them up in an index that
 * is built when a batch commits.
 */
final class ElementSet {
  /** Lowest key first; where one interval ends and the next begins, the end first. */
  private static final Comparator<Element> IN_ORDER =
      (a, b) -> {
        int keys = a.given.key().compareTo(b.given.key());
        return keys != 0 ? keys : Boolean.compare(b.isEnd(), a.isEnd());
      };

  final Table table;
  final String name;
  final long handle;

  /** How it was asked for. */
  final NewSet given;

  /** Rules that look up in it. */
  int use;

  /** Whether a rule has ever been bound to it; an anonymous set goes with the last one. */
  boolean bound;

  final Map<Element.Key, Element> elements = new LinkedHashMap<>();
  private SetIndex index = SetIndex.EMPTY;
  private @Nullable Element catchAll;

  ElementSet(Table table, String name, long handle, NewSet given) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.given = given;
  }

  boolean isAnonymous() {
    return has(NewSet.ANONYMOUS);
  }

  boolean isMap() {
    return has(NewSet.MAP);
  }

  boolean isInterval() {
    return has(NewSet.INTERVAL);
  }

  /** Whether its keys are several fields, each of which may be a range. */
  boolean hasFields() {
    return given.fieldLengths().size() > 1 && isInterval();
  }

  boolean hasVerdicts() {
    return isMap() && given.dataType() == NewSet.VERDICT;
  }

  boolean has(int flag) {
    return (given.flags() & flag) != 0;
  }

  /** Makes the present elements those that packets meet. */
  void publish() {
    catchAll = null;
    List<Element> plain = new ArrayList<>(elements.size());
    for (Element element : elements.values()) {
      if (element.isCatchAll()) {
        catchAll = element;
      } else {
        plain.add(element);
      }
    }
    if (hasFields()) {
      index = new FieldsIndex(plain, given.fieldLengths());
    } else if (isInterval()) {
      index = new IntervalIndex(sorted(), given.keyLength());
    } else {
      index = HashIndex.of(plain, given.keyLength());
    }
  }

  /** The elements, lowest key first, without the catch-all. */
  List<Element> sorted() {
    List<Element> sorted = new ArrayList<>(elements.values());
    sorted.removeIf(Element::isCatchAll);
    sorted.sort(IN_ORDER);
    return sorted;
  }

  /** The element of a key: in a set of ranges the end of a range that is asked for; or null. */
  @Nullable Element get(SetElement asked) {
    if (!isInterval() || hasFields()) {
      return elements.get(Element.Key.of(asked));
    }
    boolean end = (asked.flags() & SetElement.INTERVAL_END) != 0;
    Element below = null;
    for (Element element : sorted()) {
      int order = Arrays.compareUnsigned(element.given.key().toArray(), asked.key().toArray());
      if (end && order >= 0 && element.isEnd()) {
        return element;
      }
      if (order > 0) {
        break;
      }
      below = element;
    }
    return end || below == null || below.isEnd() ? null : below;
  }

  /** The element that holds the key in the registers, or null. */
  @Nullable Element find(byte[] registers, int offset, long now) {
    Element found = index.find(registers, offset);
    if (found != null && found.expires > now) {
      return found;
    }
    return catchAll;
  }
}
