package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A set or a map. */
final class ElementSet implements Members.Member {
  private static final long MILLI = 1_000_000;

  /** Octets of a verdict ({@code struct nft_verdict}). */
  private static final int VERDICT_LENGTH = 16;

  /** How often the dead are removed where nothing is said. */
  private static final int SECOND = 1000;

  final Table table;
  final String name;
  final long handle;
  final SetKind kind;

  /** How it was asked for; what can change is beside it. */
  final NewSet given;

  /** What every element keeps a copy of. */
  final Stateful[] templates;

  /** Elements at most; 0 for no bound. */
  int size;

  /** How long elements stay, ms; 0 for ever. */
  long timeout;

  /** How often the dead are removed, ms; 0 for the kernel's choice. */
  int gcInterval;

  /** Rules that look up in it or change it. */
  int use;

  /** Whether a rule has ever been bound to it; an anonymous set goes with the last one. */
  boolean bound;

  final Elements elements;

  /** The element of all keys that no other has. */
  @Nullable Element catchAll;

  /** When the dead were removed. */
  private long swept;

  ElementSet(
      Table table,
      String name,
      long handle,
      SetKind kind,
      NewSet given,
      Stateful[] templates,
      long now) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.kind = kind;
    this.given = given;
    this.templates = templates;
    this.size = given.size();
    this.timeout = given.timeout();
    this.gcInterval = given.gcInterval();
    this.elements = kind.elements(given);
    this.swept = now;
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public long handle() {
    return handle;
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

  boolean hasVerdicts() {
    return isMap() && given.dataType() == NewSet.VERDICT;
  }

  boolean has(int flag) {
    return (given.flags() & flag) != 0;
  }

  /** The element that holds the key in the registers, or null. */
  @Nullable Element find(byte[] registers, int offset, long now) {
    Element found = elements.find(registers, offset, now);
    if (found != null || catchAll == null) {
      return found;
    }
    return catchAll.expires > now ? catchAll : null;
  }

  /** The element that a listing asks for, or null. */
  @Nullable Element get(SetElement asked, long now) {
    if ((asked.flags() & SetElement.CATCH_ALL) == 0) {
      return elements.get(asked, now);
    }
    return catchAll != null && catchAll.expires > now ? catchAll : null;
  }

  /** All elements, the catch-all last. */
  List<Element> all() {
    List<Element> all = elements.all();
    if (catchAll == null) {
      return all;
    }
    List<Element> whole = new ArrayList<>(all);
    whole.add(catchAll);
    return whole;
  }

  /** Whether it has more elements than it may; intervals are of two. */
  boolean isOverfull() {
    long max = Integer.toUnsignedLong(size);
    if (kind == SetKind.TREE) {
      max = 2 * max;
    }
    return max != 0 && elements.size() > max && elements.size() > max + nullEnd();
  }

  /** One for where the gap before the first interval ends ({@code nft_rbtree_adjust_maxsize}). */
  private int nullEnd() {
    Element first = elements.all().getLast();
    boolean zero = first.given.key().equals(Bytes.EMPTY.padTo(given.keyLength()));
    return kind == SetKind.TREE && first.isEnd() && zero ? 1 : 0;
  }

  /** Elements as a listing counts them: intervals, not their ends. */
  int count() {
    return kind == SetKind.TREE ? elements.size() / 2 : elements.size();
  }

  /** When the dead are due, in nanoseconds of the clock. */
  long sweepDue() {
    return swept + (gcInterval == 0 ? SECOND : Integer.toUnsignedLong(gcInterval)) * MILLI;
  }

  /** Removes those whose time is over, and others that are of no more use. */
  void sweep(long now, Predicate<Element> useless) {
    swept = now;
    boolean changed = false;
    for (Element element : elements.all()) {
      if (element.expires <= now || useless.test(element)) {
        elements.take(element);
        element.release();
        changed = true;
      }
    }
    if (catchAll != null && catchAll.expires <= now) {
      catchAll.release();
      catchAll = null;
    }
    if (changed) {
      elements.publish();
    }
  }

  /** What a dump or an event tells of it. */
  NewSet message() {
    return new NewSet(
        given.family(),
        given.table(),
        name,
        0,
        handle,
        given.flags(),
        given.keyType(),
        given.keyLength(),
        given.dataType(),
        hasVerdicts() ? VERDICT_LENGTH : given.dataLength(),
        given.objectType(),
        size,
        given.policy(),
        SetChecks.fields(given),
        timeout,
        gcInterval,
        given.exprs(),
        given.userData(),
        Set.of(),
        count());
  }
}
