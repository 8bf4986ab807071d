package dev.dejima.linux;

import dev.dejima.kernel.Clock;
import java.time.Duration;
import java.time.Instant;

/** The system's clocks. */
final class LinuxClock implements Clock {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (ProcessThread.killed()) {
      throw new InterruptedException();
    }
    Thread.sleep(duration);
  }
}
