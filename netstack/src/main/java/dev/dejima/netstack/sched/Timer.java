package dev.dejima.netstack.sched;

/** Something to run at a moment to come. It may be armed again and again without garbage. */
public final class Timer {
  final EventLoop loop;
  final Runnable action;
  final boolean background;

  /**
   * Whether it goes off before the others of its moment. What processes wait with are high
   * resolution timers on Linux, on time; the protocols' come from the timer wheel, a little late.
   */
  final boolean exact;

  long expires;
  long sequence;

  /** Where it is in the heap; -1 where it is not. */
  int slot = -1;

  Timer(EventLoop loop, Runnable action, boolean background, boolean exact) {
    this.loop = loop;
    this.action = action;
    this.background = background;
    this.exact = exact;
  }

  /** Runs the action once, so many nanoseconds from now; an earlier date is forgotten. */
  public void arm(long delayNanos) {
    armAt(loop.nanoTime() + Math.max(0, delayNanos));
  }

  /** Runs the action once the clock shows that time or a later one. */
  public void armAt(long nanoTime) {
    loop.arm(this, nanoTime);
  }

  /** Forgets the date; does nothing where there is none. */
  public void cancel() {
    loop.disarm(this);
  }

  /** Whether it is armed. */
  public boolean pending() {
    return slot >= 0;
  }

  /** The clock's time it goes off at, if {@link #pending}. */
  public long expires() {
    return expires;
  }
}
