package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * An eventfd that ends a ppoll(2). {@link Thread#interrupt} does not reach system calls of our own;
 * but it does reach a selector between {@code begin} and {@code end}, so this is one, of nothing
 * else.
 */
final class Wakeup extends AbstractSelector {
  private final int eventfd;

  @SuppressWarnings("NullAway") // no channel of a provider is ever registered
  Wakeup() throws KernelException {
    super(null);
    eventfd = Libc.eventfd();
  }

  /**
   * Waits until the descriptor is ready, the time is over, or someone wakes this up.
   *
   * @param nanos how long at most; negative for ever
   * @return whether the descriptor is ready
   */
  boolean poll(int fd, int events, long nanos) throws KernelException {
    begin();
    try {
      return Libc.poll(fd, events, eventfd, nanos) != 0;
    } finally {
      end();
    }
  }

  /** Makes this ready for the next wait. */
  void reset() throws KernelException {
    Libc.read(eventfd, new byte[8], 0, 8);
  }

  @Override
  public Selector wakeup() {
    try {
      Libc.write(eventfd, new byte[] {1, 0, 0, 0, 0, 0, 0, 1}, 0, 8);
    } catch (KernelException e) {
      throw new AssertionError("write to an eventfd", e);
    }
    return this;
  }

  @Override
  protected void implCloseSelector() {
    Libc.close(eventfd);
  }

  @Override
  protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int select() {
    throw new UnsupportedOperationException();
  }
}
