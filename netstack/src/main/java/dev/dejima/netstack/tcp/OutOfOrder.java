package dev.dejima.netstack.tcp;

import dev.dejima.packet.SeqNumber;
import java.util.Arrays;

/**
 * The ranges of octets that have come before those in front of them, latest first: the order in
 * which SACK reports them (RFC 2018 section 4). Ranges neither overlap nor touch.
 */
final class OutOfOrder {
  private int[] left = new int[8];
  private int[] right = new int[8];
  private int count;

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int left(int index) {
    return left[index];
  }

  int right(int index) {
    return right[index];
  }

  /** Adds the octets from {@code from} up to {@code to} and puts their range first. */
  void add(int from, int to) {
    int low = from;
    int high = to;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (SeqNumber.less(right[i], low) || SeqNumber.greater(left[i], high)) {
        left[kept] = left[i];
        right[kept++] = right[i];
      } else {
        low = SeqNumber.min(low, left[i]);
        high = SeqNumber.max(high, right[i]);
      }
    }
    count = kept;
    insertFirst(low, high);
  }

  private void insertFirst(int low, int high) {
    if (count == left.length) {
      left = Arrays.copyOf(left, 2 * count);
      right = Arrays.copyOf(right, 2 * count);
    }
    System.arraycopy(left, 0, left, 1, count);
    System.arraycopy(right, 0, right, 1, count);
    left[0] = low;
    right[0] = high;
    count++;
  }

  /** How many octets there are. */
  int octets() {
    int octets = 0;
    for (int i = 0; i < count; i++) {
      octets += right[i] - left[i];
    }
    return octets;
  }

  /** Where the range begins that is furthest ahead; only if there is any. */
  int furthest() {
    return left[furthestIndex()];
  }

  private int furthestIndex() {
    int furthest = 0;
    for (int i = 1; i < count; i++) {
      furthest = SeqNumber.greater(left[i], left[furthest]) ? i : furthest;
    }
    return furthest;
  }

  /** Forgets the range that is furthest ahead. */
  void removeFurthest() {
    int at = furthestIndex();
    System.arraycopy(left, at + 1, left, at, count - at - 1);
    System.arraycopy(right, at + 1, right, at, count - at - 1);
    count--;
  }

  /** Whether all of a range is there. */
  boolean contains(int from, int to) {
    for (int i = 0; i < count; i++) {
      if (SeqNumber.lessOrEqual(left[i], from) && SeqNumber.greaterOrEqual(right[i], to)) {
        return true;
      }
    }
    return false;
  }

  /** Everything before {@code next} is in order now: returns where the order ends then. */
  int advance(int next) {
    int reached = next;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (SeqNumber.lessOrEqual(left[i], next)) {
        reached = SeqNumber.max(reached, right[i]);
      } else {
        left[kept] = left[i];
        right[kept++] = right[i];
      }
    }
    count = kept;
    return reached;
  }

  void clear() {
    count = 0;
  }
}
