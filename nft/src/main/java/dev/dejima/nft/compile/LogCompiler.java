package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Log;
import dev.dejima.nft.syntax.Statement;

/** The log statement. */
final class LogCompiler {
  /** {@code NF_LOG_PREFIXLEN}, with the zero octet that ends the text. */
  private static final int PREFIX_OCTETS = 128;

  private LogCompiler() {}

  static Log compile(Statement.Log log) {
    check(log);
    int flags = 0;
    for (Statement.LogFlag flag : log.flags()) {
      flags |= flag.bit();
    }
    Statement.LogLevel level = log.level();
    Long snaplen = log.snaplen();
    return new Log(
        log.prefix(),
        level == null ? null : level.ordinal(),
        flags == 0 ? null : flags,
        log.group(),
        snaplen == null ? null : snaplen.intValue(),
        log.queueThreshold());
  }

  private static void check(Statement.Log log) {
    boolean grouped = log.group() != null || log.snaplen() != null || log.queueThreshold() != null;
    if (log.level() != null && grouped) {
      throw new CompileException(log.span(), "level and group are mutually exclusive");
    }
    if (!log.flags().isEmpty() && grouped) {
      throw new CompileException(log.span(), "flags and group are mutually exclusive");
    }
    boolean more = log.prefix() != null || grouped || !log.flags().isEmpty();
    if (log.level() == Statement.LogLevel.AUDIT && more) {
      throw new CompileException(log.span(), "log level audit doesn't support any further options");
    }
    String prefix = log.prefix();
    if (prefix != null && prefix.isEmpty()) {
      throw new CompileException(
          log.span(), "log prefix must have a minimum length of 1 character");
    }
    if (prefix != null
        && prefix.getBytes(java.nio.charset.StandardCharsets.UTF_8).length >= PREFIX_OCTETS) {
      throw new CompileException(log.span(), "log prefix is too long");
    }
  }
}
