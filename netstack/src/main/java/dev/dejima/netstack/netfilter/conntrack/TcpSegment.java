package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.NetworkOrder;

/** A TCP segment as tracking sees it. One object serves all segments, one after the other. */
final class TcpSegment {
  static final int HEADER = 20;

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;
  private static final int URG = 32;

  /** Kinds of segments ({@code enum tcp_bit_set}). */
  static final int SYN_SET = 0;

  static final int SYNACK_SET = 1;
  static final int FIN_SET = 2;
  static final int ACK_SET = 3;
  static final int RST_SET = 4;
  static final int NONE_SET = 5;

  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int SACK = 5;
  private static final int MAX_SCALE = 14;

  private byte[] bytes = {};
  private int options;
  private int headerEnd;
  int kind;
  int flags;
  int seq;
  int ack;
  int window;

  /** The sequence number behind it. */
  int end;

  /** Whether a packet has a whole header, whose flags go together; PSH, ECE and CWR always do. */
  static boolean isSound(Packet packet) {
    int length = packet.transportLength();
    if (length < HEADER) {
      return false;
    }
    int header = (packet.bytes[packet.transport + 12] & 0xf0) >> 2;
    return header >= HEADER && header <= length;
  }

  /** Whether a packet's flags go together; PSH, ECE and CWR always do. */
  static boolean flagsGoTogether(Packet packet) {
    return switch (packet.bytes[packet.transport + 13] & (FIN | SYN | RST | ACK | URG)) {
      case SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG ->
          true;
      default -> false;
    };
  }

  /** Reads a sound packet. */
  void read(Packet packet) {
    bytes = packet.bytes;
    int at = packet.transport;
    options = at + HEADER;
    headerEnd = at + ((bytes[at + 12] & 0xf0) >> 2);
    flags = bytes[at + 13];
    kind = kind(flags);
    seq = NetworkOrder.get32(bytes, at + 4);
    ack = NetworkOrder.get32(bytes, at + 8);
    window = NetworkOrder.get16(bytes, at + 14);
    int data = packet.end - headerEnd;
    end = seq + data + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
  }

  private static int kind(int flags) {
    if ((flags & RST) != 0) {
      return RST_SET;
    }
    if ((flags & SYN) != 0) {
      return (flags & ACK) != 0 ? SYNACK_SET : SYN_SET;
    }
    if ((flags & FIN) != 0) {
      return FIN_SET;
    }
    return (flags & ACK) != 0 ? ACK_SET : NONE_SET;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Notes what the options of a SYN offer. */
  void readOptions(TcpTrack.End sender) {
    if (options == headerEnd) {
      return;
    }
    sender.scale = 0;
    sender.flags &= TcpTrack.BE_LIBERAL;
    for (int at = options; at < headerEnd; at += length(at)) {
      int length = length(at);
      if (bytes[at] == END_OF_OPTIONS || length == 0) {
        return;
      }
      if (bytes[at] == SACK_PERMITTED && length == 2) {
        sender.flags |= TcpTrack.SACK_PERMITTED;
      } else if (bytes[at] == WINDOW_SCALE && length == 3) {
        sender.scale = Math.min(bytes[at + 2] & 0xff, MAX_SCALE);
        sender.flags |= TcpTrack.WINDOW_SCALE;
      }
    }
  }

  /** The highest number acknowledged, be it by an option. */
  int highestAcknowledged() {
    int highest = ack;
    for (int at = options; at < headerEnd; at += length(at)) {
      int length = length(at);
      if (bytes[at] == END_OF_OPTIONS || length == 0) {
        return highest;
      }
      if (bytes[at] == SACK && length >= 10 && (length - 2) % 8 == 0) {
        for (int edge = at + 6; edge < at + length; edge += 8) {
          int right = NetworkOrder.get32(bytes, edge);
          highest = right - highest > 0 ? right : highest;
        }
        return highest;
      }
    }
    return highest;
  }

  /** Octets of an option; 0 if it is not whole. */
  private int length(int at) {
    if (bytes[at] == NO_OPERATION) {
      return 1;
    }
    int length = at + 1 < headerEnd ? bytes[at + 1] & 0xff : 0;
    return length < 2 || at + length > headerEnd ? 0 : length;
  }
}
