package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Log;
import java.util.Objects;

/** Writes a line of the packet to the kernel's log ({@code nft_log_eval}). */
final class LogStep implements Step {
  /** A level of which nothing is written to the log, but to the audit daemon. */
  static final int AUDIT = 8;

  private final String prefix;
  private final int flags;

  /** Groups and the audit daemon have no listeners here: nothing comes of what is sent them. */
  static Step of(Log log) {
    boolean written = log.group() == null && !Objects.equals(log.level(), AUDIT);
    return written ? new LogStep(log) : e -> NEXT;
  }

  private LogStep(Log log) {
    this.prefix = Objects.requireNonNullElse(log.prefix(), "");
    this.flags = Objects.requireNonNullElse(log.flags(), 0);
  }

  @Override
  public int run(Evaluation e) {
    e.environment.host().log(new LogLine(e, flags).write(prefix));
    return NEXT;
  }
}
