package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Netlink;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a subscriber has not read yet.
 *
 * @param <M> the family's messages
 */
public final class EventQueue<M> implements Netlink.Subscription<M> {
  private final EventLoop loop;
  private final WaitQueue readers;
  private final ArrayDeque<M> events = new ArrayDeque<>();
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
    events.add(event);
    readers.wakeAll();
  }

  @Override
  public M next() throws InterruptedException {
    try (var _ = loop.enter()) {
      M event = events.poll();
      while (event == null) {
        readers.await();
        event = events.poll();
      }
      return event;
    }
  }

  @Override
  public Optional<M> poll() {
    try (var _ = loop.enter()) {
      return Optional.ofNullable(events.poll());
    }
  }

  @Override
  public void close() {
    try (var _ = loop.enter()) {
      onClose.accept(this);
    }
  }
}
