package dev.dejima.nft.optimize;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Concat;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.MapExpr;
import dev.dejima.nft.syntax.Expression.SetLiteral;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One rule from a run of rules of the same shape. What they compare with becomes the keys of a set,
 * or of a map that holds what each does: its verdict or its translation. Several matches become one
 * of a concatenation.
 */
final class RuleMerger {
  private final StatementMatrix matrix;
  private final int from;
  private final int to;

  /** The columns of the matches. */
  private final List<Integer> selectors = new ArrayList<>();

  /** What takes the place of the first rule's statements; nothing for those that go. */
  private final IdentityHashMap<Statement, Optional<Statement>> changes = new IdentityHashMap<>();

  RuleMerger(StatementMatrix matrix, int from, int to) {
    this.matrix = matrix;
    this.from = from;
    this.to = to;
    for (int i = 0; i < matrix.columns(); i++) {
      if (matrix.cell(from, i) instanceof Statement.Match) {
        selectors.add(i);
      }
    }
  }

  Rule merge() {
    Integer translation = column(RuleMerger::hasTarget);
    Integer verdict = column(RuleMerger::isVerdict);
    if (translation != null) {
      mergeTranslations(translation);
    } else if (verdict == null || verdictsAreSame(verdict)) {
      mergeKeys(verdict);
    } else {
      mergeVerdicts(verdict);
    }
    return rewritten();
  }

  private static boolean isVerdict(Statement statement) {
    return statement instanceof Statement.VerdictStatement
        || statement instanceof Statement.VerdictMap;
  }

  /** Whether a statement translates to something that can differ between rules. */
  private static boolean hasTarget(Statement statement) {
    return statement instanceof Statement.Nat
        || (statement instanceof Statement.Redirect redirect && redirect.port() != null);
  }

  private @Nullable Integer column(Predicate<Statement> wanted) {
    for (int i = 0; i < matrix.columns(); i++) {
      Statement cell = matrix.cell(from, i);
      if (cell != null && wanted.test(cell)) {
        return i;
      }
    }
    return null;
  }

  private boolean verdictsAreSame(int column) {
    Statement first = matrix.cell(from, column);
    for (int row = from + 1; row < to; row++) {
      boolean same =
          first instanceof Statement.VerdictMap || Objects.equals(first, matrix.cell(row, column));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** All do the same: their keys are a set; those of verdict maps are one verdict map. */
  private void mergeKeys(@Nullable Integer verdict) {
    if (selectors.isEmpty() && verdict != null) {
      joinMaps(verdict);
      return;
    }
    List<Element> members = new ArrayList<>();
    for (int row = from; row < to; row++) {
      keys(row).forEach(key -> members.add(Element.of(key)));
    }
    Statement.Match first = match(from, selectors.getFirst());
    change(first, new Statement.Match(selector(), first.operator(), set(members), first.span()));
    dropMatches(1);
  }

  private void joinMaps(int column) {
    List<Element> elements = new ArrayList<>();
    for (int row = from; row < to; row++) {
      if (matrix.cell(row, column)
          instanceof
          Statement.VerdictMap(Expression _, SetLiteral(List<Element> own, Span _), Span _)) {
        elements.addAll(own);
      }
    }
    if (matrix.cell(from, column) instanceof Statement.VerdictMap first) {
      change(first, new Statement.VerdictMap(first.key(), set(elements), first.span()));
    }
  }

  /** A verdict for each key; what was counted by the rules is counted by the elements. */
  private void mergeVerdicts(int verdict) {
    Integer counter = column(Statement.Counter.class::isInstance);
    List<Element> elements = new ArrayList<>();
    for (int row = from; row < to; row++) {
      if (matrix.cell(row, verdict) instanceof Statement.VerdictStatement value) {
        Statement counts = counter == null ? null : matrix.cell(row, counter);
        for (Expression key : keys(row)) {
          elements.add(
              new Element(
                  key,
                  value.verdict(),
                  null,
                  null,
                  null,
                  counts == null ? List.of() : List.of(counts),
                  key.span()));
        }
      }
    }
    Statement.Match first = match(from, selectors.getFirst());
    change(first, new Statement.VerdictMap(selector(), set(elements), first.span()));
    dropMatches(1);
    drop(counter);
    drop(verdict);
  }

  /** An address or port for each key. */
  private void mergeTranslations(int column) {
    List<Element> elements = new ArrayList<>();
    for (int row = from; row < to; row++) {
      Expression target = target(matrix.cell(row, column));
      keys(row).forEach(key -> elements.add(Element.of(key, target)));
    }
    Expression map = new MapExpr(selector(), set(elements), Span.NONE);
    Statement first = matrix.cell(from, column);
    if (first instanceof Statement.Nat nat) {
      change(
          nat,
          new Statement.Nat(
              nat.type(),
              nat.family() == null ? family() : nat.family(),
              nat.target(),
              map,
              null,
              nat.flags(),
              nat.span()));
    } else if (first instanceof Statement.Redirect redirect) {
      change(redirect, new Statement.Redirect(map, redirect.flags(), redirect.span()));
    }
    dropMatches(0);
    drop(column(Statement.Counter.class::isInstance));
  }

  private static Expression target(@Nullable Statement statement) {
    return switch (statement) {
      case Statement.Nat nat -> {
        Expression address = nat.address();
        Expression port = nat.port();
        yield address == null || port == null
            ? Objects.requireNonNull(address == null ? port : address)
            : new Concat(List.of(address, port), address.span().to(port.span()));
      }
      case Statement.Redirect redirect -> Objects.requireNonNull(redirect.port());
      case null, default -> throw new IllegalArgumentException("not a translation: " + statement);
    };
  }

  /** The family of addresses that the selectors say; absent where they do not. */
  private @Nullable Family family() {
    Family family = null;
    for (int column : selectors) {
      if (match(from, column).left() instanceof Expression.Payload payload) {
        if (payload.field().protocol() == Protocol.IP) {
          family = Family.IP;
        } else if (payload.field().protocol() == Protocol.IP6) {
          family = Family.IP6;
        }
      }
    }
    return family;
  }

  /** What all the rules ask about. */
  private Expression selector() {
    List<Expression> parts = selectors.stream().map(column -> match(from, column).left()).toList();
    return parts.size() == 1 ? parts.getFirst() : new Concat(parts, Span.NONE);
  }

  /** What a rule compares with: a key for each combination of its values. */
  private List<Expression> keys(int row) {
    List<List<Expression>> keys = List.of(List.of());
    for (int column : selectors) {
      List<List<Expression>> longer = new ArrayList<>();
      for (List<Expression> key : keys) {
        for (Expression value : values(match(row, column).right())) {
          List<Expression> parts = new ArrayList<>(key);
          parts.add(value);
          longer.add(parts);
        }
      }
      keys = longer;
    }
    return keys.stream()
        .map(parts -> parts.size() == 1 ? parts.getFirst() : new Concat(parts, Span.NONE))
        .toList();
  }

  private static List<Expression> values(Expression right) {
    return switch (right) {
      case SetLiteral set -> set.elements().stream().map(Element::key).toList();
      case Expression.FlagList list -> list.flags();
      default -> List.of(right);
    };
  }

  private Statement.Match match(int row, int column) {
    if (matrix.cell(row, column) instanceof Statement.Match match) {
      return match;
    }
    throw new IllegalArgumentException("no match in column " + column);
  }

  private static SetLiteral set(List<Element> elements) {
    return new SetLiteral(elements, Span.NONE);
  }

  private void change(Statement statement, Statement other) {
    changes.put(statement, Optional.of(other));
  }

  private void dropMatches(int first) {
    selectors.subList(first, selectors.size()).forEach(this::drop);
  }

  private void drop(@Nullable Integer column) {
    Statement statement = column == null ? null : matrix.cell(from, column);
    if (statement != null) {
      changes.put(statement, Optional.empty());
    }
  }

  /** The first rule with the changes; its comment goes, for it spoke of that rule alone. */
  private Rule rewritten() {
    Rule first = matrix.rule(from);
    List<Statement> statements = new ArrayList<>();
    for (Statement statement : first.statements()) {
      changes.getOrDefault(statement, Optional.of(statement)).ifPresent(statements::add);
    }
    return first.with(statements, null);
  }
}
