package dev.dejima.packet;

/**
 * Arithmetic of TCP's sequence numbers (RFC 9293 section 3.4): 32 bits that wrap, so that a number
 * is before another if less than 2^31 octets lie between them.
 */
public final class SeqNumber {
  private SeqNumber() {}

  /** Whether {@code a} is before {@code b}. */
  public static boolean less(int a, int b) {
    return a - b < 0;
  }

  /** Whether {@code a} is before {@code b} or equal. */
  public static boolean lessOrEqual(int a, int b) {
    return a - b <= 0;
  }

  /** Whether {@code a} is after {@code b}. */
  public static boolean greater(int a, int b) {
    return b - a < 0;
  }

  /** Whether {@code a} is after {@code b} or equal. */
  public static boolean greaterOrEqual(int a, int b) {
    return b - a <= 0;
  }

  /** Whether {@code low <= seq <= high}. */
  public static boolean between(int seq, int low, int high) {
    return Integer.compareUnsigned(high - low, seq - low) >= 0;
  }

  /** Whether {@code seq} is one of the {@code size} numbers from {@code start}. */
  public static boolean inWindow(int seq, int start, int size) {
    return Integer.compareUnsigned(seq - start, size) < 0;
  }

  /** The later of both. */
  public static int max(int a, int b) {
    return less(a, b) ? b : a;
  }

  /** The earlier of both. */
  public static int min(int a, int b) {
    return less(a, b) ? a : b;
  }

  /** The number as the unsigned number it is written as. */
  public static long toLong(int seq) {
    return seq & 0xffff_ffffL;
  }
}
