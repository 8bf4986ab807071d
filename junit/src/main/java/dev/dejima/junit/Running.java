package dev.dejima.junit;

import dev.dejima.kernel.Process;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs beside a test. It ends with the test at the latest: then it gets what Ctrl-C
 * gives. If it has failed by then and nobody has asked for its result, the test fails.
 *
 * @param <T> what it finds out
 */
public final class Running<T extends @Nullable Object> {
  /** How long a process may take to end once it was interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Process process;
  private final WorkResult<T> outcome;
  private volatile boolean asked;

  Running(Process process, WorkResult<T> outcome) {
    this.process = process;
    this.outcome = outcome;
  }

  /** Waits until it has called {@link Process#ready}, or has ended. */
  public Running<T> awaitReady() throws InterruptedException {
    process.awaitReady();
    return this;
  }

  /**
   * Waits for its end.
   *
   * @return what it found out
   * @throws Exception what it failed with
   */
  public T await() throws Exception {
    asked = true;
    process.await();
    return outcome.get();
  }

  /**
   * Waits for its end, but no longer than so long in the kernel's time.
   *
   * @return what it found out
   * @throws TimeoutException if it has not ended by then
   * @throws Exception what it failed with
   */
  public T await(Duration limit) throws Exception {
    asked = true;
    if (process.await(limit).isEmpty()) {
      throw new TimeoutException(
          "%s did not end within %d ms".formatted(process.name(), limit.toMillis()));
    }
    return outcome.get();
  }

  /** What Ctrl-C does: the call it blocks in is interrupted. */
  public void interrupt() {
    process.interrupt();
  }

  /** Ends it; what it has failed with that nobody has asked for. */
  Optional<Throwable> end() throws InterruptedException {
    boolean over = process.ended();
    if (!over) {
      process.interrupt();
      if (process.await(GRACE).isEmpty()) {
        process.kill();
      }
    }
    return over && !asked ? Optional.ofNullable(outcome.failure()) : Optional.empty();
  }
}
