package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.RankSort;
import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of sets and maps, from low to high. */
final class ElementDecompiler {
  private final Values values;

  ElementDecompiler(Values values) {
    this.values = values;
  }

  /**
   * The elements of a set.
   *
   * @param keys the fields of its key
   * @param shift bits that keys are moved up, of fields that are not whole octets
   */
  List<Element> decompile(NewSet set, List<SetElement> elements, List<ValueType> keys, int shift) {
    boolean interval = (set.flags() & NewSet.INTERVAL) != 0;
    ConstantKeys constants =
        keys.size() == 1 && shift == 0
            ? ConstantKeys.of(set, elements, keys.getFirst(), values.options())
            : null;
    if (constants != null) {
      return interval ? constants.ranges() : constants.values();
    }
    boolean ordered = interval && keys.size() > 1;
    List<SetElement> sorted = ordered ? elements : sorted(elements, keys, interval);
    if (interval && keys.size() == 1) {
      return points(set, sorted, keys.getFirst());
    }
    List<Element> result = new ArrayList<>();
    for (SetElement element : sorted) {
      Expression key =
          keys.size() == 1
              ? single(element.key(), keys.getFirst(), shift)
              : concatenation(element, keys, interval);
      result.add(
          element(set, element, wildcard(element) ? new Expression.Wildcard(Span.NONE) : key));
    }
    return result;
  }

  /** An element with what it is sorted by; of two with one key, the end of a range first. */
  private record Keyed(long rank, BigInteger key, SetElement element) implements Comparable<Keyed> {
    static Keyed of(BigInteger key, SetElement element) {
      return new Keyed(
          key.bitLength() < Long.SIZE ? key.longValue() : Long.MAX_VALUE, key, element);
    }

    private boolean isEnd() {
      return (element.flags() & SetElement.INTERVAL_END) != 0;
    }

    @Override
    public int compareTo(Keyed other) {
      int order = Long.compare(rank, other.rank);
      order = order == 0 ? key.compareTo(other.key) : order;
      return order == 0 ? Boolean.compare(other.isEnd(), isEnd()) : order;
    }
  }

  private static List<SetElement> sorted(
      List<SetElement> elements, List<ValueType> keys, boolean interval) {
    List<Keyed> keyed = new ArrayList<>(elements.size());
    for (SetElement element : elements) {
      keyed.add(Keyed.of(sortKey(element, keys, interval), element));
    }
    List<SetElement> sorted = new ArrayList<>(keyed.size());
    for (Keyed each : RankSort.sorted(keyed, Keyed::rank, Comparator.naturalOrder())) {
      sorted.add(each.element);
    }
    return sorted;
  }

  private static boolean wildcard(SetElement element) {
    return (element.flags() & SetElement.CATCH_ALL) != 0;
  }

  /**
   * Numbers sort as numbers, whatever their byte order, flags by the first of them; the catch-all
   * comes last, but before text. Concatenations with ranges stay in the kernel's order.
   */
  private static BigInteger sortKey(SetElement element, List<ValueType> keys, boolean interval) {
    if (wildcard(element)) {
      boolean text = !interval && keys.size() == 1 && keys.getFirst().isText();
      return text ? BigInteger.ONE.negate() : BigInteger.ONE.shiftLeft(1024);
    }
    if (keys.size() == 1) {
      ValueType type = interval ? keys.getFirst().network() : keys.getFirst();
      BigInteger value = type.decode(element.key());
      boolean flags = !interval && type.data().isBitmask() && value.signum() > 0;
      return flags ? value.and(value.negate()) : value;
    }
    BigInteger sum = BigInteger.ZERO;
    int at = 0;
    for (ValueType type : keys) {
      Bytes octets = slice(element.key(), at, type.octets());
      BigInteger field = type.decode(type.isText() ? octets.reversed() : octets);
      sum = sum.shiftLeft(8 * type.octets()).or(field);
      at += Register.padded(type.octets());
    }
    return sum;
  }

  private static Bytes slice(Bytes octets, int at, int length) {
    Bytes filled = octets.padTo(at + length);
    return filled.slice(at, at + length);
  }

  private Expression single(Bytes key, ValueType type, int shift) {
    ValueType read = shift > 0 || key.length() != type.octets() ? type.network() : type;
    return values.value(read.decode(key).shiftRight(shift), type);
  }

  private Expression concatenation(SetElement element, List<ValueType> keys, boolean interval) {
    Bytes end = element.keyEnd() == null ? element.key() : element.keyEnd();
    return fields(element.key(), end, keys, interval);
  }

  private Expression fields(Bytes low, Bytes high, List<ValueType> types, boolean network) {
    List<Expression> parts = new ArrayList<>();
    int at = 0;
    for (ValueType type : types) {
      ValueType read = network && type.turns() ? type.network() : type;
      parts.add(
          values.interval(
              read.decode(slice(low, at, type.octets())),
              read.decode(slice(high, at, type.octets())),
              type));
      at += Register.padded(type.octets());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expression.Concat(parts, Span.NONE);
  }

  /** Among ranges, a single address is a prefix of all its bits. */
  private Expression ranges(Bytes low, Bytes high, List<ValueType> types) {
    Expression all = fields(low, high, types, false);
    if (all instanceof Expression.Concat concat) {
      List<Expression> parts = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        parts.add(whole(concat.parts().get(i), types.get(i), types.size() == 1));
      }
      return new Expression.Concat(parts, Span.NONE);
    }
    return whole(all, types.getFirst(), true);
  }

  private static Expression whole(Expression value, ValueType type, boolean alone) {
    boolean single = value instanceof Expression.Symbol && alone;
    return single ? new Expression.Prefix(value, type.bits(), Span.NONE) : value;
  }

  /**
   * Every start lasts until the next point, whatever that is. nft finds no words for what is longer
   * than its type.
   */
  private List<Element> points(NewSet set, List<SetElement> sorted, ValueType type) {
    List<Element> result = new ArrayList<>();
    ValueType read = type.turns() ? type.network() : type;
    Values words = set.keyLength() > type.octets() ? values.numeric() : values;
    for (int i = 0; i < sorted.size(); i++) {
      SetElement element = sorted.get(i);
      if ((element.flags() & SetElement.INTERVAL_END) != 0) {
        continue;
      }
      if (wildcard(element)) {
        result.add(element(set, element, new Expression.Wildcard(Span.NONE)));
        continue;
      }
      BigInteger low = read.decode(element.key());
      boolean last = i + 1 == sorted.size() || wildcard(sorted.get(i + 1));
      BigInteger high =
          last
              ? BigInteger.ONE.shiftLeft(8 * type.octets()).subtract(BigInteger.ONE)
              : read.decode(sorted.get(i + 1).key()).subtract(BigInteger.ONE);
      result.add(element(set, element, words.interval(low, high, type)));
    }
    return result;
  }

  private Element element(NewSet set, SetElement element, Expression key) {
    Data data = element.data();
    return new Element(
        key,
        data == null ? null : data(set, data),
        element.timeout() == 0 ? null : element.timeout(),
        element.expiration() == 0 ? null : element.expiration(),
        UserData.text(element.userData(), UserData.COMMENT).orElse(null),
        statements(element.exprs()),
        Span.NONE);
  }

  private Expression data(NewSet set, Data data) {
    return switch (data) {
      case ObjectName(String name) -> Expression.Symbol.string(name);
      case Verdict verdict -> verdict(verdict);
      case Value(Bytes octets) -> {
        List<ValueType> types = SetTypes.data(set);
        if (SetTypes.hasDataRanges(set)) {
          int half = octets.length() / 2;
          yield ranges(octets.slice(0, half), octets.slice(half, octets.length()), types);
        }
        yield fields(octets, octets, types, false);
      }
    };
  }

  /** A verdict as the language writes it. */
  static Expression.Verdict verdict(Verdict verdict) {
    @Nullable String chain = verdict.chain();
    return new Expression.Verdict(verdict.code(), chain == null ? null : Name.of(chain), Span.NONE);
  }

  /** What elements do when they match. */
  static List<Statement> statements(List<Expr> exprs) {
    List<Statement> statements = new ArrayList<>();
    for (Expr expr : exprs) {
      Statement statement = SimpleStatements.stateful(expr);
      if (statement != null) {
        statements.add(statement);
      }
    }
    return statements;
  }
}
