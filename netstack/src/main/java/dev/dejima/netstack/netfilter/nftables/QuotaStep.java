package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Quota;

/** Lets a number of octets pass ({@code nft_quota.c}). */
final class QuotaStep implements Stateful {
  private long bytes;
  private boolean over;
  private long consumed;

  /** Whether its end has been told of. */
  private boolean depleted;

  private QuotaStep(long bytes, boolean over, long consumed) {
    this.bytes = bytes;
    this.over = over;
    this.consumed = consumed;
  }

  static QuotaStep of(Quota quota) throws Refused {
    if (quota.bytes() < 0) {
      throw new Refused(Errno.EOVERFLOW);
    }
    if (Long.compareUnsigned(quota.consumed(), quota.bytes()) > 0) {
      throw new Refused(Errno.EINVAL);
    }
    return new QuotaStep(quota.bytes(), quota.over(), quota.consumed());
  }

  @Override
  public int run(Evaluation e) {
    consumed += e.length();
    return (consumed > bytes) == over ? NEXT : BREAK;
  }

  /** Whether the last octet has passed and nobody has asked this before. */
  boolean newlyDepleted() {
    if (consumed < bytes || depleted) {
      return false;
    }
    depleted = true;
    return true;
  }

  /** Takes over another's bound, but not what passed ({@code nft_quota_obj_update}). */
  void update(Quota quota) {
    bytes = quota.bytes();
    over = quota.over();
    depleted = false;
  }

  @Override
  public Quota told(long now) {
    return new Quota(bytes, Math.min(consumed, bytes), over);
  }

  @Override
  public QuotaStep copy(long now) {
    return new QuotaStep(bytes, over, consumed);
  }

  @Override
  public void reset() {
    consumed = 0;
    depleted = false;
  }
}
