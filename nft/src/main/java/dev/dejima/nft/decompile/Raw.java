package dev.dejima.nft.decompile;

import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.util.List;

/**
 * What the language here has no words for, shown as {@code --debug=netlink} does. Such a line
 * cannot be read back, but a listing must not hide that the rule does more.
 */
final class Raw {
  private Raw() {}

  static Statement statement(Expr expr) {
    String line = DebugDump.rule(List.of(expr)).getFirst().strip();
    return new Statement.Match(
        Symbol.word("expr"), Statement.RelationalOperator.IMPLICIT, Symbol.string(line), Span.NONE);
  }

  /** A whole rule whose expressions do not fit together as nft would have written them. */
  static List<Statement> statements(List<Expr> exprs) {
    return exprs.stream().map(Raw::statement).toList();
  }
}
