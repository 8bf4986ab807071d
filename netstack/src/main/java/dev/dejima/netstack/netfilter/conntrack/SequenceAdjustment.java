package dev.dejima.netstack.netfilter.conntrack;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.Checksum;

/**
 * Moves a TCP connection's sequence numbers, after data was put in or cut out on the way ({@code
 * nf_conntrack_seqadj.c}).
 */
public final class SequenceAdjustment {
  private static final int TCP_HEADER = 20;

  /** One direction. */
  private static final class Way {
    private int position;
    private int before;
    private int after;

    /** By how much a number sent this way was moved. */
    private int offset(int seq) {
      return seq - position > 0 ? after : before;
    }

    /** By how much a number that acknowledges this way was moved. */
    private int acknowledged(int ack) {
      return ack - before - position > 0 ? after : before;
    }
  }

  private final Way original = new Way();
  private final Way reply = new Way();

  private Way way(int direction) {
    return direction == 0 ? original : reply;
  }

  /** All of a direction is moved: what answers for a server did not know its number. */
  public void begin(int direction, int offset) {
    Way way = way(direction);
    way.before = offset;
    way.after = offset;
  }

  /** From a number on, more is added: data became longer or shorter there. */
  public void add(int direction, int seq, int offset) {
    Way way = way(direction);
    if (way.before == way.after || way.position - seq < 0) {
      way.position = seq;
      way.before = way.after;
      way.after += offset;
    }
  }

  /** By how much a number of a direction is moved. */
  public int offset(int direction, int seq) {
    return way(direction).offset(seq);
  }

  /** A direction as messages have it. */
  NewConntrack.Sequence message(int direction) {
    Way way = way(direction);
    return new NewConntrack.Sequence(way.position, way.before, way.after);
  }

  /** Sets a direction as a message says. */
  void set(int direction, NewConntrack.Sequence sequence) {
    Way way = way(direction);
    way.position = sequence.position();
    way.before = sequence.before();
    way.after = sequence.after();
  }

  /**
   * Moves a segment's numbers.
   *
   * @return false if its header is not whole
   */
  boolean adjust(Packet packet, int direction) {
    if (packet.transportLength() < TCP_HEADER) {
      return false;
    }
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    int seq = get32(bytes, at + 4);
    put(packet, at + 4, seq + way(direction).offset(seq));
    if ((bytes[at + 13] & 16) == 0) {
      return true;
    }
    Way other = way(1 - direction);
    int ack = get32(bytes, at + 8);
    put(packet, at + 8, ack - other.acknowledged(ack));
    return acknowledgements(packet, other);
  }

  private static void put(Packet packet, int at, int value) {
    int checksum = packet.transport + 16;
    int before = get32(packet.bytes, at);
    put16(packet.bytes, checksum, Checksum.update32(get16(packet.bytes, checksum), before, value));
    put32(packet.bytes, at, value);
  }

  /** Moves the edges of selective acknowledgements. */
  private static boolean acknowledgements(Packet packet, Way other) {
    byte[] bytes = packet.bytes;
    int end = packet.transport + ((bytes[packet.transport + 12] & 0xf0) >> 2);
    if (end > packet.end) {
      return false;
    }
    for (int at = packet.transport + TCP_HEADER; at < end && bytes[at] != 0; ) {
      if (bytes[at] == 1) {
        at++;
        continue;
      }
      int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || at + length > end) {
        return false;
      }
      if (bytes[at] == 5 && length >= 10 && (length - 2) % 8 == 0) {
        for (int edge = at + 2; edge < at + length; edge += 4) {
          int number = get32(bytes, edge);
          edge(packet, edge, number - other.acknowledged(number));
        }
      }
      at += length;
    }
    return true;
  }

  /** An edge may lie at an odd offset, where the checksum's halves are swapped. */
  private static void edge(Packet packet, int at, int value) {
    if (((at - packet.transport) & 1) == 0) {
      put(packet, at, value);
      return;
    }
    int checksum = packet.transport + 16;
    int before = Integer.rotateLeft(get32(packet.bytes, at), 8);
    int now = Integer.rotateLeft(value, 8);
    put16(packet.bytes, checksum, Checksum.update32(get16(packet.bytes, checksum), before, now));
    put32(packet.bytes, at, value);
  }
}
