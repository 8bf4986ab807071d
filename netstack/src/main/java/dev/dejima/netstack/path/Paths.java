package dev.dejima.netstack.path;

import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.netstack.netfilter.EventQueue;
import dev.dejima.netstack.sched.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** Who listens to the ways of packets, in all namespaces of a kernel. */
public final class Paths {
  private final EventLoop loop;
  private final List<EventQueue<PathEvent>> listeners = new ArrayList<>();

  /** Nobody listens yet. */
  public Paths(EventLoop loop) {
    this.loop = loop;
  }

  /** Begins to keep events for somebody. */
  public Netlink.Subscription<PathEvent> subscribe() {
    EventQueue<PathEvent> queue = new EventQueue<>(loop, "the ways of packets", listeners::remove);
    listeners.add(queue);
    return queue;
  }

  /** Tells all who listen. */
  void tell(PathEvent event) {
    for (EventQueue<PathEvent> listener : listeners) {
      listener.add(event);
    }
  }
}
