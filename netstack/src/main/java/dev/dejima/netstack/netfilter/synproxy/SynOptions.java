package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put32;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.packet.TcpView;

/** The options of a segment that a SYN proxy knows ({@code struct synproxy_options}). */
final class SynOptions {
  private static final int END = 0;
  private static final int NOP = 1;
  private static final int MSS = 2;
  private static final int WINDOW_SCALE = 3;
  private static final int SACK_PERMITTED = 4;
  private static final int TIMESTAMP = 8;
  private static final int MSS_LENGTH = 4;
  private static final int SCALE_LENGTH = 3;
  private static final int SACK_LENGTH = 2;
  private static final int TIMESTAMP_LENGTH = 10;
  private static final int MAX_SCALE = 14;
  private static final int NO_SCALE = 15;
  private static final int COOKIE_SACK = 1 << 4;
  private static final int COOKIE_BITS = 0x3f;

  /** Which are there: {@link Synproxy#MSS} and its like. */
  int present;

  int mss;
  int scale;
  int value;
  int echo;

  boolean has(int option) {
    return (present & option) != 0;
  }

  void remove(int options) {
    present &= ~options;
  }

  /** Reads a segment's; false if its header is not whole. */
  boolean read(Packet packet) {
    present = 0;
    byte[] bytes = packet.bytes;
    int at = packet.transport + TcpView.LENGTH;
    int end = end(packet);
    if (end < at || end > packet.end) {
      return false;
    }
    while (at < end && bytes[at] != END) {
      if (bytes[at] == NOP) {
        at++;
        continue;
      }
      int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || length > end - at) {
        return true;
      }
      read(bytes, at, length);
      at += length;
    }
    return true;
  }

  static int end(Packet packet) {
    return packet.transport + ((packet.bytes[packet.transport + 12] & 0xf0) >> 2);
  }

  private void read(byte[] bytes, int at, int length) {
    switch (bytes[at]) {
      case MSS -> {
        if (length == MSS_LENGTH) {
          mss = get16(bytes, at + 2);
          present |= Synproxy.MSS;
        }
      }
      case WINDOW_SCALE -> {
        if (length == SCALE_LENGTH) {
          scale = Math.min(bytes[at + 2] & 0xff, MAX_SCALE);
          present |= Synproxy.WSCALE;
        }
      }
      case TIMESTAMP -> {
        if (length == TIMESTAMP_LENGTH) {
          value = get32(bytes, at + 2);
          echo = get32(bytes, at + 6);
          present |= Synproxy.TIMESTAMP;
        }
      }
      case SACK_PERMITTED -> {
        if (length == SACK_LENGTH) {
          present |= Synproxy.SACK_PERM;
        }
      }
      default -> {}
    }
  }

  /** Octets they take in a header. */
  int size() {
    int size = has(Synproxy.MSS) ? 4 : 0;
    size += has(Synproxy.TIMESTAMP) ? 12 : has(Synproxy.SACK_PERM) ? 4 : 0;
    return size + (has(Synproxy.WSCALE) ? 4 : 0);
  }

  void write(byte[] bytes, int from) {
    int at = from;
    if (has(Synproxy.MSS)) {
      put32(bytes, at, MSS << 24 | MSS_LENGTH << 16 | mss);
      at += 4;
    }
    boolean sack = has(Synproxy.SACK_PERM);
    int sackOrNothing = sack ? SACK_PERMITTED << 8 | SACK_LENGTH : NOP << 8 | NOP;
    if (has(Synproxy.TIMESTAMP)) {
      put32(bytes, at, sackOrNothing << 16 | TIMESTAMP << 8 | TIMESTAMP_LENGTH);
      put32(bytes, at + 4, value);
      put32(bytes, at + 8, echo);
      at += 12;
    } else if (sack) {
      put32(bytes, at, (NOP << 8 | NOP) << 16 | sackOrNothing);
      at += 4;
    }
    if (has(Synproxy.WSCALE)) {
      put32(bytes, at, NOP << 24 | WINDOW_SCALE << 16 | SCALE_LENGTH << 8 | scale);
    }
  }

  void swapTimestamps() {
    int before = value;
    value = echo;
    echo = before;
  }

  /** Puts what else was announced into a timestamp ({@code synproxy_init_timestamp_cookie}). */
  void hide(int ownScale, long milliseconds) {
    echo = value;
    value = (int) milliseconds & ~COOKIE_BITS;
    if (has(Synproxy.WSCALE)) {
      value |= scale;
      scale = ownScale;
    } else {
      value |= NO_SCALE;
    }
    value |= has(Synproxy.SACK_PERM) ? COOKIE_SACK : 0;
  }

  /** Finds it again in the timestamp's echo ({@code synproxy_check_timestamp_cookie}). */
  void find() {
    scale = echo & NO_SCALE;
    present |= scale != NO_SCALE ? Synproxy.WSCALE : 0;
    present |= (echo & COOKIE_SACK) != 0 ? Synproxy.SACK_PERM : 0;
  }

  /**
   * Moves a segment's timestamps: what a server says by less, what it hears by more.
   *
   * @param fromServer whether the server sent it
   */
  static void move(Packet packet, boolean fromServer, int offset) {
    byte[] bytes = packet.bytes;
    int end = end(packet);
    int at = packet.transport + TcpView.LENGTH;
    while (at < end && bytes[at] != END) {
      if (bytes[at] == NOP) {
        at++;
        continue;
      }
      int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
      if (length < 2 || length > end - at) {
        return;
      }
      if (bytes[at] == TIMESTAMP && length == TIMESTAMP_LENGTH) {
        int where = fromServer ? at + 2 : at + 6;
        int before = get32(bytes, where);
        TcpEdit.put32(packet, where, fromServer ? before - offset : before + offset);
      }
      at += length;
    }
  }
}
