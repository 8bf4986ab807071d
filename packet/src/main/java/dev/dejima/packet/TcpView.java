package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

/** A TCP segment (RFC 9293). */
public final class TcpView extends HeaderView {
  public static final int SOURCE_PORT = 0;
  public static final int DESTINATION_PORT = 2;
  public static final int SEQUENCE = 4;
  public static final int ACKNOWLEDGMENT = 8;
  public static final int DATA_OFFSET = 12;
  public static final int FLAGS = 13;
  public static final int WINDOW = 14;
  public static final int CHECKSUM = 16;
  public static final int URGENT = 18;
  public static final int OPTIONS = 20;

  /** Octets of a header without options. */
  public static final int LENGTH = 20;

  /** Octets of the longest header. */
  public static final int MAX_LENGTH = 60;

  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;

  private int headerLength;

  /**
   * Puts the view at a segment; false unless its header is whole. Neither checksum nor options are
   * looked at.
   */
  public boolean wrap(byte[] bytes, int offset, int end) {
    if (!fits(bytes, offset, end, LENGTH)) {
      return false;
    }
    int header = get8(bytes, offset + DATA_OFFSET) >>> 4 << 2;
    if (header < LENGTH || header > end - offset) {
      return false;
    }
    set(bytes, offset, end);
    headerLength = header;
    return true;
  }

  @Override
  public int headerLength() {
    return headerLength;
  }

  public int sourcePort() {
    return get16(bytes, offset + SOURCE_PORT);
  }

  public int destinationPort() {
    return get16(bytes, offset + DESTINATION_PORT);
  }

  /** To be compared with {@link SeqNumber}. */
  public int sequence() {
    return get32(bytes, offset + SEQUENCE);
  }

  /** To be compared with {@link SeqNumber}. */
  public int acknowledgment() {
    return get32(bytes, offset + ACKNOWLEDGMENT);
  }

  /** {@link #FIN} to {@link #CWR}. */
  public int flags() {
    return get8(bytes, offset + FLAGS);
  }

  /** Whether any of {@code flags} is set. */
  public boolean has(int flags) {
    return (flags() & flags) != 0;
  }

  /** Not scaled. */
  public int window() {
    return get16(bytes, offset + WINDOW);
  }

  public int checksum() {
    return get16(bytes, offset + CHECKSUM);
  }

  public int urgent() {
    return get16(bytes, offset + URGENT);
  }

  /** How far the segment moves the sequence number: the payload, and one for SYN and FIN each. */
  public int segmentLength() {
    int flags = flags();
    return payloadLength() + (flags & FIN) + (flags >>> 1 & 1);
  }

  /**
   * Where the first option of a kind begins; -1 if it is absent. Its length octet has been checked
   * to lie within the header, and to be {@code length}, as Linux does before it believes an option.
   *
   * @param kind one of {@link TcpOption}'s numbers, above 1
   * @param length octets of the option with kind and length; 0 accepts any
   */
  public int findOption(int kind, int length) {
    int limit = offset + headerLength;
    int at = offset + OPTIONS;
    while (at < limit) {
      int found = get8(bytes, at);
      if (found == TcpOption.END_OF_LIST) {
        return -1;
      }
      if (found == TcpOption.NOP) {
        at++;
        continue;
      }
      if (at + 1 >= limit) {
        return -1;
      }
      int size = get8(bytes, at + 1);
      if (size < 2 || size > limit - at) {
        return -1;
      }
      if (found == kind && (length == 0 || length == size)) {
        return at;
      }
      at += size;
    }
    return -1;
  }

  /** The largest segment the sender takes; -1 if it doesn't say. */
  public int mss() {
    int at = findOption(TcpOption.MSS, 4);
    return at < 0 ? -1 : get16(bytes, at + 2);
  }

  /** The shift of the sender's windows, as it stands there; -1 if it doesn't say. */
  public int windowScale() {
    int at = findOption(TcpOption.WINDOW_SCALE, 3);
    return at < 0 ? -1 : get8(bytes, at + 2);
  }

  public boolean sackPermitted() {
    return findOption(TcpOption.SACK_PERMITTED, 2) >= 0;
  }

  /** Where the timestamps are, value first; -1 if there are none. */
  public int timestampsAt() {
    int at = findOption(TcpOption.TIMESTAMPS, 10);
    return at < 0 ? -1 : at + 2;
  }

  public void setSourcePort(int port) {
    put16(bytes, offset + SOURCE_PORT, port);
  }

  public void setDestinationPort(int port) {
    put16(bytes, offset + DESTINATION_PORT, port);
  }

  public void setSequence(int sequence) {
    put32(bytes, offset + SEQUENCE, sequence);
  }

  public void setAcknowledgment(int acknowledgment) {
    put32(bytes, offset + ACKNOWLEDGMENT, acknowledgment);
  }

  public void setFlags(int flags) {
    put8(bytes, offset + FLAGS, flags);
  }

  public void setWindow(int window) {
    put16(bytes, offset + WINDOW, window);
  }

  public void setChecksum(int checksum) {
    put16(bytes, offset + CHECKSUM, checksum);
  }

  public void setUrgent(int urgent) {
    put16(bytes, offset + URGENT, urgent);
  }

  /** Whether the checksum is right, given the partial sum of the pseudo header. */
  public boolean hasValidChecksum(long pseudo) {
    return Checksum.isValid(pseudo + Checksum.sum(bytes, offset, end));
  }

  /** Computes the checksum anew, given the partial sum of the pseudo header. */
  public void fillChecksum(long pseudo) {
    setChecksum(0);
    setChecksum(Checksum.finish(pseudo + Checksum.sum(bytes, offset, end)));
  }
}
