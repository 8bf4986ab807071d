package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Single values, in an open-addressing table that is at most half full ({@code nft_set_hash.c}).
 */
abstract sealed class HashElements implements Elements
    permits HashElements.ShortKeys, HashElements.LongKeys {
  private static final int FIRST_CAPACITY = 8;

  final int keyLength;
  @Nullable Element[] elements = new Element[FIRST_CAPACITY];
  private int size;

  private HashElements(int keyLength) {
    this.keyLength = keyLength;
  }

  static HashElements of(int keyLength) {
    return keyLength <= Long.BYTES ? new ShortKeys(keyLength) : new LongKeys(keyLength);
  }

  /** The slot of a key, or the free one where it belongs. */
  abstract int slot(Bytes key);

  /** The slot of an element's key. */
  abstract int slot(Element element);

  /** Writes a key beside an element. */
  abstract void put(int slot, Element element);

  /** Where the search for an element begins. */
  abstract int home(Element element);

  abstract void resize(int capacity);

  @Override
  public @Nullable Element get(SetElement asked, long now) {
    Element found = elements[slot(asked.key())];
    return found != null && found.expires > now ? found : null;
  }

  @Override
  public @Nullable Element insert(Element element, boolean anonymous, long now) {
    int slot = slot(element);
    Element there = elements[slot];
    if (there != null && there.expires > now) {
      return there;
    }
    if (there != null) {
      take(there);
      there.release();
    }
    restore(element);
    return null;
  }

  @Override
  public void restore(Element element) {
    if (2 * (size + 1) > elements.length) {
      @Nullable Element[] old = elements;
      resize(2 * elements.length);
      for (Element other : old) {
        if (other != null) {
          put(slot(other), other);
        }
      }
    }
    put(slot(element), element);
    size++;
  }

  @Override
  public @Nullable Element remove(SetElement meant, long now) {
    Element there = get(meant, now);
    if (there != null) {
      take(there);
    }
    return there;
  }

  /** Moves those behind it up, so that no search ends too early. */
  @Override
  public void take(Element element) {
    int mask = elements.length - 1;
    int hole = slot(element);
    if (elements[hole] != element) {
      return;
    }
    size--;
    for (int next = hole + 1 & mask; ; next = next + 1 & mask) {
      Element moved = elements[next];
      if (moved == null) {
        elements[hole] = null;
        return;
      }
      if ((next - home(moved) & mask) >= (next - hole & mask)) {
        put(hole, moved);
        hole = next;
      }
    }
  }

  @Override
  public void clear() {
    Arrays.fill(elements, null);
    size = 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Element> all() {
    List<Element> all = new ArrayList<>(size);
    for (Element element : elements) {
      if (element != null) {
        all.add(element);
      }
    }
    return all;
  }

  /** Keys of at most eight octets. */
  static final class ShortKeys extends HashElements {
    private long[] keys = new long[FIRST_CAPACITY];

    ShortKeys(int keyLength) {
      super(keyLength);
    }

    private int home(long key) {
      return (int) (key * 0x9e3779b97f4a7c15L >>> 32) & keys.length - 1;
    }

    private int slot(long key) {
      int slot = home(key);
      while (elements[slot] != null && keys[slot] != key) {
        slot = slot + 1 & keys.length - 1;
      }
      return slot;
    }

    @Override
    int slot(Bytes key) {
      return slot(key.toLongBigEndian());
    }

    @Override
    int slot(Element element) {
      return slot(element.head);
    }

    @Override
    int home(Element element) {
      return home(element.head);
    }

    @Override
    void put(int slot, Element element) {
      keys[slot] = element.head;
      elements[slot] = element;
    }

    @Override
    void resize(int capacity) {
      keys = new long[capacity];
      elements = new Element[capacity];
    }

    @Override
    public @Nullable Element find(byte[] registers, int offset, long now) {
      Element found = elements[slot(Registers.number(registers, offset, keyLength))];
      return found != null && found.expires > now ? found : null;
    }
  }

  /** Longer keys. */
  static final class LongKeys extends HashElements {
    private byte[] keys;

    LongKeys(int keyLength) {
      super(keyLength);
      keys = new byte[FIRST_CAPACITY * keyLength];
    }

    private int home(byte[] octets, int offset) {
      int hash = 0;
      for (int i = 0; i < keyLength; i++) {
        hash = 31 * hash + octets[offset + i];
      }
      return (hash ^ hash >>> 15) & elements.length - 1;
    }

    private int slot(byte[] octets, int offset) {
      int slot = home(octets, offset);
      while (elements[slot] != null
          && !Arrays.equals(
              keys, slot * keyLength, (slot + 1) * keyLength, octets, offset, offset + keyLength)) {
        slot = slot + 1 & elements.length - 1;
      }
      return slot;
    }

    @Override
    int slot(Bytes key) {
      return slot(key.toArray(), 0);
    }

    @Override
    int slot(Element element) {
      return slot(element.given.key());
    }

    @Override
    int home(Element element) {
      return home(element.given.key().toArray(), 0);
    }

    @Override
    void put(int slot, Element element) {
      element.given.key().copyTo(keys, slot * keyLength);
      elements[slot] = element;
    }

    @Override
    void resize(int capacity) {
      keys = new byte[capacity * keyLength];
      elements = new Element[capacity];
    }

    @Override
    public @Nullable Element find(byte[] registers, int offset, long now) {
      Element found = elements[slot(registers, offset)];
      return found != null && found.expires > now ? found : null;
    }
  }
}
