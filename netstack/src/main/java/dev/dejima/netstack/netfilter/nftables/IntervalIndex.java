package dev.dejima.netstack.netfilter.nftables;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Intervals: each element holds from its key on, until the next; the elements that end intervals
 * hold nothing. Found by halving.
 */
final class IntervalIndex implements SetIndex {
  private final int keyLength;
  private final byte[][] keys;
  private final Element[] elements;

  /** Of elements in the order of their keys. */
  IntervalIndex(List<Element> sorted, int keyLength) {
    this.keyLength = keyLength;
    this.elements = sorted.toArray(Element[]::new);
    this.keys = new byte[elements.length][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = elements[i].given.key().toArray();
    }
  }

  @Override
  public @Nullable Element find(byte[] registers, int offset) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(keys[middle], 0, keyLength, registers, offset, offset + keyLength);
      if (order <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 || elements[low - 1].isEnd() ? null : elements[low - 1];
  }
}
