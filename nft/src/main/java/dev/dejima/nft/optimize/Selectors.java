package dev.dejima.nft.optimize;

import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.syntax.Expression;

/** What rules ask about packets, and what they compare it with. */
final class Selectors {
  private Selectors() {}

  /** Whether an expression is of the packet alone, so that it can be asked once for many rules. */
  static boolean isSelector(Expression expression) {
    return switch (expression) {
      case Expression.BinaryOp op -> isSelector(op.left()) && isConstant(op.right());
      case Expression.Concat _, Expression.MapExpr _, Expression.FlagList _ -> false;
      case Expression.Symbol _, Expression.Range _, Expression.Prefix _ -> false;
      case Expression.SetLiteral _, Expression.SetReference _, Expression.Element _ -> false;
      case Expression.Verdict _, Expression.Wildcard _ -> false;
      default -> true;
    };
  }

  /** Whether an expression is made of written values only. */
  static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Symbol _ -> true;
      case Expression.BinaryOp op -> isConstant(op.left()) && isConstant(op.right());
      default -> false;
    };
  }

  /** Whether the values of a selector are flags. */
  static boolean isBitmask(Expression selector) {
    return switch (selector) {
      case Expression.Payload payload -> ValueType.of(payload.field()).data().isBitmask();
      case Expression.Ct ct -> ValueType.of(ct.key()).data().isBitmask();
      case Expression.BinaryOp op -> isBitmask(op.left());
      default -> false;
    };
  }

  /** Whether two single values are written alike; lists and ranges are never taken for the same. */
  static boolean isSameValue(Expression one, Expression other) {
    return switch (one) {
      case Expression.Symbol a -> other instanceof Expression.Symbol b && a.text().equals(b.text());
      case Expression.BinaryOp a ->
          other instanceof Expression.BinaryOp b
              && a.operator() == b.operator()
              && isSameValue(a.left(), b.left())
              && isSameValue(a.right(), b.right());
      default -> false;
    };
  }
}
