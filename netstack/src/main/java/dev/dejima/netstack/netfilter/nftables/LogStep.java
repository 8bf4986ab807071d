package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.nfnetlink.HandedFacts;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Log;
import java.util.Objects;

/**
 * Writes a line of the packet to the kernel's log, or logs it to a group ({@code nft_log_eval}).
 */
final class LogStep implements Step {
  /** A level of which nothing is written to the log, but to the audit daemon. */
  static final int AUDIT = 8;

  private final String prefix;
  private final int flags;

  /** The audit daemon does not listen here: nothing comes of what is sent it. */
  static Step of(Log log) {
    if (log.group() != null) {
      return e -> toGroup(e, log);
    }
    return Objects.equals(log.level(), AUDIT) ? e -> NEXT : new LogStep(log);
  }

  private static int toGroup(Evaluation e, Log log) {
    boolean ofDevice = e.hook == HookNumber.INGRESS || e.hook == HookNumber.EGRESS;
    Family family = ofDevice ? Family.NETDEV : e.family;
    e.environment
        .logGroups()
        .log(e.packet, new HandedFacts.Place(family, e.hook, e.in, e.out), log);
    return NEXT;
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
