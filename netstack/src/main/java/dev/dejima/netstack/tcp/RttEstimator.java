package dev.dejima.netstack.tcp;

/**
 * Smoothed round-trip time and retransmission timeout (RFC 6298), with the kernel's bounds: the
 * variance term is at least 200 ms, the timeout at most 120 s. Times are nanoseconds.
 */
final class RttEstimator {
  static final long MILLISECOND = 1_000_000;
  static final long INITIAL_TIMEOUT = 1000 * MILLISECOND;
  static final long MIN_TIMEOUT = 200 * MILLISECOND;
  static final long MAX_TIMEOUT = 120_000 * MILLISECOND;

  private long smoothed;
  private long deviation;
  private long smallest = Long.MAX_VALUE;
  private long timeout = INITIAL_TIMEOUT;
  private int backoff;

  /** Takes a measurement; it ends a back-off too. */
  void sample(long measured) {
    long rtt = Math.max(measured, 1000);
    smallest = Math.min(smallest, rtt);
    if (smoothed == 0) {
      smoothed = rtt;
      deviation = rtt / 2;
    } else {
      deviation += (Math.abs(rtt - smoothed) - deviation) / 4;
      smoothed += (rtt - smoothed) / 8;
    }
    timeout = Math.min(MAX_TIMEOUT, smoothed + Math.max(MIN_TIMEOUT, 4 * deviation));
    backoff = 0;
  }

  /** The timeout, doubled for every {@link #backOff}. */
  long timeout() {
    return Math.min(MAX_TIMEOUT, timeout << backoff);
  }

  void backOff() {
    backoff = Math.min(backoff + 1, 10);
  }

  void resetBackOff() {
    backoff = 0;
  }

  /** How often the timeout has been doubled. */
  int backoff() {
    return backoff;
  }

  /** The smoothed round-trip time; 0 before the first measurement. */
  long smoothed() {
    return smoothed;
  }

  /** The shortest round trip seen; 0 before the first measurement. */
  long smallest() {
    return smoothed == 0 ? 0 : smallest;
  }
}
