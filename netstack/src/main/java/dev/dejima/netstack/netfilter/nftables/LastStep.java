package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Last;

/** Keeps when a packet last came by ({@code nft_last.c}). */
final class LastStep implements Stateful {
  private static final long MILLI = 1_000_000;

  private boolean used;
  private long at;

  private LastStep(boolean used, long at) {
    this.used = used;
    this.at = at;
  }

  static LastStep of(Last last, long now) {
    return new LastStep(last.used(), now - last.milliseconds() * MILLI);
  }

  @Override
  public int run(Evaluation e) {
    used = true;
    at = e.environment.now();
    return NEXT;
  }

  @Override
  public Last told(long now) {
    return new Last(used, used ? (now - at) / MILLI : 0);
  }

  @Override
  public LastStep copy(long now) {
    return new LastStep(used, at);
  }

  /** Linux keeps the time. */
  @Override
  public void reset() {}
}
