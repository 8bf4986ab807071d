package dev.dejima.netstack.netfilter.nftables;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concatenations of ranges: the first element, in the order they came, of which every field holds
 * the key's. Fields begin at multiples of four octets.
 */
final class FieldsIndex implements SetIndex {
  private final int[] lengths;
  private final Element[] elements;
  private final byte[][] from;
  private final byte[][] to;

  FieldsIndex(List<Element> all, List<Integer> fieldLengths) {
    this.lengths = fieldLengths.stream().mapToInt(Integer::intValue).toArray();
    this.elements = all.toArray(Element[]::new);
    this.from = new byte[elements.length][];
    this.to = new byte[elements.length][];
    for (int i = 0; i < elements.length; i++) {
      from[i] = elements[i].given.key().toArray();
      var end = elements[i].given.keyEnd();
      to[i] = end == null ? from[i] : end.toArray();
    }
  }

  @Override
  public @Nullable Element find(byte[] registers, int offset) {
    for (int i = 0; i < elements.length; i++) {
      if (holds(i, registers, offset)) {
        return elements[i];
      }
    }
    return null;
  }

  private boolean holds(int element, byte[] registers, int offset) {
    int at = 0;
    for (int length : lengths) {
      int start = offset + at;
      if (Arrays.compareUnsigned(registers, start, start + length, from[element], at, at + length)
              < 0
          || Arrays.compareUnsigned(registers, start, start + length, to[element], at, at + length)
              > 0) {
        return false;
      }
      at += length + 3 & ~3;
    }
    return true;
  }
}
