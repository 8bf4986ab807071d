package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Limit;

/** A token bucket whose tokens are nanoseconds ({@code nft_limit.c}). */
final class LimitStep implements Step {
  private static final long SECOND = 1_000_000_000L;

  private final Limit limit;
  private final ExprState.Bucket bucket;
  private final long max;
  private final long packetCost;

  LimitStep(Limit limit, ExprState.Bucket bucket) {
    this.limit = limit;
    this.bucket = bucket;
    this.max = capacity(limit);
    this.packetCost = limit.unit() * SECOND / limit.rate();
  }

  /** Whether the bucket's size is beyond 64 bits. */
  static boolean overflows(Limit limit) {
    if (limit.unit() > Long.MAX_VALUE / SECOND) {
      return true;
    }
    long nanos = limit.unit() * SECOND;
    return limit.type() == Limit.Type.BYTES
        ? Math.multiplyHigh(nanos, limit.rate() + limit.burst()) != 0
        : Math.multiplyHigh(nanos / limit.rate(), Math.max(1, limit.burst())) != 0;
  }

  /** How full the bucket may be. */
  static long capacity(Limit limit) {
    long nanos = limit.unit() * SECOND;
    if (limit.type() == Limit.Type.BYTES) {
      return nanos * (limit.rate() + limit.burst()) / limit.rate();
    }
    int burst = limit.burst() == 0 ? 5 : limit.burst();
    return nanos / limit.rate() * burst;
  }

  @Override
  public int run(Evaluation e) {
    long now = e.environment.now();
    long tokens = Math.min(max, bucket.tokens + now - bucket.last);
    bucket.last = now;
    long cost =
        limit.type() == Limit.Type.BYTES
            ? limit.unit() * SECOND * e.packet.length() / limit.rate()
            : packetCost;
    boolean over = tokens < cost;
    bucket.tokens = over ? tokens : tokens - cost;
    return over == limit.over() ? NEXT : BREAK;
  }
}
