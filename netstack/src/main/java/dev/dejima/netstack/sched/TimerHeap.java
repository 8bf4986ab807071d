package dev.dejima.netstack.sched;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Armed timers, earliest first; those of one moment exact ones first, then in the order they were
 * armed.
 */
final class TimerHeap {
  private Timer[] heap = new Timer[64];
  private int size;

  /** Those that are something to wait for. */
  private int foreground;

  @Nullable Timer first() {
    return size == 0 ? null : heap[0];
  }

  /** Whether anything but periodic upkeep is to come. */
  boolean hasForeground() {
    return foreground > 0;
  }

  void add(Timer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    foreground += timer.background ? 0 : 1;
    size++;
    up(size - 1, timer);
  }

  void remove(Timer timer) {
    int slot = timer.slot;
    timer.slot = -1;
    foreground -= timer.background ? 0 : 1;
    Timer last = heap[--size];
    if (last == timer) {
      return;
    }
    up(slot, last);
    if (last.slot == slot) {
      down(slot, last);
    }
  }

  private void up(int from, Timer timer) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) >>> 1;
      if (!before(timer, heap[parent])) {
        break;
      }
      put(slot, heap[parent]);
      slot = parent;
    }
    put(slot, timer);
  }

  private void down(int from, Timer timer) {
    int slot = from;
    while (2 * slot + 1 < size) {
      int child = 2 * slot + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], timer)) {
        break;
      }
      put(slot, heap[child]);
      slot = child;
    }
    put(slot, timer);
  }

  private void put(int slot, Timer timer) {
    heap[slot] = timer;
    timer.slot = slot;
  }

  private static boolean before(Timer a, Timer b) {
    if (a.expires != b.expires) {
      return a.expires < b.expires;
    }
    return a.exact != b.exact ? a.exact : a.sequence < b.sequence;
  }
}
