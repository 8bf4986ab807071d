package dev.dejima.netstack.sched;

import java.util.ArrayDeque;

/**
 * Tasks that wait until something happens. As with a condition variable, who is woken looks again
 * whether it did. All methods are for the holder of the baton.
 */
public final class WaitQueue {
  /** A deadline that never comes. */
  public static final long FOREVER = Long.MAX_VALUE;

  private final EventLoop loop;
  private final String name;
  final ArrayDeque<Task> tasks = new ArrayDeque<>(2);

  /**
   * Makes a queue.
   *
   * @param name what its tasks wait for, for diagnoses: "a connection on port 80"
   */
  public WaitQueue(EventLoop loop, String name) {
    this.loop = loop;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * Waits to be woken.
   *
   * @throws InterruptedException if the task was sent a signal, now or since it last waited
   */
  public void await() throws InterruptedException {
    await(FOREVER);
  }

  /**
   * Waits to be woken, but no longer than until the clock shows {@code deadline}.
   *
   * @return false if the time has come
   * @throws InterruptedException if the task was sent a signal, now or since it last waited
   */
  public boolean await(long deadline) throws InterruptedException {
    return loop.block(this, deadline);
  }

  /** Wakes who has waited longest. */
  public void wakeOne() {
    Task task = tasks.poll();
    if (task != null) {
      loop.wake(task);
    }
  }

  /** Wakes all, in the order they came. */
  public void wakeAll() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      loop.wake(task);
    }
  }
}
