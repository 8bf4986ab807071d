package dev.dejima.nft.json;

import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stretches of time, which listings have in words ({@code 1m7s}) and JSON in whole seconds. */
final class Seconds {
  private Seconds() {}

  /**
   * An expression whose times are seconds.
   *
   * @param types what its values mean, one for each part of a concatenation
   */
  static Expression of(Expression expression, List<DataType> types) {
    if (!types.contains(DataType.TIME)) {
      return expression;
    }
    return switch (expression) {
      case Symbol s when s.kind() == Symbol.Kind.WORD && types.size() == 1 -> seconds(s);
      case Expression.Range r ->
          new Expression.Range(of(r.low(), types), of(r.high(), types), r.span());
      case Expression.Concat c -> new Expression.Concat(parts(c.parts(), types), c.span());
      case Expression.SetLiteral s ->
          new Expression.SetLiteral(
              s.elements().stream().map(element -> of(element, types, List.of())).toList(),
              s.span());
      default -> expression;
    };
  }

  /** An element whose times are seconds, of the key's types and the data's. */
  static Element of(Element element, List<DataType> keys, List<DataType> data) {
    Expression value = element.value();
    return new Element(
        of(element.key(), keys),
        value == null ? null : of(value, data),
        element.timeout(),
        element.expires(),
        element.comment(),
        element.statements(),
        element.span());
  }

  private static List<Expression> parts(List<Expression> parts, List<DataType> types) {
    List<Expression> written = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      @Nullable DataType type = i < types.size() ? types.get(i) : null;
      written.add(type == null ? parts.get(i) : of(parts.get(i), List.of(type)));
    }
    return written;
  }

  private static Expression seconds(Symbol symbol) {
    try {
      return Symbol.number(Numbers.parseTime(symbol.text()) / 1000);
    } catch (NumberFormatException e) {
      return symbol;
    }
  }
}
