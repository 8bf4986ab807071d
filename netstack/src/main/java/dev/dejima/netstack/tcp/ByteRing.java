package dev.dejima.netstack.tcp;

import java.util.Arrays;

/**
 * A queue of octets that grows as needed. Octets may be put beyond its end, for segments that come
 * out of order, and are part of the queue once {@link #extend} has reached them.
 */
final class ByteRing {
  private static final int SMALLEST = 4096;

  private byte[] bytes = new byte[0];
  private int head;
  private int size;

  int size() {
    return size;
  }

  /** Puts octets at {@code index}, which may lie beyond the end. */
  void put(int index, byte[] source, int from, int length) {
    reserve(index + length);
    int at = head + index & bytes.length - 1;
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(source, from, bytes, at, first);
    System.arraycopy(source, from + first, bytes, 0, length - first);
  }

  /** Makes the queue longer by octets that have been put. */
  void extend(int length) {
    size += length;
  }

  /** Copies octets out of the middle. */
  void copy(int index, byte[] target, int to, int length) {
    int at = head + index & bytes.length - 1;
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, to, first);
    System.arraycopy(bytes, 0, target, to + first, length - first);
  }

  /** Takes octets away from the front. */
  void drop(int length) {
    head = head + length & bytes.length - 1;
    size -= length;
  }

  /** Empties the queue and gives its memory back. */
  void clear() {
    bytes = new byte[0];
    head = 0;
    size = 0;
  }

  private void reserve(int wanted) {
    if (wanted <= bytes.length) {
      return;
    }
    int capacity = Math.max(SMALLEST, Integer.highestOneBit(wanted - 1) << 1);
    byte[] larger = Arrays.copyOfRange(bytes, head, head + capacity);
    System.arraycopy(bytes, 0, larger, bytes.length - head, head);
    bytes = larger;
    head = 0;
  }
}
