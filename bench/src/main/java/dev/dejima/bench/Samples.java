package dev.dejima.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times of one thing done again and again. */
final class Samples {
  private static final double MILLI = 1e6;

  private final String name;
  private final long[] nanos;
  private int count;

  Samples(String name, int size) {
    this.name = name;
    this.nanos = new long[size];
  }

  void add(long value) {
    nanos[count++] = value;
  }

  static String header() {
    return "%-48s %9s %9s %9s  (ms)".formatted("", "min", "median", "max");
  }

  /** Least, median and greatest, in milliseconds. */
  @Override
  public String toString() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%-48s %9.1f %9.1f %9.1f  of %d",
        name,
        sorted[0] / MILLI,
        sorted[count / 2] / MILLI,
        sorted[count - 1] / MILLI,
        count);
  }
}
