package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Wakeups that nobody uses now; a kernel needs as many as it has threads that wait at once. */
final class Wakeups {
  private final ConcurrentLinkedQueue<Wakeup> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  Wakeup take() throws KernelException {
    Wakeup wakeup = idle.poll();
    return wakeup != null ? wakeup : new Wakeup();
  }

  void give(Wakeup wakeup) throws KernelException {
    wakeup.reset();
    idle.add(wakeup);
    if (closed) {
      close();
    }
  }

  void close() {
    closed = true;
    for (Wakeup wakeup = idle.poll(); wakeup != null; wakeup = idle.poll()) {
      try {
        wakeup.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
