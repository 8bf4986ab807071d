package dev.dejima.netstack.inet;

import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams whose fragments have not all come, within {@link FragmentLimits}.
 *
 * @param <K> what makes fragments those of one datagram
 */
public final class FragmentStore<K> {
  private static final long SECOND = 1_000_000_000L;

  private final EventLoop loop;
  private final FragmentLimits limits;
  private final BiConsumer<K, FragmentQueue> expired;
  private final Map<K, Waiting> datagrams = new HashMap<>();

  private record Waiting(FragmentQueue fragments, Timer timer) {}

  /**
   * An empty store.
   *
   * @param expired told of a datagram whose time is over, before its fragments are dropped
   */
  public FragmentStore(
      EventLoop loop, FragmentLimits limits, BiConsumer<K, FragmentQueue> expired) {
    this.loop = loop;
    this.limits = limits;
    this.expired = expired;
  }

  /** The fragments of a datagram, which waits from now on; null if there is no room. */
  public @Nullable FragmentQueue find(K key) {
    if (limits.reached()) {
      return null;
    }
    return datagrams.computeIfAbsent(key, this::begin).fragments;
  }

  private Waiting begin(K key) {
    Timer timer = loop.timer(() -> expire(key));
    timer.arm(limits.seconds * SECOND);
    return new Waiting(new FragmentQueue(limits), timer);
  }

  private void expire(K key) {
    Waiting datagram = datagrams.remove(key);
    if (datagram != null) {
      expired.accept(key, datagram.fragments);
      datagram.fragments.close();
    }
  }

  /** A datagram waits no longer: its fragments are dropped, unless they have been joined. */
  public void remove(K key) {
    Waiting datagram = datagrams.remove(key);
    if (datagram != null) {
      datagram.timer.cancel();
      datagram.fragments.close();
    }
  }

  /** Begins to count a datagram's time anew. */
  public void restart(K key) {
    Waiting datagram = datagrams.get(key);
    if (datagram != null) {
      datagram.timer.arm(limits.seconds * SECOND);
    }
  }

  /** How many datagrams wait. */
  public int size() {
    return datagrams.size();
  }
}
