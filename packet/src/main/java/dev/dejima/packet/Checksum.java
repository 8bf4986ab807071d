package dev.dejima.packet;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get64;

/**
 * The Internet checksum (RFC 1071) and its incremental update (RFC 1624).
 *
 * <p>A <em>partial sum</em> is a long whose value modulo 65535 is that of the one's complement sum
 * of 16-bit words. Partial sums of parts that begin at even offsets may simply be added, up to 2^15
 * of them, and are turned into a checksum by {@link #finish}.
 */
public final class Checksum {
  private static final long LOW_32 = 0xffff_ffffL;

  private Checksum() {}

  /**
   * The partial sum of the octets from {@code from} up to {@code to}; an odd last one is padded.
   */
  public static long sum(byte[] bytes, int from, int to) {
    long sum = 0;
    int at = from;
    // Four words at a time, added up as a tree, keep several additions in flight.
    for (; at + 32 <= to; at += 32) {
      long a = halves(get64(bytes, at)) + halves(get64(bytes, at + 8));
      long b = halves(get64(bytes, at + 16)) + halves(get64(bytes, at + 24));
      sum += a + b;
    }
    for (; at + 8 <= to; at += 8) {
      sum += halves(get64(bytes, at));
    }
    if (at + 4 <= to) {
      sum += get32(bytes, at) & LOW_32;
      at += 4;
    }
    for (int shift = 24; at < to; at++, shift -= 8) {
      sum += (bytes[at] & 0xffL) << shift;
    }
    return sum;
  }

  /** The 16-bit one's complement sum that a partial sum stands for. */
  public static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & LOW_32);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }

  /** The checksum for a partial sum taken with the checksum field at zero. */
  public static int finish(long sum) {
    return ~fold(sum) & 0xffff;
  }

  /**
   * The checksum of UDP for a partial sum: as {@link #finish}, but all ones in place of zero, which
   * there means that no checksum was computed (RFC 768).
   */
  public static int finishUdp(long sum) {
    int checksum = finish(sum);
    return checksum == 0 ? 0xffff : checksum;
  }

  /** Whether a partial sum that includes the checksum field says that nothing was damaged. */
  public static boolean isValid(long sum) {
    return fold(sum) == 0xffff;
  }

  /** The checksum of some octets, among them a checksum field that holds zero. */
  public static int of(byte[] bytes, int from, int to) {
    return finish(sum(bytes, from, to));
  }

  /** The partial sum of a part that begins at an odd offset, from its sum as if it were even. */
  public static long swap(long sum) {
    long folded = fold(sum);
    return (folded << 8 | folded >>> 8) & 0xffff;
  }

  /** The partial sum of the pseudo header of IPv4 (RFC 9293 section 3.1). */
  public static long pseudo(int source, int destination, int protocol, int length) {
    return (source & LOW_32) + (destination & LOW_32) + protocol + length;
  }

  /** The partial sum of the pseudo header of IPv6 (RFC 8200 section 8.1). */
  public static long pseudo(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      int length) {
    return halves(sourceHigh)
        + halves(sourceLow)
        + halves(destinationHigh)
        + halves(destinationLow)
        + protocol
        + length;
  }

  /**
   * The partial sum of the pseudo header for two addresses.
   *
   * @throws IllegalArgumentException if they are of two versions
   */
  public static long pseudo(IpAddress source, IpAddress destination, int protocol, int length) {
    if (source instanceof Ipv4Address(int s) && destination instanceof Ipv4Address(int d)) {
      return pseudo(s, d, protocol, length);
    }
    if (source instanceof Ipv6Address s && destination instanceof Ipv6Address d) {
      return pseudo(s.high(), s.low(), d.high(), d.low(), protocol, length);
    }
    throw new IllegalArgumentException(source + " and " + destination);
  }

  private static long halves(long word) {
    return (word >>> 32) + (word & LOW_32);
  }

  /** The checksum after a word of 16 bits at an even offset has changed (RFC 1624 equation 3). */
  public static int update16(int checksum, int before, int after) {
    int sum = (~checksum & 0xffff) + (~before & 0xffff) + (after & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    sum = (sum >>> 16) + (sum & 0xffff);
    return ~sum & 0xffff;
  }

  /** The checksum after 32 bits at an even offset have changed. */
  public static int update32(int checksum, int before, int after) {
    long sum = (~checksum & 0xffffL) + (~before & LOW_32) + (after & LOW_32);
    return ~fold(sum) & 0xffff;
  }

  /** The checksum after 64 bits at an even offset have changed. */
  public static int update64(int checksum, long before, long after) {
    return ~fold((~checksum & 0xffffL) + halves(~before) + halves(after)) & 0xffff;
  }
}
