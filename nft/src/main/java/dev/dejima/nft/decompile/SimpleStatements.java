package dev.dejima.nft.decompile;

import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Log;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.CompatKind;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements that read no register. */
final class SimpleStatements {
  private static final int WARNING = 4;

  private SimpleStatements() {}

  /** What keeps something in mind; null for any other expression. */
  static @Nullable Statement stateful(Expr expr) {
    return switch (expr) {
      case Counter(long packets, long bytes) -> new Statement.Counter(packets, bytes, Span.NONE);
      case Connlimit(int count, boolean over) ->
          new Statement.ConnectionLimit(Integer.toUnsignedLong(count), over, Span.NONE);
      case Last(boolean used, long milliseconds) ->
          new Statement.Last(used ? milliseconds : null, Span.NONE);
      case Limit limit -> limit(limit);
      case Quota(long bytes, long consumed, boolean over) ->
          new Statement.Quota(bytes, over, consumed, Span.NONE);
      default -> null;
    };
  }

  /** Of the bridge family, what logs is no target but a watcher. */
  static Statement compat(Compat compat, Family family) {
    boolean watcher =
        family == Family.BRIDGE && (compat.name().equals("log") || compat.name().equals("nflog"));
    CompatKind target = watcher ? CompatKind.WATCHER : CompatKind.TARGET;
    return new Statement.Compat(
        compat.target() ? target : CompatKind.MATCH, compat.name(), Span.NONE);
  }

  static Statement.Limit limit(Limit limit) {
    boolean packets = limit.type() == Limit.Type.PACKETS;
    LimitUnit unit = packets ? LimitUnit.PACKETS : unit(limit.rate());
    LimitUnit burstUnit = packets ? LimitUnit.PACKETS : unit(limit.burst());
    boolean burst = packets || limit.burst() != 0;
    return new Statement.Limit(
        limit.rate() / unit.factor(),
        unit,
        per(limit.unit()),
        limit.over(),
        burst ? (limit.burst() & 0xffffffffL) / burstUnit.factor() : null,
        burst ? burstUnit : null,
        Span.NONE);
  }

  /** The largest unit that leaves no rest. */
  private static LimitUnit unit(long octets) {
    for (LimitUnit unit : new LimitUnit[] {LimitUnit.MBYTES, LimitUnit.KBYTES}) {
      if (octets != 0 && octets % unit.factor() == 0) {
        return unit;
      }
    }
    return LimitUnit.BYTES;
  }

  private static Statement.LimitPer per(long seconds) {
    for (Statement.LimitPer per : Statement.LimitPer.values()) {
      if (per.seconds() == seconds) {
        return per;
      }
    }
    throw new IllegalArgumentException("a limit for " + seconds + " s");
  }

  /** The kernel's own level is warning, and is not shown. */
  static Statement.Log log(Log log) {
    Integer level = log.level();
    Integer snaplen = log.snaplen();
    Integer threshold = log.qthreshold();
    Statement.LogLevel shown =
        level == null || level == WARNING || log.group() != null
            ? null
            : Statement.LogLevel.values()[level];
    Set<Statement.LogFlag> flags = EnumSet.noneOf(Statement.LogFlag.class);
    Integer bits = log.flags();
    for (Statement.LogFlag flag : Statement.LogFlag.values()) {
      if (bits != null && (bits & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return new Statement.Log(
        log.prefix(),
        log.group(),
        snaplen == null || snaplen == 0 ? null : snaplen.longValue(),
        threshold == null || threshold == 0 ? null : threshold,
        shown,
        flags,
        Span.NONE);
  }
}
