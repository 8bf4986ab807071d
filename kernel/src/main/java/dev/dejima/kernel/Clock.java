package dev.dejima.kernel;

import java.time.Duration;
import java.time.Instant;

/** A kernel's time: real on linux, virtual on netstack. */
public interface Clock {
  /** The time of day (CLOCK_REALTIME). */
  Instant now();

  /** Nanoseconds since some moment; never goes back (CLOCK_MONOTONIC). */
  long nanoTime();

  /** Lets the calling process sleep. */
  void sleep(Duration duration) throws InterruptedException;
}
