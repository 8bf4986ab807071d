package dev.dejima.netstack.tcp;

/**
 * The congestion window, in segments: slow start, and CUBIC (RFC 9438) behind it, never slower than
 * Reno would be.
 */
final class Cubic {
  static final int INITIAL_WINDOW = 10;
  private static final int INFINITE = Integer.MAX_VALUE;
  private static final double C = 0.4;
  private static final double BETA = 0.7;
  private static final double RENO_INCREASE = 3 * (1 - BETA) / (1 + BETA);
  private static final double SECOND = 1e9;

  private int window = INITIAL_WINDOW;
  private int threshold = INFINITE;
  private double fraction;
  private double largest;
  private double origin;
  private double inflection;
  private double reno;
  private long epoch;

  int window() {
    return window;
  }

  boolean slowStart() {
    return window < threshold;
  }

  /**
   * Segments have been acknowledged while the window was what held the sender back.
   *
   * @param rtt the smoothed round-trip time
   */
  void acknowledged(int segments, long now, long rtt) {
    int rest = segments;
    if (slowStart()) {
      int step = Math.min(rest, threshold - window);
      window += step;
      rest -= step;
    }
    if (rest > 0) {
      avoidCongestion(rest, now, rtt);
    }
  }

  private void avoidCongestion(int segments, long now, long rtt) {
    if (epoch == 0) {
      epoch = now;
      reno = window;
      origin = Math.max(largest, window);
      inflection = Math.cbrt((origin - window) / C);
    }
    double t = (now - epoch + rtt) / SECOND - inflection;
    double target = Math.min(origin + C * t * t * t, 1.5 * window);
    reno += RENO_INCREASE * segments / window;
    target = Math.max(target, reno);
    fraction += Math.max(0, target - window) / window * segments;
    int whole = (int) fraction;
    window += whole;
    fraction -= whole;
  }

  /** Something was lost: the window shrinks to a part of what it was. */
  void lost() {
    largest = window < largest ? window * (1 + BETA) / 2 : window;
    threshold = Math.max(2, (int) (window * BETA));
    window = threshold;
    epoch = 0;
    fraction = 0;
  }

  /** Nothing came back at all: slow start begins anew. */
  void timedOut() {
    lost();
    window = 1;
  }

  /** Nothing was sent for so many timeouts: what the path takes is no longer known. */
  void idle(int timeouts) {
    int restart = Math.min(INITIAL_WINDOW, window);
    threshold = threshold == INFINITE ? INFINITE : Math.max(threshold, window * 3 / 4);
    window = Math.max(restart, window >> Math.min(timeouts, 30));
    epoch = 0;
  }
}
