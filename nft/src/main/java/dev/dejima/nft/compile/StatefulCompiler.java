package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import java.util.List;

/** The statements that keep something in mind, in rules and in the elements of sets. */
final class StatefulCompiler {
  private static final long PACKETS_BURST = 5;

  private StatefulCompiler() {}

  /** What elements do when they match. */
  static List<Expr> compileAll(List<Statement> statements) {
    return statements.isEmpty()
        ? List.of()
        : statements.stream().map(StatefulCompiler::compile).toList();
  }

  static Expr compile(Statement statement) {
    return switch (statement) {
      case Statement.Counter counter -> new Counter(counter.packets(), counter.bytes());
      case Statement.ConnectionLimit limit -> new Connlimit((int) limit.count(), limit.over());
      case Statement.Last last -> {
        Long used = last.used();
        yield new Last(used != null, used == null ? 0 : used);
      }
      case Statement.Limit limit -> limit(limit);
      case Statement.Quota quota -> new Quota(quota.bytes(), quota.used(), quota.over());
      default -> throw new CompileException(statement.span(), "statement must be stateful");
    };
  }

  static Limit limit(Statement.Limit limit) {
    boolean packets = limit.unit() == LimitUnit.PACKETS;
    LimitUnit burstUnit = limit.burstUnit();
    if (burstUnit != null && (burstUnit == LimitUnit.PACKETS) != packets) {
      throw new CompileException(
          limit.span(), "packet limit burst must be in packets, byte limit burst in bytes");
    }
    if (limit.rate() == 0) {
      throw new CompileException(limit.span(), "Could not process rule: Invalid argument");
    }
    Long burst = limit.burst();
    long least = packets ? PACKETS_BURST : 0;
    long factor = burstUnit == null ? 1 : burstUnit.factor();
    return new Limit(
        limit.rate() * limit.unit().factor(),
        limit.per().seconds(),
        (int) (burst == null ? least : burst * factor),
        packets ? Limit.Type.PACKETS : Limit.Type.BYTES,
        limit.over());
  }
}
