package dev.dejima.netstack.tcp;

import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;

/**
 * Writes the header of a segment into a packet, its options in the kernel's order and padding
 * ({@code tcp_options_write}): MSS, SACK permitted together with timestamps, window scale, SACK.
 */
final class SegmentWriter {
  /** Octets that timestamps take, padding included. */
  static final int TIMESTAMPS_LENGTH = 12;

  private static final int NOP = TcpOption.NOP;

  private byte[] bytes = new byte[0];
  private int start;
  private int at;

  /** Begins at the packet's transport header. */
  SegmentWriter begin(Packet packet) {
    bytes = packet.bytes;
    start = packet.transport;
    at = start + TcpView.OPTIONS;
    return this;
  }

  SegmentWriter mss(int mss) {
    lead(TcpOption.MSS, 4, 0, 0);
    put16(bytes, at - 2, mss);
    return this;
  }

  /** SACK permitted, without timestamps beside it. */
  SegmentWriter sackPermitted() {
    lead(NOP, NOP, TcpOption.SACK_PERMITTED, 2);
    return this;
  }

  /**
   * Timestamps.
   *
   * @param sackPermitted whether SACK permitted stands in the place of the padding
   */
  SegmentWriter timestamps(int value, int echo, boolean sackPermitted) {
    if (sackPermitted) {
      lead(TcpOption.SACK_PERMITTED, 2, TcpOption.TIMESTAMPS, 10);
    } else {
      lead(NOP, NOP, TcpOption.TIMESTAMPS, 10);
    }
    put32(bytes, at, value);
    put32(bytes, at + 4, echo);
    at += 8;
    return this;
  }

  SegmentWriter windowScale(int shift) {
    lead(NOP, TcpOption.WINDOW_SCALE, 3, shift);
    return this;
  }

  /** Begins a SACK option of so many blocks, which are to be given by {@link #block}. */
  SegmentWriter sack(int blocks) {
    lead(NOP, NOP, TcpOption.SACK, 2 + 8 * blocks);
    return this;
  }

  SegmentWriter block(int left, int right) {
    put32(bytes, at, left);
    put32(bytes, at + 4, right);
    at += 8;
    return this;
  }

  private void lead(int first, int second, int third, int fourth) {
    put8(bytes, at, first);
    put8(bytes, at + 1, second);
    put8(bytes, at + 2, third);
    put8(bytes, at + 3, fourth);
    at += 4;
  }

  /** Octets of the header so far. */
  int length() {
    return at - start;
  }

  /** Writes the fixed part, in front of the options, and returns where the payload goes. */
  int finish(FourTuple tuple, int sequence, int acknowledgment, int flags, int window) {
    put16(bytes, start + TcpView.SOURCE_PORT, tuple.localPort());
    put16(bytes, start + TcpView.DESTINATION_PORT, tuple.remotePort());
    put32(bytes, start + TcpView.SEQUENCE, sequence);
    put32(bytes, start + TcpView.ACKNOWLEDGMENT, acknowledgment);
    put8(bytes, start + TcpView.DATA_OFFSET, (length() / 4) << 4);
    put8(bytes, start + TcpView.FLAGS, flags);
    put16(bytes, start + TcpView.WINDOW, window);
    put16(bytes, start + TcpView.CHECKSUM, 0);
    put16(bytes, start + TcpView.URGENT, 0);
    return at;
  }
}
