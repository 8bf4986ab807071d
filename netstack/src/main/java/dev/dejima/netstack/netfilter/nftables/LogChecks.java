package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Log;

/** What rules may log, and what is filled in ({@code nft_log_init}). */
final class LogChecks {
  private static final int WARNING = 4;
  private static final int FLAGS = 0x3f;

  private LogChecks() {}

  static Log check(Log log) throws Refused {
    if (log.group() != null) {
      if (log.level() != null || log.flags() != null) {
        throw new Refused(Errno.EINVAL);
      }
      return log;
    }
    int level = log.level() == null ? WARNING : log.level();
    if (level < 0 || level > LogStep.AUDIT || log.flags() != null && (log.flags() & ~FLAGS) != 0) {
      throw new Refused(Errno.EINVAL);
    }
    return new Log(log.prefix(), level, log.flags(), null, null, null);
  }
}
