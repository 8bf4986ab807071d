package dev.dejima.netstack.netfilter.nftables;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Elements in the order of their keys, found by halving. */
abstract sealed class IntervalIndex permits IntervalIndex.ShortKeys, IntervalIndex.LongKeys {
  private final Element[] elements;

  private IntervalIndex(Collection<Element> sorted) {
    this.elements = sorted.toArray(Element[]::new);
  }

  static IntervalIndex of(Collection<Element> sorted, int keyLength) {
    return keyLength <= Long.BYTES
        ? new ShortKeys(sorted, keyLength)
        : new LongKeys(sorted, keyLength);
  }

  /** How many elements have a key that is not above that in the registers. */
  abstract int notAbove(byte[] registers, int offset);

  /** Whether a key is just that in the registers. */
  abstract boolean is(int element, byte[] registers, int offset);

  /** The element that holds a key: by an interval, or by being just that. */
  final @Nullable Element find(byte[] registers, int offset, boolean intervals) {
    int at = notAbove(registers, offset) - 1;
    if (at < 0 || elements[at].isEnd() || !(intervals || is(at, registers, offset))) {
      return null;
    }
    return elements[at];
  }

  /** Keys of at most eight octets. */
  static final class ShortKeys extends IntervalIndex {
    private final int keyLength;
    private final long[] keys;

    ShortKeys(Collection<Element> sorted, int keyLength) {
      super(sorted);
      this.keyLength = keyLength;
      this.keys = new long[sorted.size()];
      int i = 0;
      for (Element element : sorted) {
        keys[i++] = element.head ^ Long.MIN_VALUE;
      }
    }

    @Override
    int notAbove(byte[] registers, int offset) {
      long key = Registers.number(registers, offset, keyLength) ^ Long.MIN_VALUE;
      int low = 0;
      int high = keys.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (keys[middle] <= key) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    boolean is(int element, byte[] registers, int offset) {
      return keys[element] == (Registers.number(registers, offset, keyLength) ^ Long.MIN_VALUE);
    }
  }

  /** Longer keys. */
  static final class LongKeys extends IntervalIndex {
    private final int keyLength;
    private final byte[] keys;

    LongKeys(Collection<Element> sorted, int keyLength) {
      super(sorted);
      this.keyLength = keyLength;
      this.keys = new byte[sorted.size() * keyLength];
      int at = 0;
      for (Element element : sorted) {
        element.given.key().copyTo(keys, at);
        at += keyLength;
      }
    }

    private int compare(int element, byte[] registers, int offset) {
      int at = element * keyLength;
      return Arrays.compareUnsigned(
          keys, at, at + keyLength, registers, offset, offset + keyLength);
    }

    @Override
    int notAbove(byte[] registers, int offset) {
      int low = 0;
      int high = keys.length / keyLength;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compare(middle, registers, offset) <= 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    @Override
    boolean is(int element, byte[] registers, int offset) {
      return compare(element, registers, offset) == 0;
    }
  }
}
