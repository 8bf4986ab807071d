package dev.dejima.netstack.tcp;

import dev.dejima.packet.SeqNumber;
import java.util.Arrays;

/**
 * The segments that were sent and not yet acknowledged, in the order of their numbers, with what is
 * known about each (the scoreboard of RFC 6675, in Linux' terms).
 *
 * <p>A segment is either believed to be on its way, or {@code SACKED}: the peer has it; or {@code
 * LOST}: it is to be sent again; {@code RETRANSMITTED} on top of that: it has been, and is on its
 * way once more. {@code EVER} stays, so that its round trip is not measured (Karn); {@code PUSH}
 * says that it goes out with PSH each time.
 */
final class Flight {
  static final int SACKED = 1;
  static final int LOST = 2;
  static final int RETRANSMITTED = 4;
  static final int EVER = 8;
  static final int PUSH = 16;

  private int[] start = new int[16];
  private int[] end = new int[16];
  private byte[] marks = new byte[16];
  private long[] sent = new long[16];
  private int head;
  private int count;
  private int sacked;
  private int lost;
  private int retransmitted;

  int count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int sacked() {
    return sacked;
  }

  /** Segments to be sent again. */
  int missing() {
    return lost - retransmitted;
  }

  /** Segments believed to be on their way. */
  int outstanding() {
    return count - sacked - lost + retransmitted;
  }

  int start(int index) {
    return start[slot(index)];
  }

  int end(int index) {
    return end[slot(index)];
  }

  long sent(int index) {
    return sent[slot(index)];
  }

  boolean is(int index, int mark) {
    return (marks[slot(index)] & mark) != 0;
  }

  private int slot(int index) {
    return head + index & start.length - 1;
  }

  void add(int from, int to, long now, boolean push) {
    if (count == start.length) {
      grow();
    }
    int slot = slot(count++);
    start[slot] = from;
    end[slot] = to;
    marks[slot] = (byte) (push ? PUSH : 0);
    sent[slot] = now;
  }

  private void grow() {
    int size = start.length;
    int[] starts = new int[2 * size];
    int[] ends = new int[2 * size];
    byte[] allMarks = new byte[2 * size];
    long[] times = new long[2 * size];
    for (int i = 0; i < count; i++) {
      int slot = slot(i);
      starts[i] = start[slot];
      ends[i] = end[slot];
      allMarks[i] = marks[slot];
      times[i] = sent[slot];
    }
    start = starts;
    end = ends;
    marks = allMarks;
    sent = times;
    head = 0;
  }

  /** Takes the oldest away. */
  void removeFirst() {
    int mark = marks[head];
    sacked -= (mark & SACKED) != 0 ? 1 : 0;
    lost -= (mark & LOST) != 0 ? 1 : 0;
    retransmitted -= (mark & RETRANSMITTED) != 0 ? 1 : 0;
    head = slot(1);
    count--;
  }

  /** The oldest has been acknowledged up to {@code from}. */
  void trimFirst(int from) {
    start[head] = from;
  }

  /** The peer has it. */
  void markSacked(int index) {
    int slot = slot(index);
    int mark = marks[slot];
    lost -= (mark & LOST) != 0 ? 1 : 0;
    retransmitted -= (mark & RETRANSMITTED) != 0 ? 1 : 0;
    sacked++;
    marks[slot] = (byte) ((mark & ~(LOST | RETRANSMITTED)) | SACKED);
  }

  /** It is to be sent again; also if it has been already. */
  void markLost(int index) {
    int slot = slot(index);
    int mark = marks[slot];
    lost += (mark & LOST) == 0 ? 1 : 0;
    retransmitted -= (mark & RETRANSMITTED) != 0 ? 1 : 0;
    marks[slot] = (byte) ((mark & ~RETRANSMITTED) | LOST);
  }

  /** All that the peer is not known to have is to be sent again. */
  void markAllLost() {
    for (int i = 0; i < count; i++) {
      if (!is(i, SACKED)) {
        markLost(i);
      }
    }
  }

  /** The peer may drop what it has once reported, if it is short of memory (RFC 2018 section 8). */
  void forgetSacked() {
    for (int i = 0; i < count; i++) {
      marks[slot(i)] &= ~SACKED;
    }
    sacked = 0;
  }

  /** It has been sent again. */
  void markRetransmitted(int index, long now) {
    int slot = slot(index);
    if ((marks[slot] & LOST) != 0 && (marks[slot] & RETRANSMITTED) == 0) {
      retransmitted++;
      marks[slot] |= RETRANSMITTED;
    }
    marks[slot] |= EVER;
    sent[slot] = now;
  }

  /**
   * Cuts a segment in two, for a path that takes smaller ones; both keep the marks, PSH the second.
   */
  void split(int index, int at) {
    int mark = marks[slot(index)];
    int last = end(index);
    long time = sent(index);
    add(last, last, time, false);
    for (int i = count - 1; i > index + 1; i--) {
      int to = slot(i);
      int from = slot(i - 1);
      start[to] = start[from];
      end[to] = end[from];
      marks[to] = marks[from];
      sent[to] = sent[from];
    }
    end[slot(index)] = at;
    marks[slot(index)] = (byte) (mark & ~PUSH);
    int slot = slot(index + 1);
    start[slot] = at;
    end[slot] = last;
    marks[slot] = (byte) mark;
    sent[slot] = time;
    sacked += (mark & SACKED) != 0 ? 1 : 0;
    lost += (mark & LOST) != 0 ? 1 : 0;
    retransmitted += (mark & RETRANSMITTED) != 0 ? 1 : 0;
  }

  /** The first segment that does not begin before {@code sequence}; {@link #count} if none. */
  int indexFrom(int sequence) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (SeqNumber.less(start(middle), sequence)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void clear() {
    head = 0;
    count = 0;
    sacked = 0;
    lost = 0;
    retransmitted = 0;
    Arrays.fill(marks, (byte) 0);
  }
}
