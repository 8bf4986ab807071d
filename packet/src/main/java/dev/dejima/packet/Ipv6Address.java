package dev.dejima.packet;

import java.util.Arrays;

/**
 * An IPv6 address (RFC 4291).
 *
 * @param high the first eight octets
 * @param low the last eight octets
 */
public record Ipv6Address(long high, long low) implements IpAddress {
  /** Octets in an address. */
  public static final int LENGTH = 16;

  /** The unspecified address, {@code ::}. */
  public static final Ipv6Address ANY = new Ipv6Address(0, 0);

  /** {@code ::1}. */
  public static final Ipv6Address LOOPBACK = new Ipv6Address(0, 1);

  private static final int GROUPS = 8;

  /**
   * Parses the forms of RFC 4291 section 2.2, an IPv4 tail included; no zone.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Ipv6Address parse(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      throw malformed(text);
    }
    int[] groups;
    if (gap < 0) {
      groups = parseGroups(text, text);
      if (groups.length != GROUPS) {
        throw malformed(text);
      }
    } else {
      int[] before = parseGroups(text.substring(0, gap), text);
      int[] after = parseGroups(text.substring(gap + 2), text);
      if (before.length + after.length >= GROUPS) {
        throw malformed(text);
      }
      groups = Arrays.copyOf(before, GROUPS);
      System.arraycopy(after, 0, groups, GROUPS - after.length, after.length);
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new Ipv6Address(high, low);
  }

  private static int[] parseGroups(String part, String whole) {
    if (part.isEmpty()) {
      return new int[0];
    }
    String[] words = part.split(":", -1);
    int[] groups = new int[words.length + 1];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (i == words.length - 1 && word.indexOf('.') >= 0) {
        int tail = Ipv4Address.parse(word).value();
        groups[count++] = tail >>> 16;
        groups[count++] = tail & 0xffff;
        continue;
      }
      if (word.isEmpty() || word.length() > 4) {
        throw malformed(whole);
      }
      int group = 0;
      for (int c = 0; c < word.length(); c++) {
        int digit = word.charAt(c) < 128 ? Character.digit(word.charAt(c), 16) : -1;
        if (digit < 0) {
          throw malformed(whole);
        }
        group = group << 4 | digit;
      }
      groups[count++] = group;
    }
    return Arrays.copyOf(groups, count);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("not an IPv6 address: " + text);
  }

  /** The group of 16 bits at {@code index}, 0 to 7. */
  public int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }

  @Override
  public int bits() {
    return 128;
  }

  @Override
  public Bytes toBytes() {
    return Bytes.bigEndian(high, 8).concat(Bytes.bigEndian(low, 8));
  }

  @Override
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  @Override
  public boolean isLoopback() {
    return high == 0 && low == 1;
  }

  @Override
  public boolean isMulticast() {
    return high >>> 56 == 0xff;
  }

  /** fe80::/10. */
  public boolean isLinkLocal() {
    return high >>> 54 == 0x3fa;
  }

  /** Whether this is {@code ::ffff:a.b.c.d}. */
  public boolean isIpv4Mapped() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** The canonical text of RFC 5952. */
  @Override
  public String toString() {
    if (isIpv4Mapped()) {
      return "::ffff:" + new Ipv4Address((int) low);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && group(i + length) == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
      i += length;
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < GROUPS; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && i != bestStart + (bestStart < 0 ? 0 : bestLength)) {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
