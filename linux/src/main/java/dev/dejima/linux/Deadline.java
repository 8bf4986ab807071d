package dev.dejima.linux;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Until when a call may block.
 *
 * @param bounded whether there is an end at all
 * @param at a time of System.nanoTime
 */
record Deadline(boolean bounded, long at) {
  static final Deadline NONE = new Deadline(false, 0);

  /** A time from now; null for ever. */
  static Deadline in(@Nullable Duration limit) {
    return limit == null ? NONE : new Deadline(true, System.nanoTime() + limit.toNanos());
  }

  /** Nanoseconds that are left, 0 if none are; negative for ever. */
  long left() {
    return bounded ? Math.max(0, at - System.nanoTime()) : -1;
  }

  boolean passed() {
    return bounded && at - System.nanoTime() <= 0;
  }
}
