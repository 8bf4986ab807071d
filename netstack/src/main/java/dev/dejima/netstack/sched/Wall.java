package dev.dejima.netstack.sched;

import java.time.Instant;

/** The one place where the world's time is read. */
final class Wall {
  private Wall() {}

  static long nanoTime() {
    return System.nanoTime();
  }

  static Instant now() {
    return Instant.now();
  }
}
