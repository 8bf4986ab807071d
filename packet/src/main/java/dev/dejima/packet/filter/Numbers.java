package dev.dejima.packet.filter;

/** Numbers as filters write them: decimal, octal after {@code 0}, hexadecimal after {@code 0x}. */
final class Numbers {
  private Numbers() {}

  /** An unsigned number of 32 bits. */
  static int parse(String text, int column) {
    boolean hexadecimal = text.length() > 2 && (text.charAt(1) | 0x20) == 'x';
    int radix = hexadecimal ? 16 : text.startsWith("0") ? 8 : 10;
    String digits = hexadecimal ? text.substring(2) : text;
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), radix);
      if (digit < 0) {
        throw new FilterException("number " + text + " contains non-octal digit", column);
      }
      value = value * radix + digit;
      if (value > 0xffff_ffffL) {
        throw new FilterException("number " + text + " overflows 32 bits", column);
      }
    }
    return (int) value;
  }

  /**
   * One to four octets with dots between.
   *
   * @param value the octets as one number, the last one lowest
   * @param bits how many bits were given: 8, 16, 24 or 32
   */
  record Dotted(int value, int bits) {
    static Dotted parse(String text, int column) {
      int value = 0;
      String[] parts = text.split("\\.", -1);
      for (String part : parts) {
        int octet = Numbers.parse(part, column);
        if (octet < 0 || octet > 255) {
          throw new FilterException("invalid IPv4 address '" + text + "'", column);
        }
        value = value << 8 | octet;
      }
      return new Dotted(value, 8 * parts.length);
    }

    /** The octets moved to the front of an address. */
    int leftAligned() {
      return value << (32 - bits);
    }
  }
}
