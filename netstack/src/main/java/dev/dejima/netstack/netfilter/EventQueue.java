package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber has not read yet: so much, and then only that some is missing (ENOBUFS).
 *
 * @param <M> the family's messages
 */
public final class EventQueue<M> implements Netlink.Subscription<M> {
  private static final int ROOM = 1 << 16;

  private final EventLoop loop;
  private final WaitQueue readers;
  private final ArrayDeque<M> events = new ArrayDeque<>();
  private boolean overflowed;
  private final Consumer<EventQueue<M>> onClose;

  /**
   * An empty queue.
   *
   * @param name what its readers wait for, for diagnoses
   * @param onClose told when the subscriber closes it
   */
  public EventQueue(EventLoop loop, String name, Consumer<EventQueue<M>> onClose) {
    this.loop = loop;
    this.readers = new WaitQueue(loop, name);
    this.onClose = onClose;
  }

  /** Adds an event. For the holder of the baton. */
  public void add(M event) {
    overflowed |= events.size() == ROOM;
    if (!overflowed) {
      events.add(event);
    }
    readers.wakeAll();
  }

  @Override
  public M next() throws InterruptedException, KernelException {
    try (var _ = loop.enter()) {
      M event = take();
      while (event == null) {
        readers.await();
        event = take();
      }
      return event;
    }
  }

  @Override
  public Optional<M> poll() throws KernelException {
    try (var _ = loop.enter()) {
      return Optional.ofNullable(take());
    }
  }

  private @Nullable M take() throws KernelException {
    M event = events.poll();
    if (event == null && overflowed) {
      overflowed = false;
      throw new KernelException(Errno.ENOBUFS);
    }
    return event;
  }

  @Override
  public void close() {
    try (var _ = loop.enter()) {
      onClose.accept(this);
    }
  }
}
