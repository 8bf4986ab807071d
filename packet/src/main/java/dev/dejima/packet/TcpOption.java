package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An option of a TCP header (RFC 9293 section 3.2, RFC 7323, RFC 2018). */
public sealed interface TcpOption {
  int END_OF_LIST = 0;
  int NOP = 1;
  int MSS = 2;
  int WINDOW_SCALE = 3;
  int SACK_PERMITTED = 4;
  int SACK = 5;
  int TIMESTAMPS = 8;

  /** Ends the options; what follows is padding. */
  record EndOfList() implements TcpOption {}

  /** One octet of padding. */
  record Nop() implements TcpOption {}

  /**
   * The largest segment the sender takes.
   *
   * @param value octets of payload, 16 bits
   */
  record Mss(int value) implements TcpOption {
    /** Checks the bounds of the value. */
    public Mss {
      Bounds.check("MSS", value, 0xffff);
    }
  }

  /**
   * By how much the sender's windows are scaled.
   *
   * @param shift bits, 8 bits wide; above 14 counts as 14
   */
  record WindowScale(int shift) implements TcpOption {
    /** Checks the bounds of the shift. */
    public WindowScale {
      Bounds.check("window scale", shift, 0xff);
    }
  }

  /** The sender takes {@link Sack}. */
  record SackPermitted() implements TcpOption {}

  /**
   * Octets that have come out of order.
   *
   * @param blocks at most four fit
   */
  record Sack(List<SackBlock> blocks) implements TcpOption {
    /** Checks the number of blocks. */
    public Sack {
      Bounds.check("SACK blocks", blocks.size(), 4);
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * The sequence numbers from {@code left} up to but without {@code right}.
   *
   * @param left the first
   * @param right the one behind the last
   */
  record SackBlock(int left, int right) {}

  /**
   * Timestamps.
   *
   * @param value the sender's clock, unsigned
   * @param echo the peer's clock, as last seen by the sender
   */
  record Timestamps(int value, int echo) implements TcpOption {}

  /**
   * An option that no record here is for, or of an unusual length.
   *
   * @param kind its number, above 1
   * @param data at most 38 octets
   */
  record Unknown(int kind, Bytes data) implements TcpOption {
    /** Checks the bounds of the fields. */
    public Unknown {
      Bounds.check("kind", kind, 0xff);
      Bounds.check("length", data.length(), 38);
      if (kind <= NOP) {
        throw new IllegalArgumentException("an option of kind " + kind + " has no data");
      }
    }
  }

  /** Octets on the wire. */
  default int length() {
    return switch (this) {
      case EndOfList _, Nop _ -> 1;
      case Mss _ -> 4;
      case WindowScale _ -> 3;
      case SackPermitted _ -> 2;
      case Sack(List<SackBlock> blocks) -> 2 + 8 * blocks.size();
      case Timestamps _ -> 10;
      case Unknown(int _, Bytes data) -> 2 + data.length();
    };
  }

  /** Writes the option and returns where the next goes. */
  default int emit(byte[] bytes, int at) {
    switch (this) {
      case EndOfList _ -> bytes[at] = END_OF_LIST;
      case Nop _ -> bytes[at] = NOP;
      case Mss(int value) -> {
        start(bytes, at, MSS);
        NetworkOrder.put16(bytes, at + 2, value);
      }
      case WindowScale(int shift) -> {
        start(bytes, at, WINDOW_SCALE);
        NetworkOrder.put8(bytes, at + 2, shift);
      }
      case SackPermitted _ -> start(bytes, at, SACK_PERMITTED);
      case Sack(List<SackBlock> blocks) -> {
        start(bytes, at, SACK);
        int block = at + 2;
        for (SackBlock range : blocks) {
          NetworkOrder.put32(bytes, block, range.left());
          NetworkOrder.put32(bytes, block + 4, range.right());
          block += 8;
        }
      }
      case Timestamps(int value, int echo) -> {
        start(bytes, at, TIMESTAMPS);
        NetworkOrder.put32(bytes, at + 2, value);
        NetworkOrder.put32(bytes, at + 6, echo);
      }
      case Unknown(int kind, Bytes data) -> {
        start(bytes, at, kind);
        data.copyTo(bytes, at + 2);
      }
    }
    return at + length();
  }

  private void start(byte[] bytes, int at, int kind) {
    NetworkOrder.put8(bytes, at, kind);
    NetworkOrder.put8(bytes, at + 1, length());
  }

  /**
   * Reads options from {@code from} up to {@code to}; empty if one does not fit. Nothing after an
   * {@link EndOfList} is read.
   */
  static Optional<List<TcpOption>> parse(byte[] bytes, int from, int to) {
    List<TcpOption> options = new ArrayList<>();
    int at = from;
    while (at < to) {
      int kind = get8(bytes, at);
      if (kind == END_OF_LIST) {
        options.add(new EndOfList());
        break;
      }
      if (kind == NOP) {
        options.add(new Nop());
        at++;
        continue;
      }
      int length = at + 1 < to ? get8(bytes, at + 1) : 0;
      if (length < 2 || length > to - at || length > 40) {
        return Optional.empty();
      }
      options.add(read(bytes, at, kind, length));
      at += length;
    }
    return Optional.of(List.copyOf(options));
  }

  private static TcpOption read(byte[] bytes, int at, int kind, int length) {
    if (kind == MSS && length == 4) {
      return new Mss(get16(bytes, at + 2));
    } else if (kind == WINDOW_SCALE && length == 3) {
      return new WindowScale(get8(bytes, at + 2));
    } else if (kind == SACK_PERMITTED && length == 2) {
      return new SackPermitted();
    } else if (kind == SACK && length % 8 == 2) {
      List<SackBlock> blocks = new ArrayList<>();
      for (int block = at + 2; block < at + length; block += 8) {
        blocks.add(new SackBlock(get32(bytes, block), get32(bytes, block + 4)));
      }
      return new Sack(blocks);
    } else if (kind == TIMESTAMPS && length == 10) {
      return new Timestamps(get32(bytes, at + 2), get32(bytes, at + 6));
    }
    return new Unknown(kind, Bytes.of(bytes, at + 2, length - 2));
  }
}
