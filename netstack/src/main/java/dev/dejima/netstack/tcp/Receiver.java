package dev.dejima.netstack.tcp;

import dev.dejima.packet.SeqNumber;
import dev.dejima.packet.TcpView;

/**
 * The receiving half of a connection: puts data in order and tells the peer how much more it may
 * send.
 *
 * <p><b>Octets.</b> {@code data} holds what nobody has read, in order, and beyond its end, at the
 * places they belong to, octets that came early; {@code early} knows which. The window never
 * promises more than the buffer has room for, so whatever lies in the window can be kept.
 *
 * <p><b>The window</b> ({@code __tcp_select_window}). It begins small, at {@code ssthresh}, and
 * grows with every full segment by two; it never shrinks back over what has been promised; when
 * less than half of the buffer is free it is rounded down, and closed when less than a segment or a
 * sixteenth is (the receiver's side of the silly window avoidance). Of the buffer's octets the
 * kernel counts only a share as window, as each packet costs more memory than it carries, 856
 * octets as measured: half at first, then what the largest segments bear out ({@code
 * scaling_ratio}). Here the shares are the same, so that the same windows show on the wire.
 *
 * <p><b>The buffer</b> ({@code tcp_rcv_space_adjust}) grows to twice of what the application reads
 * in a round trip, up to {@code tcp_rmem[2]}.
 */
final class Receiver {
  private static final int WHOLE = 256;
  private static final int INITIAL_SHARE = 128;
  private static final int OVERHEAD = 856;
  private static final int SMALLEST_TO_GROW = 128;

  private final Connection connection;
  private final TcpSettings settings;
  private final ByteRing data = new ByteRing();
  private final OutOfOrder early = new OutOfOrder();
  private int next;
  private int announcedAt;
  private int window;
  private int scale;
  private int buffer;
  private int share = INITIAL_SHARE;
  private int space;
  private int ssthresh;
  private boolean finKnown;
  private int finAt;
  private boolean finReached;
  private boolean endRead;
  private boolean duplicate;
  private int duplicateLeft;
  private int duplicateRight;
  private long copiedSince;
  private int copied;
  private int copiedBefore;
  private int roundTripEnd;
  private long roundTripStart;
  private long roundTrip;

  Receiver(Connection connection, TcpSettings settings) {
    this.connection = connection;
    this.settings = settings;
    buffer(settings.rmem[1]);
  }

  private void buffer(int octets) {
    buffer = octets;
    space = (int) ((long) buffer * share / WHOLE);
  }

  /**
   * Chooses the first window ({@code tcp_select_initial_window}).
   *
   * @param mss octets of payload in a segment of the peer's
   */
  void openWindow(int mss) {
    int room = Math.min(space, 0xffff);
    window = room > mss ? room / mss * mss : room;
    ssthresh = window;
  }

  /** The peer's SYN has come, with this number; windows are shifted from now on. */
  void synchronise(int initial, int shift) {
    next = initial + 1;
    announcedAt = next;
    scale = shift;
    copiedBefore = window;
  }

  /** The number expected next. */
  int next() {
    return next;
  }

  /** Octets to be read. */
  int unread() {
    return data.size();
  }

  /** All octets the peer has sent are read or readable. */
  boolean finished() {
    return finReached;
  }

  /** The reader has been told of the end. */
  void endRead() {
    endRead = finReached;
  }

  /** What is to be read, the end counting as an octet ({@code tcp_diag_get_info}). */
  int queued() {
    return unread() + (finReached && !endRead ? 1 : 0);
  }

  boolean inOrder() {
    return early.isEmpty();
  }

  /** The window as last announced, when it was. */
  int advertised() {
    return window;
  }

  /** Octets that came since an acknowledgment was sent. */
  int unacknowledged() {
    return next - announcedAt;
  }

  /** What remains of the window announced. */
  int remaining() {
    return Math.max(0, announcedAt + window - next);
  }

  /** Whether a window announced now would be smaller than the last. */
  boolean windowWouldShrink() {
    return data.size() > 0 && candidate() < window;
  }

  /** Whether the application has read so much that the peer should know. */
  boolean windowDoubles() {
    int left = remaining();
    if (finReached || 2 * left > space) {
      return false;
    }
    int wanted = candidate();
    return wanted > 0 && wanted >= 2 * left;
  }

  /** Chooses the window of the segment about to be sent, for its header. */
  int announce() {
    int current = remaining();
    int wanted = candidate();
    if (wanted < current) {
      wanted = alignUp(current);
    }
    window = Math.min(wanted, 0xffff << scale);
    announcedAt = next;
    return window >>> scale;
  }

  /** The window of a SYN's header, which is never shifted. */
  int unscaled() {
    return Math.min(window, 0xffff);
  }

  private int candidate() {
    int mss = Math.min(connection.acks.segmentSize(), space);
    int free = Math.max(0, space - data.size());
    if (free < space / 2) {
      connection.acks.spend();
      free = free >>> scale << scale;
      if (free < space / 16 || free < mss) {
        return 0;
      }
    }
    free = Math.min(free, ssthresh);
    if (scale > 0) {
      return alignUp(free);
    }
    return window <= free - mss || window > free ? free / mss * mss : window;
  }

  private int alignUp(int octets) {
    int unit = (1 << scale) - 1;
    return octets + unit & ~unit;
  }

  /** Takes the payload of a segment that lies, at least in part, in the window. */
  void data(Segment segment) {
    int end = segment.sequence + segment.length;
    boolean fin = segment.has(TcpView.FIN);
    if (SeqNumber.lessOrEqual(segment.end(), next)) {
      if (segment.length > 0 || fin) {
        sawDuplicate(segment.sequence, SeqNumber.min(segment.end(), next));
      }
      return;
    }
    if (fin) {
      finKnown = true;
      finAt = end;
    }
    int skip = Math.max(0, next - segment.sequence);
    int length = Math.min(segment.length - skip, next + remaining() - segment.sequence - skip);
    if (length > 0) {
      keep(segment, segment.sequence + skip, segment.offset + skip, length);
    } else if (fin && end != next) {
      connection.acks.demand();
    } else if (segment.length > skip) {
      connection.acks.hurry();
      connection.acks.demand();
    }
    if (finKnown && finAt == next && !finReached) {
      finReached = true;
      next++;
      connection.acks.schedule();
      connection.peerClosed();
    }
  }

  /** A segment before the window has come; if it carries data, that is reported (RFC 2883). */
  void repeated(Segment segment) {
    duplicate = connection.sack;
    duplicateLeft = segment.sequence;
    duplicateRight = SeqNumber.min(segment.end(), next);
  }

  private void sawDuplicate(int from, int to) {
    duplicate = connection.sack;
    duplicateLeft = from;
    duplicateRight = to;
    connection.acks.hurry();
    connection.acks.demand();
  }

  private void keep(Segment segment, int sequence, int offset, int length) {
    int index = sequence - next;
    if (finReached) {
      return;
    }
    if (index > 0) {
      keepEarly(segment, sequence, offset, length);
      return;
    }
    data.put(data.size(), segment.bytes, offset, length);
    int reached = next + length;
    boolean filled = !early.isEmpty();
    reached = filled ? early.advance(reached) : reached;
    data.extend(reached - next);
    measureRoundTrip(reached);
    next = reached;
    growWindow(length);
    connection.acks.received(length, segment.has(TcpView.PSH));
    if (filled) {
      connection.acks.demand();
    }
    connection.dataArrived();
  }

  private void keepEarly(Segment segment, int sequence, int offset, int length) {
    if (early.contains(sequence, sequence + length)) {
      sawDuplicate(sequence, sequence + length);
      return;
    }
    if (makeRoom(sequence)) {
      data.put(data.size() + (sequence - next), segment.bytes, offset, length);
      early.add(sequence, sequence + length);
    }
    connection.acks.hurry();
    connection.acks.demand();
  }

  /**
   * Drops ranges of octets that came early while all of them, with what each costs the kernel
   * beside its octets, are more than the buffer: those furthest ahead first ({@code
   * tcp_prune_ofo_queue}).
   *
   * @return false if what comes now would be the furthest
   */
  private boolean makeRoom(int sequence) {
    while (data.size() + early.octets() + OVERHEAD * (early.count() + 1) > buffer) {
      if (early.isEmpty() || SeqNumber.greater(sequence, early.furthest())) {
        return false;
      }
      early.removeFurthest();
    }
    return true;
  }

  private void growWindow(int length) {
    if (length > connection.acks.segmentSize()) {
      share = WHOLE * length / (length + OVERHEAD);
      buffer(buffer);
    }
    int room = space - data.size() - ssthresh;
    if (room > 0 && length >= SMALLEST_TO_GROW) {
      ssthresh += Math.min(room, increment(length));
    }
  }

  /** By how much a segment opens the window: less than full ones do while it is small. */
  private int increment(int length) {
    int cost = (length + OVERHEAD) * share / WHOLE;
    if (cost <= length) {
      return 2 * connection.advertisedMss();
    }
    cost /= 2;
    long largest = (long) settings.rmem[2] * share / WHOLE / 2;
    while (ssthresh <= largest) {
      if (cost <= length) {
        return 2 * connection.acks.segmentSize();
      }
      cost /= 2;
      largest /= 2;
    }
    return 0;
  }

  private void measureRoundTrip(int reached) {
    long now = connection.loop().nanoTime();
    if (roundTripEnd == 0 || SeqNumber.greaterOrEqual(reached, roundTripEnd)) {
      roundTrip = roundTripEnd == 0 ? 0 : now - roundTripStart;
      roundTripStart = now;
      roundTripEnd = reached + window;
    }
  }

  /** How many SACK blocks the next segment carries, at most {@code most}. */
  int sackBlocks(int most) {
    return connection.sack ? Math.min(most, early.count() + (duplicate ? 1 : 0)) : 0;
  }

  /** Writes them, the duplicate first (RFC 2883), which then is forgotten. */
  void writeSack(SegmentWriter writer, int blocks) {
    writer.sack(blocks);
    int left = blocks;
    if (duplicate) {
      writer.block(duplicateLeft, duplicateRight);
      duplicate = false;
      left--;
    }
    for (int i = 0; i < left; i++) {
      writer.block(early.left(i), early.right(i));
    }
  }

  /** Moves octets to the application; there must be so many. */
  void read(byte[] target, int offset, int length) {
    data.copy(0, target, offset, length);
    data.drop(length);
    copied += length;
    growSpace();
    connection.acks.read(data.size());
  }

  private void growSpace() {
    long now = connection.loop().nanoTime();
    long rtt = Math.max(roundTrip, connection.snd.rtt.smallest());
    if (rtt == 0 || now - copiedSince < Math.max(rtt, RttEstimator.MILLISECOND)) {
      return;
    }
    if (copied > copiedBefore) {
      long wanted = 2L * copied + 16L * connection.advertisedMss();
      wanted += wanted * (copied - copiedBefore) / copiedBefore;
      buffer((int) Math.max(buffer, Math.min(wanted * WHOLE / share, settings.rmem[2])));
      ssthresh = Math.max(ssthresh, Math.min(space, 2 * copied));
      copiedBefore = copied;
    }
    copied = 0;
    copiedSince = now;
  }

  /** Gives the memory back. */
  void clear() {
    data.clear();
    early.clear();
  }
}
