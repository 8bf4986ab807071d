package dev.dejima.packet;

/**
 * An IPv4 address (RFC 791).
 *
 * @param value the address as a number, first octet highest
 */
public record Ipv4Address(int value) implements IpAddress {
  /** Octets in an address. */
  public static final int LENGTH = 4;

  /** 0.0.0.0. */
  public static final Ipv4Address ANY = new Ipv4Address(0);

  /** 127.0.0.1. */
  public static final Ipv4Address LOOPBACK = new Ipv4Address(0x7f000001);

  /** 255.255.255.255. */
  public static final Ipv4Address BROADCAST = new Ipv4Address(-1);

  /**
   * Parses four decimal numbers with dots between them.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Ipv4Address parse(String text) {
    int value = 0;
    int at = 0;
    for (int part = 0; part < LENGTH; part++) {
      if (part > 0 && (at >= text.length() || text.charAt(at++) != '.')) {
        throw malformed(text);
      }
      int start = at;
      int number = 0;
      while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
        number = number * 10 + (text.charAt(at++) - '0');
      }
      if (at == start || number > 255) {
        throw malformed(text);
      }
      value = value << 8 | number;
    }
    if (at != text.length()) {
      throw malformed(text);
    }
    return new Ipv4Address(value);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("not an IPv4 address: " + text);
  }

  @Override
  public int bits() {
    return 32;
  }

  @Override
  public Bytes toBytes() {
    return Bytes.bigEndian(value, LENGTH);
  }

  @Override
  public boolean isUnspecified() {
    return value == 0;
  }

  @Override
  public boolean isLoopback() {
    return value >>> 24 == 127;
  }

  @Override
  public boolean isMulticast() {
    return value >>> 28 == 0xe;
  }

  @Override
  public String toString() {
    return (value >>> 24)
        + "."
        + (value >>> 16 & 255)
        + "."
        + (value >>> 8 & 255)
        + "."
        + (value & 255);
  }
}
