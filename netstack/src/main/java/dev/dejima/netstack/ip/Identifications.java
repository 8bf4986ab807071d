package dev.dejima.netstack.ip;

import dev.dejima.netstack.sched.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The identifications of packets whose socket does not count its own: a count for each way, which
 * leaps by chance over what could have been sent in the meantime ({@code ip_idents_reserve}).
 */
final class Identifications {
  private static final int TICK = 4_000_000;

  /** How many ways are counted for; then all begin anew. Linux has a table of fixed size. */
  private static final int MOST = 1 << 16;

  private final EventLoop loop;
  private final RandomGenerator random;
  private final Map<Way, Count> counts = new HashMap<>();

  private record Way(int source, int destination, int protocol) {}

  private static final class Count {
    int next;
    long tick;
  }

  Identifications(EventLoop loop, RandomGenerator random) {
    this.loop = loop;
    this.random = random;
  }

  int next(int source, int destination, int protocol) {
    long tick = loop.nanoTime() / TICK;
    if (counts.size() >= MOST) {
      counts.clear();
    }
    Count count = counts.computeIfAbsent(new Way(source, destination, protocol), this::begin);
    if (tick > count.tick) {
      count.next += (int) random.nextLong(tick - count.tick);
      count.tick = tick;
    }
    return count.next++ & 0xffff;
  }

  private Count begin(Way way) {
    Count count = new Count();
    count.next = random.nextInt(0x10000);
    count.tick = loop.nanoTime() / TICK;
    return count;
  }
}
