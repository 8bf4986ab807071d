package dev.dejima.netstack.path;

import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.netstack.netfilter.EventQueue;
import dev.dejima.netstack.sched.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Who listens to the ways of packets, in all namespaces of a kernel. */
public final class Paths {
  final EventLoop loop;
  private final List<EventQueue<PathEvent>> listeners = new ArrayList<>();
  private long numbers;

  /** Whether anybody listens. */
  boolean on;

  /** The number of the packet that a transport is being shown; 0 outside of that. */
  long handled;

  /** Nobody listens yet. */
  public Paths(EventLoop loop) {
    this.loop = loop;
  }

  /** Begins to keep events for somebody. */
  public Netlink.Subscription<PathEvent> subscribe() {
    EventQueue<PathEvent> queue = new EventQueue<>(loop, "the ways of packets", this::forget);
    listeners.add(queue);
    on = true;
    return queue;
  }

  private void forget(EventQueue<PathEvent> queue) {
    listeners.remove(queue);
    on = !listeners.isEmpty();
  }

  long nextNumber() {
    return ++numbers;
  }

  /** Tells all who listen. */
  void tell(PathEvent event) {
    for (EventQueue<PathEvent> listener : listeners) {
      listener.add(event);
    }
  }
}
