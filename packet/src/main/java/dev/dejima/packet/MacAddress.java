package dev.dejima.packet;

import java.util.HexFormat;

/**
 * An EUI-48 link-layer address.
 *
 * @param value the address as a number of 48 bits, first octet highest
 */
public record MacAddress(long value) {
  /** Octets in an address. */
  public static final int LENGTH = 6;

  public static final MacAddress ZERO = new MacAddress(0);

  /** ff:ff:ff:ff:ff:ff. */
  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  /** Checks that the value has no more than 48 bits. */
  public MacAddress {
    if (value >>> 48 != 0) {
      throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(value));
    }
  }

  /**
   * Parses six pairs of hexadecimal digits with colons between them.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static MacAddress parse(String text) {
    if (text.length() != 17) {
      throw new IllegalArgumentException("not a link-layer address: " + text);
    }
    return new MacAddress(Bytes.of(COLONS.parseHex(text)).toLongBigEndian());
  }

  public Bytes toBytes() {
    return Bytes.bigEndian(value, LENGTH);
  }

  public boolean isMulticast() {
    return (value >>> 40 & 1) != 0;
  }

  @Override
  public String toString() {
    return COLONS.formatHex(toBytes().toArray());
  }
}
