package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber has not read yet: so much, and then only that some is missing (ENOBUFS).
 *
 * @param <M> the family's messages
 */
public final class EventQueue<M> implements Netlink.Subscription<M> {
  private static final int MOST = 1 << 16;

  /** Octets of packets that wait ({@code net.core.rmem_default}). */
  private static final int ROOM = 212_992;

  /** What a packet takes beside its own octets. */
  private static final int OVERHEAD = 768;

  private final EventLoop loop;
  private final WaitQueue readers;
  private final ArrayDeque<M> events = new ArrayDeque<>();
  private final ToIntFunction<M> octets;
  private boolean overflowed;
  private int used;
  private final Consumer<EventQueue<M>> onClose;

  /**
   * An empty queue.
   *
   * @param name what its readers wait for, for diagnoses
   * @param onClose told when the subscriber closes it
   */
  public EventQueue(EventLoop loop, String name, Consumer<EventQueue<M>> onClose) {
    this(loop, name, _ -> 0, onClose);
  }

  /** An empty queue for packets: it is bounded by their octets too, as a socket's buffer is. */
  public static <M> EventQueue<M> ofPackets(EventLoop loop, String name, ToIntFunction<M> octets) {
    return new EventQueue<>(loop, name, event -> octets.applyAsInt(event) + OVERHEAD, _ -> {});
  }

  private EventQueue(
      EventLoop loop, String name, ToIntFunction<M> octets, Consumer<EventQueue<M>> onClose) {
    this.loop = loop;
    this.octets = octets;
    this.readers = new WaitQueue(loop, name);
    this.onClose = onClose;
  }

  /** Adds an event; whether there was room. For the holder of the baton. */
  public boolean add(M event) {
    overflowed |= events.size() == MOST || used >= ROOM;
    if (!overflowed) {
      events.add(event);
      used += octets.applyAsInt(event);
    }
    readers.wakeAll();
    return !overflowed;
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
    if (event != null) {
      used -= octets.applyAsInt(event);
    } else if (overflowed) {
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
