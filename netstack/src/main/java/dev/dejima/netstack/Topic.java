package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Events of a netlink family, and who listens. All methods are for the holder of the baton.
 *
 * @param <M> the family's messages
 */
public final class Topic<M> {
  /** Events kept for a listener that does not read; then it is told ENOBUFS, as by a socket. */
  private static final int ROOM = 1 << 16;

  private final EventLoop loop;
  private final String name;
  private final List<Listener> listeners = new ArrayList<>();

  /**
   * Makes one that nobody listens to.
   *
   * @param name what a listener waits for, for diagnoses
   */
  public Topic(EventLoop loop, String name) {
    this.loop = loop;
    this.name = name;
  }

  /** Whether anybody listens to a group. */
  public boolean wanted(Group group) {
    for (int i = 0; i < listeners.size(); i++) {
      if (listeners.get(i).groups.contains(group)) {
        return true;
      }
    }
    return false;
  }

  /** Tells those who listen to a group. */
  public void publish(Group group, M event) {
    for (Listener listener : listeners) {
      if (listener.groups.contains(group)) {
        listener.add(event);
      }
    }
  }

  /** Begins to listen. */
  public Subscription<M> subscribe(Set<Group> groups) {
    Listener listener = new Listener(Set.copyOf(groups));
    listeners.add(listener);
    return listener;
  }

  private final class Listener implements Subscription<M> {
    final Set<Group> groups;
    private final ArrayDeque<M> events = new ArrayDeque<>();
    private final WaitQueue readers = new WaitQueue(loop, name);
    private boolean overflowed;
    private boolean closed;

    Listener(Set<Group> groups) {
      this.groups = groups;
    }

    void add(M event) {
      overflowed |= events.size() == ROOM;
      if (!overflowed) {
        events.add(event);
      }
      readers.wakeOne();
    }

    @Override
    public M next() throws InterruptedException, KernelException {
      while (true) {
        Optional<M> event = poll();
        if (event.isPresent()) {
          return event.get();
        }
        readers.await();
      }
    }

    @Override
    public Optional<M> poll() throws KernelException {
      M event = events.poll();
      if (event == null && closed) {
        throw new KernelException(Errno.EBADF);
      }
      if (event == null && overflowed) {
        overflowed = false;
        throw new KernelException(Errno.ENOBUFS);
      }
      return Optional.ofNullable(event);
    }

    @Override
    public void close() {
      closed = true;
      listeners.remove(this);
      readers.wakeAll();
    }
  }
}
