package dev.dejima.junit;

import dev.dejima.kernel.Process;
import org.jspecify.annotations.Nullable;

/** What came of a {@link Work}: what it found out, or why it failed. */
final class WorkResult<T extends @Nullable Object> {
  private static final int FAILED = 1;

  private volatile @Nullable Throwable failure = new InterruptedException("it was ended");
  private volatile @Nullable T result;

  /** Does the work, as a process. */
  @SuppressWarnings("ThrowSpecificity") // whatever it is, who waits for the process gets it
  int of(Work<T> work, Process self) throws InterruptedException {
    try {
      result = work.run(self);
      failure = null;
      return 0;
    } catch (InterruptedException e) {
      failure = e;
      throw e;
    } catch (Throwable e) {
      failure = e;
      return FAILED;
    }
  }

  /** Why it failed; absent if it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** What it found out. */
  @SuppressWarnings("NullAway") // it is absent only where T may be
  T get() throws Exception {
    switch (failure) {
      case Exception e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
    return result;
  }
}
