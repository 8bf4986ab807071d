package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Log;
import java.util.Objects;

/** Writes a line of the packet to the kernel's log ({@code nft_log_eval}). */
final class LogStep implements Step {
  private final String prefix;
  private final int flags;

  LogStep(Log log) {
    this.prefix = Objects.requireNonNullElse(log.prefix(), "");
    this.flags = Objects.requireNonNullElse(log.flags(), 0);
  }

  @Override
  public int run(Evaluation e) {
    e.environment.host().log(new LogLine(e, flags).write(prefix));
    return NEXT;
  }
}
