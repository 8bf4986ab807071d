package dev.dejima.netstack.netfilter.nftables;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single values, in an open-addressing table that is at most half full. */
final class HashIndex {
  private HashIndex() {}

  static SetIndex of(List<Element> elements, int keyLength) {
    if (elements.isEmpty()) {
      return SetIndex.EMPTY;
    }
    return keyLength <= 8 ? new ShortKeys(elements, keyLength) : new LongKeys(elements, keyLength);
  }

  private static int capacity(int elements) {
    return Integer.highestOneBit(Math.max(elements, 2) * 2 - 1) * 2;
  }

  /** Keys of at most eight octets. */
  static final class ShortKeys implements SetIndex {
    private final int keyLength;
    private final long[] keys;
    private final @Nullable Element[] elements;

    ShortKeys(List<Element> all, int keyLength) {
      this.keyLength = keyLength;
      this.keys = new long[capacity(all.size())];
      this.elements = new Element[keys.length];
      for (Element element : all) {
        long key = element.given.key().toLongBigEndian();
        int slot = slot(key);
        keys[slot] = key;
        elements[slot] = element;
      }
    }

    private int slot(long key) {
      long mixed = key * 0x9e3779b97f4a7c15L;
      int slot = (int) (mixed >>> 32) & keys.length - 1;
      while (elements[slot] != null && keys[slot] != key) {
        slot = slot + 1 & keys.length - 1;
      }
      return slot;
    }

    @Override
    public @Nullable Element find(byte[] registers, int offset) {
      return elements[slot(Registers.number(registers, offset, keyLength))];
    }
  }

  /** Longer keys. */
  static final class LongKeys implements SetIndex {
    private final int keyLength;
    private final byte[][] keys;
    private final @Nullable Element[] elements;

    LongKeys(List<Element> all, int keyLength) {
      this.keyLength = keyLength;
      this.keys = new byte[capacity(all.size())][];
      this.elements = new Element[keys.length];
      for (Element element : all) {
        byte[] key = element.given.key().toArray();
        int slot = slot(key, 0);
        keys[slot] = key;
        elements[slot] = element;
      }
    }

    private int slot(byte[] octets, int offset) {
      int hash = 0;
      for (int i = 0; i < keyLength; i++) {
        hash = 31 * hash + octets[offset + i];
      }
      int slot = (hash ^ hash >>> 15) & keys.length - 1;
      while (elements[slot] != null
          && !Arrays.equals(keys[slot], 0, keyLength, octets, offset, offset + keyLength)) {
        slot = slot + 1 & keys.length - 1;
      }
      return slot;
    }

    @Override
    public @Nullable Element find(byte[] registers, int offset) {
      return elements[slot(registers, offset)];
    }
  }
}
