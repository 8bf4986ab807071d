package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Limit;

/** A token bucket whose tokens are nanoseconds ({@code nft_limit.c}). */
final class LimitStep implements Stateful {
  private static final long SECOND = 1_000_000_000L;

  /** Packets that may come at once where nothing is said. */
  private static final int DEFAULT_BURST = 5;

  private final Rate rate;
  private long tokens;
  private long last;

  LimitStep(Rate rate, long now) {
    this.rate = rate;
    this.tokens = rate.max;
    this.last = now;
  }

  /**
   * What all buckets of a limit share; all numbers are unsigned, as the kernel's.
   *
   * @param nanos the unit of time, ns
   * @param max tokens at most
   */
  record Rate(Limit limit, long nanos, long max) {
    /**
     * Of a limit.
     *
     * @throws Refused EINVAL without a rate, EOVERFLOW for a bucket of more than 64 bits
     */
    static Rate of(Limit limit) throws Refused {
      if (limit.rate() == 0) {
        throw new Refused(Errno.EINVAL);
      }
      long nanos = product(limit.unit(), SECOND);
      boolean packets = limit.type() == Limit.Type.PACKETS;
      int burst = packets && limit.burst() == 0 ? DEFAULT_BURST : limit.burst();
      long withBurst = limit.rate() + Integer.toUnsignedLong(burst);
      if (Long.compareUnsigned(withBurst, limit.rate()) < 0) {
        throw new Refused(Errno.EOVERFLOW);
      }
      long max =
          packets
              ? product(Long.divideUnsigned(nanos, limit.rate()), Integer.toUnsignedLong(burst))
              : Long.divideUnsigned(product(nanos, withBurst), limit.rate());
      Limit told = new Limit(limit.rate(), limit.unit(), burst, limit.type(), limit.over());
      return new Rate(told, nanos, max);
    }

    private static long product(long a, long b) throws Refused {
      if (Math.unsignedMultiplyHigh(a, b) != 0) {
        throw new Refused(Errno.EOVERFLOW);
      }
      return a * b;
    }

    /** What a packet takes. */
    long cost(int length) {
      return Long.divideUnsigned(
          limit.type() == Limit.Type.BYTES ? nanos * length : nanos, limit.rate());
    }
  }

  @Override
  public int run(Evaluation e) {
    long now = e.environment.now();
    long filled = tokens + now - last;
    if (Long.compareUnsigned(filled, rate.max) > 0) {
      filled = rate.max;
    }
    last = now;
    long rest = filled - rate.cost(e.length());
    boolean over = rest < 0;
    tokens = over ? filled : rest;
    return over == rate.limit.over() ? NEXT : BREAK;
  }

  @Override
  public Limit told(long now) {
    return rate.limit;
  }

  @Override
  public LimitStep copy(long now) {
    return new LimitStep(rate, now);
  }

  @Override
  public Limit.Type kind() {
    return rate.limit.type();
  }

  @Override
  public void reset() {}
}
