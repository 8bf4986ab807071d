package dev.dejima.tools.ping;

import java.math.BigDecimal;
import java.math.MathContext;

/** Round-trip times, in nanoseconds, and what ping says of them. */
final class RoundTrips {
  private long count;
  private long min = Long.MAX_VALUE;
  private long max;
  private double sum;
  private double squares;

  void add(long nanos) {
    double micros = nanos / 1000.0;
    count++;
    min = Math.min(min, nanos);
    max = Math.max(max, nanos);
    sum += micros;
    squares += micros * micros;
  }

  /** The longest; 0 if there is none. */
  long max() {
    return max;
  }

  /** {@code rtt min/avg/max/mdev = …}. */
  String summary() {
    double average = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - average * average));
    return "rtt min/avg/max/mdev = %s/%s/%s/%s ms"
        .formatted(
            full(min / 1000), full((long) average), full(max / 1000), full((long) deviation));
  }

  private static String full(long micros) {
    return micros / 1000 + "." + "%03d".formatted(micros % 1000);
  }

  /** Milliseconds with fewer digits the longer it took, as ping prints a single time. */
  static String brief(long nanos) {
    long micros = Math.max(0, nanos / 1000);
    if (micros >= 100_000) {
      return Long.toString((micros + 500) / 1000);
    }
    if (micros >= 10_000) {
      return "%d.%01d".formatted(micros / 1000, micros % 1000 / 100);
    }
    if (micros >= 1000) {
      return "%d.%02d".formatted(micros / 1000, micros % 1000 / 10);
    }
    return full(micros);
  }

  /** A share in percent, with the six digits of {@code %g}. */
  static String percent(int part, int whole) {
    BigDecimal value = new BigDecimal(100.0 * part / whole, new MathContext(6));
    return value.stripTrailingZeros().toPlainString();
  }
}
