package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Does short work inside namespaces. setns(2) moves one thread, which must be a platform thread and
 * nobody else's: this has one of its own, that goes from namespace to namespace. What runs here
 * must not block.
 */
final class Entrance {
  private final LinkedBlockingQueue<FutureTask<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "dejima-namespaces");
  private volatile boolean closed;

  Entrance() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        queue.take().run();
      } catch (InterruptedException e) {
        // Only close interrupts this thread.
      }
    }
  }

  /** Makes a network namespace; its loopback device is down. */
  int create() throws KernelException {
    return call(
        () -> {
          Libc.unshare(Libc.CLONE_NEWNET);
          return open("/proc/thread-self/ns/net");
        });
  }

  /** The network namespace that this program was started in. */
  int own() throws KernelException {
    return call(() -> open("/proc/self/ns/net"));
  }

  private static int open(String namespace) throws KernelException {
    return Libc.open(namespace, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
  }

  /** Does something inside a namespace, and waits until it is done, interrupted or not. */
  <T> T in(int namespace, Callable<T> work) throws KernelException {
    return call(
        () -> {
          Libc.setns(namespace, Libc.CLONE_NEWNET);
          return work.call();
        });
  }

  private <T> T call(Callable<T> work) throws KernelException {
    FutureTask<T> task = new FutureTask<>(work);
    queue.add(task);
    if (closed) {
      task.cancel(false);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (CancellationException e) {
      throw new KernelException(Errno.EBADF, "this kernel is closed");
    } catch (ExecutionException e) {
      throw cause(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static KernelException cause(ExecutionException e) {
    if (e.getCause() instanceof KernelException refusal) {
      refusal.addSuppressed(e);
      return refusal;
    }
    throw new IllegalStateException(e.getCause());
  }

  /** Ends the thread, and with it its hold on a namespace. */
  void close() {
    closed = true;
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    queue.forEach(task -> task.cancel(false));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
