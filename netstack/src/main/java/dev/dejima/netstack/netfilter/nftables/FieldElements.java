package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concatenations of ranges ({@code nft_set_pipapo.c}): an element holds a key of which it holds
 * every field; of several that do, the first that came. Fields begin at multiples of four octets.
 *
 * <p>Elements whose fields begin alike in as many octets at both ends lie together in a table, by
 * the hash of these octets. A key is looked for once in each table, among those that begin as it
 * does.
 */
final class FieldElements implements Elements {
  private final int keyLength;
  private final int[] lengths;
  private final List<Shape> shapes = new ArrayList<>();
  private long came;
  private int size;

  FieldElements(List<Integer> fieldLengths, int keyLength) {
    this.keyLength = keyLength;
    this.lengths = fieldLengths.stream().mapToInt(Integer::intValue).toArray();
  }

  /** An element's place among those of the same shape and hash. */
  private static final class Place {
    final Element element;
    final byte[] from;
    final byte[] to;
    final long came;
    @Nullable Place next;

    Place(Element element, byte[] from, byte[] to, long came) {
      this.element = element;
      this.from = from;
      this.to = to;
      this.came = came;
    }
  }

  /** Elements whose fields begin alike in so many octets. */
  private static final class Shape {
    /** Which octets of a key count. */
    final boolean[] fixed;

    @Nullable Place[] table = new Place[8];
    int size;

    Shape(boolean[] fixed) {
      this.fixed = fixed;
    }

    int slot(byte[] octets, int offset) {
      int hash = 0;
      for (int i = 0; i < fixed.length; i++) {
        if (fixed[i]) {
          hash = 31 * hash + octets[offset + i];
        }
      }
      return (hash ^ hash >>> 15) & table.length - 1;
    }

    void add(Place place) {
      if (++size > table.length) {
        @Nullable Place[] old = table;
        table = new Place[2 * old.length];
        for (Place first : old) {
          for (Place at = first; at != null; ) {
            Place next = at.next;
            link(at);
            at = next;
          }
        }
      }
      link(place);
    }

    private void link(Place place) {
      int slot = slot(place.from, 0);
      place.next = table[slot];
      table[slot] = place;
    }

    boolean remove(Element element, byte[] from) {
      int slot = slot(from, 0);
      Place before = null;
      for (Place at = table[slot]; at != null; before = at, at = at.next) {
        if (at.element == element) {
          if (before == null) {
            table[slot] = at.next;
          } else {
            before.next = at.next;
          }
          size--;
          return true;
        }
      }
      return false;
    }
  }

  private static byte[] from(Element element) {
    return element.given.key().toArray();
  }

  private static byte[] to(Element element) {
    Bytes end = element.given.keyEnd();
    return end == null ? from(element) : end.toArray();
  }

  private Shape shape(byte[] from, byte[] to) {
    boolean[] fixed = new boolean[keyLength];
    int start = 0;
    for (int length : lengths) {
      for (int i = start; i < start + length && from[i] == to[i]; i++) {
        fixed[i] = true;
      }
      start += length + 3 & ~3;
    }
    for (Shape shape : shapes) {
      if (Arrays.equals(shape.fixed, fixed)) {
        return shape;
      }
    }
    Shape shape = new Shape(fixed);
    shapes.add(shape);
    return shape;
  }

  @Override
  public @Nullable Element find(byte[] registers, int offset, long now) {
    Place best = null;
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      for (Place at = shape.table[shape.slot(registers, offset)]; at != null; at = at.next) {
        if ((best == null || at.came < best.came)
            && at.element.expires > now
            && holds(at, registers, offset)) {
          best = at;
        }
      }
    }
    return best == null ? null : best.element;
  }

  private boolean holds(Place place, byte[] registers, int offset) {
    int at = 0;
    for (int length : lengths) {
      int start = offset + at;
      if (Arrays.compareUnsigned(registers, start, start + length, place.from, at, at + length) < 0
          || Arrays.compareUnsigned(registers, start, start + length, place.to, at, at + length)
              > 0) {
        return false;
      }
      at += length + 3 & ~3;
    }
    return true;
  }

  /** The element that holds where the one asked for begins. */
  @Override
  public @Nullable Element get(SetElement asked, long now) {
    return find(asked.key().toArray(), 0, now);
  }

  @Override
  public @Nullable Element insert(Element element, boolean anonymous, long now) throws Refused {
    byte[] from = from(element);
    byte[] to = to(element);
    Element there = find(from, 0, now);
    if (there != null && Arrays.equals(from(there), from) && Arrays.equals(to(there), to)) {
      return there;
    }
    if (there != null || find(to, 0, now) != null) {
      throw new Refused(Errno.EEXIST);
    }
    int start = 0;
    for (int length : lengths) {
      if (Arrays.compareUnsigned(from, start, start + length, to, start, start + length) > 0) {
        throw new Refused(Errno.EINVAL);
      }
      start += length + 3 & ~3;
    }
    add(element, from, to);
    return null;
  }

  private void add(Element element, byte[] from, byte[] to) {
    shape(from, to).add(new Place(element, from, to, came++));
    size++;
  }

  @Override
  public void restore(Element element) {
    add(element, from(element), to(element));
  }

  /** The key's end is not looked at ({@code nft_pipapo_deactivate}). */
  @Override
  public @Nullable Element remove(SetElement meant, long now) {
    Element there = get(meant, now);
    if (there != null) {
      take(there);
    }
    return there;
  }

  @Override
  public void take(Element element) {
    byte[] from = from(element);
    if (shape(from, to(element)).remove(element, from)) {
      size--;
    }
  }

  @Override
  public void clear() {
    shapes.clear();
    size = 0;
  }

  @Override
  public int size() {
    return size;
  }

  /** In the order they came. */
  @Override
  public List<Element> all() {
    List<Place> places = new ArrayList<>(size);
    for (Shape shape : shapes) {
      for (Place first : shape.table) {
        for (Place at = first; at != null; at = at.next) {
          places.add(at);
        }
      }
    }
    places.sort(Comparator.comparingLong(place -> place.came));
    return places.stream().map(place -> place.element).toList();
  }
}
