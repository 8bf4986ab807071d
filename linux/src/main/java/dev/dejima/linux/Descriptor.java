package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.libc.Mapping;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file descriptor that many threads may use and any may close.
 *
 * <p>The number is given back to the system only once no call uses it, for the next open(2) may get
 * it. Closing wakes those who wait for it; their calls fail with EBADF.
 */
final class Descriptor implements AutoCloseable {
  private final LinuxKernel kernel;
  private final int fd;
  private final @Nullable Mapping mapping;
  private final Set<Wakeup> waiting = new HashSet<>();
  private int users;
  private boolean closed;

  /** A descriptor that the kernel closes, if nobody does before. */
  Descriptor(LinuxKernel kernel, int fd) {
    this(kernel, fd, null);
  }

  /**
   * A descriptor whose memory is mapped.
   *
   * @param mapping undone once nobody uses the descriptor
   */
  Descriptor(LinuxKernel kernel, int fd, @Nullable Mapping mapping) {
    this.kernel = kernel;
    this.fd = fd;
    this.mapping = mapping;
    kernel.opened(this);
  }

  /** The descriptor for one call; {@link #release} follows. */
  synchronized int acquire() throws KernelException {
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
    users++;
    return fd;
  }

  void release() {
    boolean end;
    synchronized (this) {
      end = --users == 0 && closed;
    }
    if (end) {
      end();
    }
  }

  /**
   * Waits until the descriptor, which is in use by this call, is ready.
   *
   * @param events {@code POLLIN}, {@code POLLOUT}
   * @param deadline a time of System.nanoTime; absent for none
   * @return false if the deadline passed
   * @throws InterruptedException if the thread is interrupted, or its process was killed
   */
  boolean await(int events, Deadline deadline) throws KernelException, InterruptedException {
    Wakeup wakeup = kernel.wakeups().take();
    try {
      enter(wakeup);
      if (Thread.interrupted() || ProcessThread.killed()) {
        throw new InterruptedException();
      }
      long nanos = deadline.left();
      boolean ready = nanos != 0 && wakeup.poll(fd, events, nanos);
      if (!ready && (Thread.interrupted() || ProcessThread.killed())) {
        throw new InterruptedException();
      }
      return ready || !deadline.passed();
    } finally {
      leave(wakeup);
      kernel.wakeups().give(wakeup);
    }
  }

  private synchronized void enter(Wakeup wakeup) throws KernelException {
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
    waiting.add(wakeup);
  }

  private synchronized void leave(Wakeup wakeup) throws KernelException {
    waiting.remove(wakeup);
    if (closed) {
      throw new KernelException(Errno.EBADF);
    }
  }

  @Override
  public void close() {
    boolean end;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.forEach(Wakeup::wakeup);
      end = users == 0;
    }
    if (end) {
      end();
    }
  }

  /**
   * Gives the number back. Taking a ring down takes the kernel tens of milliseconds
   * (packet_release() waits until no processor can still see the socket), for which nobody waits.
   */
  private void end() {
    kernel.closed(this);
    if (mapping == null) {
      Libc.close(fd);
      return;
    }
    mapping.close();
    Thread closer = new Thread(() -> Libc.close(fd), "dejima-close");
    closer.setDaemon(true);
    closer.start();
  }
}
