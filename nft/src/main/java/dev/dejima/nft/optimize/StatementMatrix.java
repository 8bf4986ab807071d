package dev.dejima.nft.optimize;

import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a chain as rows; in each column what asks the same or does the same. A rule with a
 * statement that cannot be merged, or with two of one column, has no row and is like no other.
 */
final class StatementMatrix {
  private final List<Rule> rules;
  private final Predicate<Expression> isVariable;

  /** Of each column, the first statement that stood in it. */
  private final List<Statement> columns = new ArrayList<>();

  private final List<@Nullable Row> rows = new ArrayList<>();

  /** A rule's statements by column; shorter than the matrix where later columns are empty. */
  private record Row(List<@Nullable Statement> cells) {
    @Nullable Statement cell(int column) {
      return column < cells.size() ? cells.get(column) : null;
    }
  }

  StatementMatrix(List<Rule> rules, Predicate<Expression> isVariable) {
    this.rules = rules;
    this.isVariable = isVariable;
    for (Rule rule : rules) {
      rows.add(row(rule));
    }
  }

  Rule rule(int row) {
    return rules.get(row);
  }

  int columns() {
    return columns.size();
  }

  /** The statement of a mergeable rule in a column; null if it has none. */
  @Nullable Statement cell(int row, int column) {
    Row cells = rows.get(row);
    return cells == null ? null : cells.cell(column);
  }

  private @Nullable Row row(Rule rule) {
    List<@Nullable Statement> cells = new ArrayList<>();
    for (Statement statement : rule.statements()) {
      if (!isSupported(statement)) {
        return null;
      }
      int column = column(statement);
      while (cells.size() <= column) {
        cells.add(null);
      }
      if (cells.set(column, statement) != null) {
        return null;
      }
    }
    return new Row(cells);
  }

  private int column(Statement statement) {
    for (int i = 0; i < columns.size(); i++) {
      if (share(columns.get(i), statement)) {
        return i;
      }
    }
    columns.add(statement);
    return columns.size() - 1;
  }

  private boolean isSupported(Statement statement) {
    return switch (statement) {
      case Statement.Match match ->
          isEquality(match.operator())
              && isSelector(match.left())
              && isValue(match.right())
              && !isAnyOf(match);
      case Statement.VerdictStatement _, Statement.Counter _, Statement.Notrack _ -> true;
      case Statement.VerdictMap map ->
          isSelector(map.key()) && map.map() instanceof Expression.SetLiteral;
      case Statement.Log _, Statement.Reject _, Statement.Masquerade _ -> true;
      case Statement.Nat nat -> isPlain(nat.address()) && isPlain(nat.port());
      case Statement.Redirect redirect -> isPlain(redirect.port());
      default -> false;
    };
  }

  private static boolean isEquality(RelationalOperator operator) {
    return operator == RelationalOperator.IMPLICIT || operator == RelationalOperator.EQ;
  }

  /**
   * Whether a match asks for any of some flags, which a set does not: its members are all the flags
   * of a value. A flow has only one state at a time.
   */
  private static boolean isAnyOf(Statement.Match match) {
    boolean state = match.left() instanceof Expression.Ct ct && ct.key() == CtKey.STATE;
    return match.operator() == RelationalOperator.IMPLICIT
        && !state
        && Selectors.isBitmask(match.left());
  }

  private static boolean isSelector(Expression left) {
    return Selectors.isSelector(left);
  }

  private boolean isValue(Expression right) {
    return !isVariable.test(right)
        && switch (right) {
          case Expression.Symbol _,
              Expression.Range _,
              Expression.Prefix _,
              Expression.FlagList _ ->
              true;
          case Expression.SetLiteral set -> set.elements().stream().allMatch(this::isBare);
          case Expression.BinaryOp op -> Selectors.isConstant(op);
          default -> false;
        };
  }

  /** Whether an element is just its key, which can move into another set. */
  private boolean isBare(Expression.Element element) {
    return element.equals(Expression.Element.of(element.key())) && !isVariable.test(element.key());
  }

  private boolean isPlain(@Nullable Expression target) {
    return target == null
        || ((target instanceof Expression.Symbol || target instanceof Expression.Range)
            && !isVariable.test(target));
  }

  /** Whether two statements belong into one column. */
  private static boolean share(Statement one, Statement other) {
    return switch (one) {
      case Statement.Match a ->
          other instanceof Statement.Match b
              && a.operator() == b.operator()
              && a.left().equals(b.left());
      case Statement.VerdictStatement _, Statement.VerdictMap _ ->
          other instanceof Statement.VerdictStatement || other instanceof Statement.VerdictMap;
      case Statement.Counter _ -> other instanceof Statement.Counter;
      case Statement.Nat a ->
          other instanceof Statement.Nat b
              && a.type() == b.type()
              && a.flags().equals(b.flags())
              && a.family() == b.family()
              && a.target() == b.target();
      case Statement.Redirect a ->
          other instanceof Statement.Redirect b && a.flags().equals(b.flags());
      default -> one.equals(other);
    };
  }

  /** Whether two rules of one column can become one. */
  private static boolean areAlike(@Nullable Statement one, @Nullable Statement other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return switch (one) {
      case Statement.VerdictMap a ->
          other instanceof Statement.VerdictMap b && a.key().equals(b.key());
      case Statement.VerdictStatement _ -> other instanceof Statement.VerdictStatement;
      case Statement.Nat a ->
          other instanceof Statement.Nat b
              && (a.address() == null) == (b.address() == null)
              && (a.port() == null) == (b.port() == null);
      case Statement.Redirect a ->
          other instanceof Statement.Redirect b && (a.port() == null) == (b.port() == null);
      default -> true;
    };
  }

  /** The first row behind those that have the shape of a row. */
  int endOfRun(int from) {
    int to = from + 1;
    while (to < rows.size() && isMergeable(from) && areAlike(from, to)) {
      to++;
    }
    return to;
  }

  /** Whether a rule asks for anything: by matches, or only by a verdict map. */
  private boolean isMergeable(int row) {
    boolean matches = false;
    boolean map = false;
    for (int i = 0; i < columns.size(); i++) {
      Statement cell = cell(row, i);
      matches |= cell instanceof Statement.Match;
      map |= cell instanceof Statement.VerdictMap;
    }
    return matches ^ map;
  }

  private boolean areAlike(int one, int other) {
    if (rows.get(one) == null || rows.get(other) == null) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!areAlike(cell(one, i), cell(other, i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether no two rules of a run ask for the same: a set or map has each key once. */
  boolean areDistinct(int from, int to) {
    for (int i = from; i < to; i++) {
      for (int j = i + 1; j < to; j++) {
        if (asksTheSame(i, j)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean asksTheSame(int one, int other) {
    boolean asks = false;
    for (int i = 0; i < columns.size(); i++) {
      if (cell(one, i) instanceof Statement.Match a
          && cell(other, i) instanceof Statement.Match b) {
        asks = true;
        if (!Selectors.isSameValue(a.right(), b.right())) {
          return false;
        }
      }
    }
    return asks;
  }
}
