package dev.dejima.netstack;

import dev.dejima.netstack.sched.EventLoop;
import java.util.function.Consumer;

/** What the kernel says to whoever administers it ({@code dmesg}). */
final class KernelLog {
  private static final long INTERVAL = 5_000_000_000L;
  private static final int BURST = 10;

  private final EventLoop loop;
  private final Consumer<String> lines;
  private long began = -INTERVAL;
  private int said;
  private int missed;

  KernelLog(EventLoop loop, Consumer<String> lines) {
    this.loop = loop;
    this.lines = lines;
  }

  void print(String line) {
    lines.accept(line);
  }

  /**
   * Says what packets from outside can bring about: ten times in five seconds, all such together
   * ({@code net_ratelimit}).
   */
  void warn(String line) {
    if (loop.nanoTime() - began >= INTERVAL) {
      if (missed > 0) {
        print("net_ratelimit: " + missed + " callbacks suppressed");
      }
      began = loop.nanoTime();
      said = 0;
      missed = 0;
    }
    if (said < BURST) {
      said++;
      print(line);
    } else {
      missed++;
    }
  }
}
