package dev.dejima.netstack.sched;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Names a process that keeps the baton while it blocks on the world. */
final class Watchdog {
  private static final long BLOCKED_TOO_LONG = 5_000_000_000L;

  private final EventLoop loop;
  private final Consumer<String> diagnosis;

  private Watchdog(EventLoop loop, Consumer<String> diagnosis) {
    this.loop = loop;
    this.diagnosis = diagnosis;
  }

  /** Watches a loop until it is closed. */
  static void watch(EventLoop loop, Consumer<String> diagnosis) {
    Watchdog watchdog = new Watchdog(loop, diagnosis);
    Thread.ofPlatform().daemon().name("netstack watchdog").start(watchdog::run);
  }

  private void run() {
    long seen = -1;
    boolean told = false;
    while (!loop.isClosed()) {
      LockSupport.parkNanos(this, BLOCKED_TOO_LONG);
      Task task = loop.current();
      if (loop.turns() != seen || task == null) {
        seen = loop.turns();
        told = false;
      } else if (!told && Stacks.isBlocked(task.thread)) {
        told = true;
        diagnosis.accept(
            "process "
                + task.name()
                + " has held up all others for 5 s; what blocks on the world outside belongs in"
                + " Kernel.external:\n"
                + Stacks.of(task.thread));
      }
    }
  }
}
