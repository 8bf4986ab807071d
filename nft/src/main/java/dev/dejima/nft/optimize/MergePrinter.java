package dev.dejima.nft.optimize;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a merged rule as {@code nft -o} shows it: before its values have a meaning, so that words
 * stand without quotes and numbers in decimal digits.
 */
public final class MergePrinter {
  /** How nft goes on behind an element of a set or map that was written as one. */
  private static final String NEXT_ELEMENT = ",\n\t\t\t     ";

  /** Longer numbers stay as they were typed. */
  private static final int NUMBER_BITS = 64;

  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT.withoutState());

  private MergePrinter() {}

  /** The text of a rule, without a newline at its end. */
  public static String print(Optimized.Merge merge) {
    return merge.into().statements().stream()
        .map(statement -> print(merge, statement))
        .collect(joining(" "));
  }

  private static String print(Optimized.Merge merge, Statement statement) {
    if (statement
        instanceof
        Statement.VerdictMap(
            Expression key,
            Expression.SetLiteral(List<Expression.Element> elements, var _),
            var _)) {
      boolean joined =
          merge.rules().getFirst().statements().stream()
              .anyMatch(Statement.VerdictMap.class::isInstance);
      return elements.stream()
          .map(element -> PRINTER.print(plain(element)))
          .collect(
              joining(joined ? NEXT_ELEMENT : ", ", PRINTER.print(plain(key)) + " vmap { ", " }"));
    }
    return statement instanceof Statement.Match match
        ? print(merge, match)
        : PRINTER.print(plain(statement));
  }

  /** What the rules compared one thing with is shown as each of them had it. */
  private static String print(Optimized.Merge merge, Statement.Match match) {
    List<Expression> compared = compared(merge, match);
    boolean single = compared.size() == merge.rules().size();
    if (!single || !compared.stream().anyMatch(right -> !right.equals(match.right()))) {
      return PRINTER.print(plain(match));
    }
    String operator = operator(match).word();
    return compared.stream()
        .map(MergePrinter::member)
        .collect(
            joining(
                ", ",
                PRINTER.print(plain(match.left()))
                    + (operator.isEmpty() ? "" : " " + operator)
                    + " { ",
                " }"));
  }

  private static List<Expression> compared(Optimized.Merge merge, Statement.Match match) {
    List<Expression> compared = new ArrayList<>();
    for (Rule rule : merge.rules()) {
      for (Statement statement : rule.statements()) {
        if (statement instanceof Statement.Match of && of.left().equals(match.left())) {
          compared.add(of.right());
        }
      }
    }
    return compared;
  }

  private static String member(Expression right) {
    return right instanceof Expression.SetLiteral(List<Expression.Element> elements, var _)
        ? elements.stream()
            .map(element -> PRINTER.print(plain(element)))
            .collect(joining(NEXT_ELEMENT, "{ ", " }"))
        : PRINTER.print(plain(right));
  }

  private static Statement plain(Statement statement) {
    return switch (statement) {
      case Statement.Match m ->
          new Statement.Match(plain(m.left()), operator(m), plain(m.right()), m.span());
      case Statement.Nat n ->
          new Statement.Nat(
              n.type(),
              n.family(),
              n.target(),
              n.address() == null ? null : plain(n.address()),
              n.port() == null ? null : plain(n.port()),
              n.flags(),
              n.span());
      case Statement.Redirect r ->
          new Statement.Redirect(r.port() == null ? null : plain(r.port()), r.flags(), r.span());
      default -> statement;
    };
  }

  /** Only behind a mask must it be said that something is compared. */
  private static RelationalOperator operator(Statement.Match match) {
    return match.left() instanceof Expression.BinaryOp
        ? match.operator()
        : RelationalOperator.IMPLICIT;
  }

  private static Expression plain(Expression expression) {
    return switch (expression) {
      case Symbol symbol -> plain(symbol);
      case Expression.Range(Expression low, Expression high, var span) ->
          new Expression.Range(plain(low), plain(high), span);
      case Expression.BinaryOp(var operator, Expression left, Expression right, var span) ->
          new Expression.BinaryOp(operator, plain(left), plain(right), span);
      case Expression.Concat(List<Expression> parts, var span) ->
          new Expression.Concat(plain(parts), span);
      case Expression.FlagList(List<Expression> flags, var span) ->
          new Expression.FlagList(plain(flags), span);
      case Expression.MapExpr(Expression key, Expression map, var span) ->
          new Expression.MapExpr(plain(key), plain(map), span);
      case Expression.SetLiteral(List<Expression.Element> elements, var span) ->
          new Expression.SetLiteral(elements.stream().map(MergePrinter::plain).toList(), span);
      default -> expression;
    };
  }

  private static List<Expression> plain(List<Expression> expressions) {
    List<Expression> plain = new ArrayList<>();
    expressions.forEach(expression -> plain.add(plain(expression)));
    return plain;
  }

  private static Expression.Element plain(Expression.Element element) {
    Expression value = element.value();
    return new Expression.Element(
        plain(element.key()),
        value == null ? null : plain(value),
        element.timeout(),
        element.expires(),
        element.comment(),
        element.statements(),
        element.span());
  }

  private static Symbol plain(Symbol symbol) {
    String text = symbol.text();
    if (symbol.kind() == Symbol.Kind.NUMBER && text.startsWith("0x")) {
      BigInteger number = new BigInteger(text.substring(2), 16);
      text = number.bitLength() > NUMBER_BITS ? text : number.toString();
    }
    return new Symbol(text, Symbol.Kind.WORD, symbol.span());
  }
}
