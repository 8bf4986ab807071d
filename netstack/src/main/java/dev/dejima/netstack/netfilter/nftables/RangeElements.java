package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Intervals: each element holds from its key on, until the next; the elements that end intervals
 * hold nothing ({@code nft_set_rbtree.c}). Single values are kept so, too, where memory is dear.
 */
final class RangeElements implements Elements {
  /** Lowest key first; where one interval ends and the next begins, the end first. */
  private static final Comparator<Element> IN_ORDER =
      (a, b) -> {
        int keys = Element.byKey(a, b);
        return keys != 0 ? keys : Boolean.compare(b.isEnd(), a.isEnd());
      };

  private final int keyLength;
  private final boolean intervals;
  private final TreeSet<Element> sorted = new TreeSet<>(IN_ORDER);

  /** The last of them: most come in their order. */
  private @Nullable Element last;

  private IntervalIndex index = IntervalIndex.of(List.of(), 1);

  /** Of intervals, or of single values. */
  RangeElements(int keyLength, boolean intervals) {
    this.keyLength = keyLength;
    this.intervals = intervals;
  }

  private static Element probe(Bytes key, boolean end) {
    int flags = end ? SetElement.INTERVAL_END : 0;
    return new Element(SetElement.of(key, flags), null, null, Element.NEVER);
  }

  private @Nullable Element exact(Element like) {
    Element found = sorted.floor(like);
    return found != null && IN_ORDER.compare(found, like) == 0 ? found : null;
  }

  @Override
  public @Nullable Element find(byte[] registers, int offset, long now) {
    Element found = index.find(registers, offset, intervals);
    return found != null && found.expires > now ? found : null;
  }

  /** The element of a key: the end of a range that is asked for. */
  @Override
  public @Nullable Element get(SetElement asked, long now) {
    boolean end = (asked.flags() & SetElement.INTERVAL_END) != 0;
    Element found;
    if (!intervals) {
      found = exact(probe(asked.key(), false));
    } else if (end) {
      found = sorted.ceiling(probe(asked.key(), true));
      while (found != null && !found.isEnd()) {
        found = sorted.higher(found);
      }
    } else {
      found = sorted.floor(probe(asked.key(), false));
      found = found == null || found.isEnd() ? null : found;
    }
    return found != null && found.expires > now ? found : null;
  }

  @Override
  public @Nullable Element insert(Element element, boolean anonymous, long now) throws Refused {
    Element before = last;
    if (before == null) {
      restore(element);
      return null;
    }
    if (IN_ORDER.compare(before, element) < 0) {
      insertBetween(before, element, null, anonymous);
      return null;
    }
    boolean end = element.isEnd();
    Bytes key = element.given.key();
    Element start = exact(probe(key, false));
    Element stop = exact(probe(key, true));
    Element same = end ? stop : start;
    if (same == null) {
      Element above = start != null ? start : sorted.higher(probe(key, false));
      Element below = stop != null ? stop : sorted.lower(probe(key, true));
      insertBetween(below, element, above, anonymous);
    }
    return same;
  }

  /** The overlaps that Linux sees ({@code __nft_rbtree_insert}). */
  private void insertBetween(
      @Nullable Element below, Element element, @Nullable Element above, boolean anonymous)
      throws Refused {
    boolean end = element.isEnd();
    boolean between = end && above != null && above.isEnd();
    if (intervals && below != null && below.isEnd() == end) {
      between |= end || !fits(below, anonymous);
    }
    if (between) {
      throw new Refused(Errno.EEXIST);
    }
    restore(element);
  }

  /** Whether a start may follow another: where what is behind that is no end. */
  private boolean fits(Element below, boolean anonymous) {
    Element next = sorted.higher(below);
    return anonymous && (next == null || !next.isEnd());
  }

  @Override
  public void restore(Element element) {
    sorted.add(element);
    if (last == null || IN_ORDER.compare(last, element) < 0) {
      last = element;
    }
  }

  @Override
  public @Nullable Element remove(SetElement meant, long now) {
    boolean end = (meant.flags() & SetElement.INTERVAL_END) != 0;
    Element found = exact(probe(meant.key(), end));
    if (found == null || found.expires <= now) {
      return null;
    }
    take(found);
    return found;
  }

  @Override
  public void take(Element element) {
    sorted.remove(element);
    if (element == last) {
      last = sorted.isEmpty() ? null : sorted.last();
    }
  }

  @Override
  public void clear() {
    sorted.clear();
    last = null;
  }

  @Override
  public int size() {
    return sorted.size();
  }

  /** Highest first, as the tree has them. */
  @Override
  public List<Element> all() {
    return new ArrayList<>(sorted.descendingSet());
  }

  @Override
  public void publish() {
    index = IntervalIndex.of(sorted, keyLength);
  }
}
