package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Intervals.Piece;
import dev.dejima.nft.compile.Literals.Interval;
import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.SetElements;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.ElementList;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Name;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The elements of sets and maps.
 *
 * <p>The kernel keeps a set of ranges as points on a line: an element where a range begins and one,
 * marked {@code INTERVAL_END}, at the first value behind it. Only concatenations carry both ends of
 * a range in one element.
 */
final class ElementCompiler {
  private static final String NO_MAP = "set is not a map";

  /** In the order in which nft tries them. */
  private static final List<String> VERDICTS =
      List.of("continue", "break", "return", "accept", "drop", "queue", "stolen");

  private final Literals literals;
  private final Function<Element, List<Expr>> statements;

  /**
   * A compiler of elements.
   *
   * @param statements turns what an element does when it matches into expressions
   */
  ElementCompiler(Literals literals, Function<Element, List<Expr>> statements) {
    this.literals = literals;
    this.statements = statements;
  }

  /** What a set's elements are compiled for. */
  record Target(
      SetUse set,
      boolean merge,
      boolean anonymous,
      int shift,
      int octets,
      UnaryOperator<BigInteger> adjust) {}

  /** Whether any element's key is more than one value. */
  boolean needsInterval(List<Element> elements, List<ValueType> types) {
    for (int at = 0; at < elements.size(); at++) {
      if (types.size() == 1 && isConstant(elements, at)) {
        if (!((ElementList) elements).isSingle(at)) {
          return true;
        }
        continue;
      }
      Element element = elements.get(at);
      if (element.key() instanceof Expression.Wildcard) {
        continue;
      }
      List<Expression> parts = Literals.parts(element.key(), types);
      for (int i = 0; i < parts.size(); i++) {
        Expression part = parts.get(i);
        if (part instanceof Expression.Range
            || part instanceof Expression.Prefix
            || (part instanceof Expression.Symbol symbol
                && Constants.wildcard(symbol, types.get(i)) >= 0)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isConstant(List<Element> elements, int index) {
    return elements instanceof ElementList list && list.form(index) != ElementList.NONE;
  }

  /** Refuses keys of one field that are none of its type. */
  void check(List<Element> elements, List<ValueType> types) {
    for (Element element : elements) {
      if (types.size() == 1 && !(element.key() instanceof Expression.Wildcard)) {
        literals.interval(element.key(), types.getFirst());
      }
    }
  }

  /** Whether any element's data is more than one value. */
  static boolean needsDataInterval(List<Element> elements) {
    for (Element element : elements) {
      Expression value = element.value();
      List<Expression> parts =
          value instanceof Expression.Concat concat
              ? concat.parts()
              : value == null ? List.of() : List.of(value);
      for (Expression part : parts) {
        if (part instanceof Expression.Range || part instanceof Expression.Prefix) {
          return true;
        }
      }
    }
    return false;
  }

  /** Only addresses can be translated to ranges: elsewhere the kernel refuses them in a map. */
  static void checkSingleData(Expression written) {
    if (written instanceof Expression.MapExpr map
        && map.map() instanceof Expression.SetLiteral literal
        && needsDataInterval(literal.elements())) {
      throw new CompileException(
          literal.elements().getFirst().key().span(), "Could not process rule: Invalid argument");
    }
  }

  /** The elements as the kernel takes them. */
  List<SetElement> compile(List<Element> elements, Target target) {
    if (!isPoints(target.set)) {
      return others(elements, target);
    }
    List<SetElement> compiled = new ArrayList<>();
    List<Piece> pieces = pieces(elements, target);
    points(target.merge ? Intervals.joined(pieces) : Intervals.apart(pieces), target, compiled);
    compiled.addAll(others(elements, target));
    return compiled;
  }

  /** Whether a set's ranges are points on a line. */
  static boolean isPoints(SetUse set) {
    return set.interval() && set.keys().size() == 1;
  }

  /** The elements that are no ranges on a line, as the kernel takes them. */
  List<SetElement> others(List<Element> elements, Target target) {
    SetElements.Builder compiled = new SetElements.Builder();
    boolean points = isPoints(target.set);
    ConstantElements constants = points ? null : ConstantElements.of(elements, target);
    for (int i = 0; i < elements.size(); i++) {
      if (isConstant(elements, i)
          && (points || (constants != null && constants.add(i, compiled)))) {
        continue;
      }
      Element element = elements.get(i);
      if (element.key() instanceof Expression.Wildcard) {
        compiled.add(finish(element, Bytes.EMPTY, null, target, SetElement.CATCH_ALL));
      } else if (!points) {
        compiled.add(plain(element, target));
      }
    }
    return compiled.build();
  }

  /** The elements that are ranges on a line. */
  List<Piece> pieces(List<Element> elements, Target target) {
    List<Piece> pieces = new ArrayList<>();
    for (Element element : elements) {
      if (!(element.key() instanceof Expression.Wildcard)) {
        pieces.add(piece(element, target));
      }
    }
    return pieces;
  }

  /** The ranges whose ends the kernel told, from low to high. */
  static List<Piece> held(List<SetElement> elements, ValueType type) {
    List<SetElement> points =
        elements.stream()
            .filter(e -> (e.flags() & SetElement.CATCH_ALL) == 0)
            .sorted(
                Comparator.comparing((SetElement e) -> ordered(type).decode(e.key()))
                    .thenComparingInt(e -> -(e.flags() & SetElement.INTERVAL_END)))
            .toList();
    List<Piece> held = new ArrayList<>();
    BigInteger high = type.max();
    for (SetElement point : points.reversed()) {
      BigInteger low = ordered(type).decode(point.key());
      if ((point.flags() & SetElement.INTERVAL_END) == 0) {
        held.add(Piece.of(low, high, type, null, point));
      }
      high = low.subtract(BigInteger.ONE);
    }
    return held.reversed();
  }

  private Piece piece(Element element, Target target) {
    ValueType type = target.set.keys().getFirst();
    Literals.parts(element.key(), target.set.keys());
    Interval interval = literals.interval(element.key(), type);
    BigInteger low = target.adjust.apply(interval.low());
    return Piece.of(low, target.adjust.apply(interval.high()), type, element, null);
  }

  private SetElement plain(Element element, Target target) {
    List<ValueType> types = target.set.keys();
    List<Expression> parts = Literals.parts(element.key(), types);
    if (types.size() == 1) {
      BigInteger value = target.adjust.apply(literals.number(parts.getFirst(), types.getFirst()));
      return finish(element, key(value, target, types.getFirst()), null, target, 0);
    }
    Bytes low = Bytes.EMPTY;
    Bytes high = Bytes.EMPTY;
    for (int i = 0; i < parts.size(); i++) {
      ValueType type = target.set.interval() ? ordered(types.get(i)) : types.get(i);
      Interval interval = literals.interval(parts.get(i), types.get(i));
      low = append(low, type.encode(interval.low()));
      high = append(high, type.encode(interval.high()));
    }
    return finish(element, low, target.set.interval() ? high : null, target, 0);
  }

  private static ValueType ordered(ValueType type) {
    return type.turns() ? type.network() : type;
  }

  private static Bytes append(Bytes octets, Bytes field) {
    return octets.concat(field.padTo(Register.padded(field.length())));
  }

  private static Bytes key(BigInteger value, Target target, ValueType type) {
    if (target.shift > 0 || target.octets != type.octets()) {
      return ValueType.encode(value.shiftLeft(target.shift), target.octets, false);
    }
    return (target.set.interval() ? ordered(type) : type).encode(value);
  }

  /** Adds the points of ranges from low to high. */
  void points(List<Piece> sorted, Target target, List<SetElement> compiled) {
    ValueType type = target.set.keys().getFirst();
    BigInteger next = BigInteger.ZERO;
    boolean open = target.anonymous;
    for (int i = 0; i < sorted.size(); i++) {
      Piece piece = sorted.get(i);
      if (open && i == 0 && piece.low().signum() > 0) {
        compiled.add(SetElement.of(key(BigInteger.ZERO, target, type), SetElement.INTERVAL_END));
      }
      boolean last = piece.high().bitCount() == 8 * type.octets();
      SetElement start = start(piece, target, type);
      compiled.add(last ? marked(start) : start);
      next = piece.high().add(BigInteger.ONE);
      boolean adjacent = i + 1 < sorted.size() && sorted.get(i + 1).low().equals(next);
      if (!last && !(adjacent && target.set.isAnonymous())) {
        compiled.add(SetElement.of(key(next, target, type), SetElement.INTERVAL_END));
      }
    }
  }

  private static SetElement marked(SetElement element) {
    Bytes userData = element.userData().concat(SetElements.OPEN);
    return new SetElement(
        element.key(),
        element.keyEnd(),
        element.data(),
        element.flags(),
        element.timeout(),
        element.expiration(),
        element.exprs(),
        userData);
  }

  private SetElement start(Piece piece, Target target, ValueType type) {
    Bytes key = key(piece.low(), target, type);
    Element element = piece.element();
    SetElement held = piece.held();
    if (element != null || held == null) {
      return finish(Objects.requireNonNull(element), key, null, target, 0);
    }
    return new SetElement(
        key,
        null,
        held.data(),
        held.flags(),
        held.timeout(),
        held.expiration(),
        held.exprs(),
        UserData.text(held.userData(), UserData.COMMENT)
            .map(comment -> UserData.text(UserData.COMMENT, comment))
            .orElse(Bytes.EMPTY));
  }

  private SetElement finish(
      Element element, Bytes key, @Nullable Bytes keyEnd, Target target, int flags) {
    Long timeout = element.timeout();
    Long expires = element.expires();
    String comment = element.comment();
    return new SetElement(
        key,
        keyEnd,
        data(element, target.set),
        flags,
        timeout == null ? 0 : timeout,
        expires == null ? 0 : expires,
        statements.apply(element),
        comment == null ? Bytes.EMPTY : UserData.text(UserData.COMMENT, comment));
  }

  private @Nullable Data data(Element element, SetUse set) {
    Expression value = element.value();
    if (value == null) {
      if (set.isMap()) {
        throw new CompileException(
            new Diagnostic(
                element.span(),
                "Could not process rule: Invalid argument",
                "an element of a map is a key and its value, with a colon between",
                null));
      }
      return null;
    }
    if (set.objects() != ObjectType.UNSPEC) {
      if (!(value instanceof Expression.Symbol name)) {
        throw new CompileException(value.span(), "an object's name is expected here");
      }
      return new ObjectName(name.text());
    }
    if (value instanceof Expression.Verdict verdict) {
      if (!set.verdicts()) {
        if (set.isAnonymous() && !set.isMap()) {
          throw new CompileException(element.key().span(), "mapping outside of map context");
        }
        if (!set.isMap()) {
          throw new CompileException(element.span(), NO_MAP);
        }
        throw new CompileException(
            value.span(),
            "datatype mismatch, expected "
                + TypeNames.description(set.data())
                + ", expression has type netfilter verdict");
      }
      return verdict(verdict);
    }
    if (set.data().isEmpty()) {
      if (set.isAnonymous() && !set.isMap()) {
        throw new CompileException(element.key().span(), "mapping outside of map context");
      }
      throw set.verdicts() && value instanceof Expression.Symbol symbol
          ? noVerdict(symbol)
          : new CompileException(element.span(), NO_MAP);
    }
    return new Value(set.dataInterval() ? ends(value, set.data()) : single(value, set.data()));
  }

  /** What is near no verdict is taken for a chain. */
  private static CompileException noVerdict(Expression.Symbol symbol) {
    String near = Misspelling.nearest(symbol.text(), VERDICTS);
    return new CompileException(
        symbol.span(),
        "Could not parse netfilter verdict; did you mean `%s'?"
            .formatted(near == null ? "jump " + symbol.text() : near));
  }

  private Bytes single(Expression value, List<ValueType> types) {
    return types.size() == 1 && !(value instanceof Expression.Concat)
        ? types.getFirst().encode(literals.number(value, types.getFirst()))
        : literals.concatenation(value, types);
  }

  /** The lowest values of all fields, then the highest. */
  private Bytes ends(Expression value, List<ValueType> types) {
    Bytes low = Bytes.EMPTY;
    Bytes high = Bytes.EMPTY;
    List<Expression> parts = Literals.parts(value, types);
    for (int i = 0; i < parts.size(); i++) {
      Interval interval = literals.interval(parts.get(i), types.get(i));
      low = append(low, types.get(i).encode(interval.low()));
      high = append(high, types.get(i).encode(interval.high()));
    }
    return low.concat(high);
  }

  /** A verdict as the kernel takes it. */
  static Verdict verdict(Expression.Verdict verdict) {
    Name chain = verdict.chain();
    return new Verdict(verdict.code(), chain == null ? null : chain.text());
  }
}
