package dev.dejima.packet;

import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of octets that compares by content, octet by octet without sign. */
public final class Bytes implements Comparable<Bytes> {
  /** No octets at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  /** A copy of the whole array. */
  public static Bytes of(byte... octets) {
    return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
  }

  /** A copy of {@code length} octets from {@code offset}. */
  public static Bytes of(byte[] octets, int offset, int length) {
    return new Bytes(Arrays.copyOfRange(octets, offset, offset + length));
  }

  /**
   * Parses hexadecimal digits, two for each octet.
   *
   * @throws IllegalArgumentException if {@code hex} holds anything else
   */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** The {@code length} low octets of a number, most significant first; length is 1 to 8. */
  public static Bytes bigEndian(long value, int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[length - 1 - i] = (byte) (value >>> (8 * i));
    }
    return new Bytes(octets);
  }

  /** The {@code length} low octets of a number, least significant first; length is 1 to 8. */
  public static Bytes littleEndian(long value, int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (value >>> (8 * i));
    }
    return new Bytes(octets);
  }

  public int length() {
    return octets.length;
  }

  public boolean isEmpty() {
    return octets.length == 0;
  }

  /** The octet at {@code index}, 0 to 255. */
  public int at(int index) {
    return octets[index] & 0xff;
  }

  /** The octets read as an unsigned number, most significant first; at most 8 of them. */
  public long toLongBigEndian() {
    long value = 0;
    for (byte octet : octets) {
      value = value << 8 | (octet & 0xff);
    }
    return value;
  }

  /** The octets read as an unsigned number, least significant first; at most 8 of them. */
  public long toLongLittleEndian() {
    long value = 0;
    for (int i = octets.length - 1; i >= 0; i--) {
      value = value << 8 | (octets[i] & 0xff);
    }
    return value;
  }

  /** The octets from {@code from} up to but without {@code to}. */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(octets, from, to));
  }

  public Bytes concat(Bytes after) {
    byte[] joined = Arrays.copyOf(octets, octets.length + after.octets.length);
    System.arraycopy(after.octets, 0, joined, octets.length, after.octets.length);
    return new Bytes(joined);
  }

  /** The octets in the opposite order. */
  public Bytes reversed() {
    byte[] reversed = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      reversed[i] = octets[octets.length - 1 - i];
    }
    return new Bytes(reversed);
  }

  /** These octets with zeros behind them, so that there are at least {@code length}. */
  public Bytes padTo(int length) {
    return octets.length >= length ? this : new Bytes(Arrays.copyOf(octets, length));
  }

  /** A fresh array of the octets. */
  public byte[] toArray() {
    return octets.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(octets, 0, target, offset, octets.length);
  }

  public String toHex() {
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(octets, bytes.octets);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** The octets as hexadecimal digits. */
  @Override
  public String toString() {
    return toHex();
  }
}
