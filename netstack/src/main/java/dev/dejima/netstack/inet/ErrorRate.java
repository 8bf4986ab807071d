package dev.dejima.netstack.inet;

import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many errors each host is sent: six at once, then one at a time ({@code
 * inet_peer_xrlim_allow}).
 */
public final class ErrorRate {
  private static final int BURST = 6;
  private static final int MOST_HOSTS = 65536;

  private final EventLoop loop;
  private final Map<IpAddress, Bucket> buckets = new HashMap<>();

  private static final class Bucket {
    long tokens;
    long last;
  }

  public ErrorRate(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Whether another may be sent to a host, which then counts as sent.
   *
   * @param interval nanoseconds at which the burst is refilled, one at a time
   */
  public boolean allows(IpAddress to, long interval) {
    long now = loop.nanoTime();
    Bucket bucket = buckets.get(to);
    if (bucket == null) {
      if (buckets.size() >= MOST_HOSTS) {
        buckets.clear();
      }
      bucket = new Bucket();
      bucket.tokens = BURST * interval;
      bucket.last = now;
      buckets.put(to, bucket);
    }
    bucket.tokens = Math.min(bucket.tokens + now - bucket.last, BURST * interval);
    bucket.last = now;
    if (bucket.tokens < interval) {
      return false;
    }
    bucket.tokens -= interval;
    return true;
  }
}
