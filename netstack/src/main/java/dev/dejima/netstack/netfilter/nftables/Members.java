package dev.dejima.netstack.netfilter.nftables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds of one kind, in the order it was made.
 *
 * @param <T> the kind
 */
final class Members<T extends Members.Member> implements Iterable<T> {
  /** Something that a table holds. */
  interface Member {
    /** What it is found by: its name, or its type and name. */
    Object key();

    /** The kernel's number of it, one of its kind. */
    long handle();
  }

  private final List<T> all = new ArrayList<>();
  private final Map<Object, T> byKey = new HashMap<>();

  @Nullable T get(@Nullable Object key) {
    return byKey.get(key);
  }

  /** The one of a number. */
  @Nullable T get(long handle) {
    for (T member : all) {
      if (member.handle() == handle) {
        return member;
      }
    }
    return null;
  }

  /** Those there are now, whatever becomes of them. */
  List<T> snapshot() {
    return List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  void add(T member) {
    add(member, all.size());
  }

  void add(T member, int index) {
    all.add(index, member);
    byKey.put(member.key(), member);
  }

  /** Takes one out; answers where it was. */
  int remove(T member) {
    int index = all.indexOf(member);
    all.remove(index);
    byKey.remove(member.key());
    return index;
  }

  /** Gives one another key. */
  void rename(T member, Runnable change) {
    byKey.remove(member.key());
    change.run();
    byKey.put(member.key(), member);
  }

  @Override
  public Iterator<T> iterator() {
    return all.iterator();
  }
}
