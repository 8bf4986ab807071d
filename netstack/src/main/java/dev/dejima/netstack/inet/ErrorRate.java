package dev.dejima.netstack.inet;

import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How many errors and redirects each host is sent. Errors: six at once, then one at a time ({@code
 * inet_peer_xrlim_allow}). Of redirects, those that a host does not heed come ever more seldom, and
 * after nine no more ({@code ip_rt_send_redirect}). Both share one account: a host that was just
 * redirected is sent no error for an interval.
 */
public final class ErrorRate {
  private static final int BURST = 6;
  private static final int MOST_HOSTS = 65536;

  /** {@code ip_rt_redirect_load}, in nanoseconds. */
  private static final long REDIRECT_LOAD = 20_000_000;

  /** {@code ip_rt_redirect_number}. */
  private static final int MOST_REDIRECTS = 9;

  /** {@code ip_rt_redirect_silence}, after which all begins anew. */
  private static final long REDIRECT_SILENCE = REDIRECT_LOAD << MOST_REDIRECTS + 1;

  private final EventLoop loop;
  private final Map<IpAddress, Bucket> buckets = new HashMap<>();

  private static final class Bucket {
    long tokens;
    long last;
    int redirects;
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
    Bucket bucket = bucket(to, BURST * interval, now);
    bucket.tokens = Math.min(bucket.tokens + now - bucket.last, BURST * interval);
    bucket.last = now;
    if (bucket.tokens < interval) {
      return false;
    }
    bucket.tokens -= interval;
    return true;
  }

  /** Whether a host may be told of a better first hop, which then counts as told. */
  public boolean allowsRedirect(IpAddress to) {
    long now = loop.nanoTime();
    Bucket bucket = bucket(to, 0, now - REDIRECT_SILENCE - 1);
    if (now - bucket.last > REDIRECT_SILENCE) {
      bucket.tokens = 0;
      bucket.redirects = 0;
    }
    if (bucket.redirects >= MOST_REDIRECTS) {
      bucket.last = now;
      return false;
    }
    if (bucket.redirects > 0 && now - bucket.last <= REDIRECT_LOAD << bucket.redirects) {
      return false;
    }
    bucket.last = now;
    bucket.redirects++;
    return true;
  }

  private Bucket bucket(IpAddress to, long tokens, long last) {
    Bucket known = buckets.get(to);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= MOST_HOSTS) {
      buckets.clear();
    }
    Bucket bucket = new Bucket();
    bucket.tokens = tokens;
    bucket.last = last;
    buckets.put(to, bucket);
    return bucket;
  }
}
