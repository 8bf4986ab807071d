package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.List;

/** The meaning of written values: single ones, ranges, prefixes and lists of flags. */
final class Literals {
  private static final ValueType SHIFT = new ValueType(DataType.INTEGER, 32, true);

  private final Constants constants;

  Literals(Constants constants) {
    this.constants = constants;
  }

  /**
   * A written value.
   *
   * @param low the value, or the lowest
   * @param high the highest; of a single value, the same
   * @param prefix bits that count, of a prefix; -1 for other forms
   */
  record Interval(BigInteger low, BigInteger high, int prefix) {
    static Interval of(BigInteger value) {
      return new Interval(value, value, -1);
    }
  }

  /** Whether an expression means the same for every packet. */
  static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Symbol _, Expression.FlagList _, Expression.Range _, Expression.Prefix _ ->
          true;
      case Expression.BinaryOp op -> isConstant(op.left()) && isConstant(op.right());
      case Expression.Concat concat -> concat.parts().stream().allMatch(Literals::isConstant);
      default -> false;
    };
  }

  /** A single number. */
  BigInteger number(Expression expression, ValueType type) {
    return switch (expression) {
      case Expression.Symbol symbol -> constants.parse(symbol, type);
      case Expression.FlagList list -> flags(list, type);
      case Expression.BinaryOp op -> fold(op, type);
      default ->
          throw new CompileException(
              expression.span(), "Expected a single value of type " + typeName(type));
    };
  }

  private BigInteger flags(Expression.FlagList list, ValueType type) {
    if (!type.data().isBitmask()) {
      throw new CompileException(
          list.flags().getFirst().span(), "Basetype of type " + typeName(type) + " is not bitmask");
    }
    BigInteger bits = BigInteger.ZERO;
    for (Expression flag : list.flags()) {
      bits = bits.or(number(flag, type));
    }
    return bits;
  }

  private static String typeName(ValueType type) {
    return TypeNames.description(type.data());
  }

  private BigInteger fold(Expression.BinaryOp op, ValueType type) {
    BigInteger left = number(op.left(), type);
    return switch (op.operator()) {
      case AND -> left.and(number(op.right(), type));
      case OR -> left.or(number(op.right(), type));
      case XOR -> left.xor(number(op.right(), type));
      case LSHIFT -> left.shiftLeft(shift(op.right(), type, op.left(), true)).and(type.max());
      case RSHIFT -> left.shiftRight(shift(op.right(), type, op.left(), false));
    };
  }

  /**
   * By how many bits to shift a number of a type.
   *
   * @param shifted what is shifted
   */
  int shift(Expression expression, ValueType type, Expression shifted, boolean left) {
    BigInteger bits = number(expression, SHIFT);
    if (bits.compareTo(BigInteger.valueOf(type.bits())) > 0) {
      throw new CompileException(
          expression.span(),
          "%s shift of %d bits is undefined for type of %d bits width"
              .formatted(left ? "Left" : "Right", bits, type.bits()),
          shifted.span());
    }
    return bits.intValue();
  }

  /** A value, a range, or a prefix. */
  Interval interval(Expression expression, ValueType type) {
    return switch (expression) {
      case Expression.Range range -> range(range, type);
      case Expression.Prefix prefix -> prefix(prefix, type);
      case Expression.Symbol symbol when Constants.wildcard(symbol, type) >= 0 -> {
        BigInteger low = constants.prefixOf(symbol, type);
        yield masked(low, 8 * Constants.wildcard(symbol, type), type);
      }
      default -> Interval.of(number(expression, type));
    };
  }

  private Interval range(Expression.Range range, ValueType type) {
    BigInteger low = number(range.low(), type);
    BigInteger high = number(range.high(), type);
    if (low.compareTo(high) > 0 && type.data() != DataType.TIME_HOUR) {
      throw new CompileException(range.span(), "Range negative size");
    }
    return new Interval(low, high, -1);
  }

  private Interval prefix(Expression.Prefix prefix, ValueType type) {
    Span span = prefix.span();
    if (type.isText()) {
      String name = TypeNames.description(type.data());
      throw new CompileException(span, "Prefix expression is undefined for " + name + " types");
    }
    if (prefix.length() > type.bits() || prefix.length() < 0) {
      throw new CompileException(
          span,
          "Prefix length %d is invalid for type of %d bits width"
              .formatted(prefix.length(), type.bits()));
    }
    return masked(number(prefix.address(), type), prefix.length(), type);
  }

  private static Interval masked(BigInteger address, int length, ValueType type) {
    BigInteger rest = type.max().shiftRight(length);
    BigInteger low = address.andNot(rest);
    return new Interval(low, low.or(rest), length);
  }

  /** The octets of a constant concatenation, each field filled up to whole words. */
  Bytes concatenation(Expression expression, List<ValueType> types) {
    List<Expression> parts = parts(expression, types);
    Bytes octets = Bytes.EMPTY;
    for (int i = 0; i < parts.size(); i++) {
      Bytes field = types.get(i).encode(number(parts.get(i), types.get(i)));
      octets = octets.concat(field.padTo((field.length() + 3) & ~3));
    }
    return octets;
  }

  /** The parts of a concatenation, as many as there are types. */
  static List<Expression> parts(Expression expression, List<ValueType> types) {
    List<Expression> parts =
        expression instanceof Expression.Concat concat ? concat.parts() : List.of(expression);
    if (parts.size() > 1 && types.size() == 1) {
      Expression first = parts.getFirst();
      throw new CompileException(
          new Diagnostic(
              first instanceof Expression.Prefix prefix ? prefix.address().span() : first.span(),
              "Could not parse symbolic invalid expression",
              "only one component is expected, of type " + TypeNames.description(types),
              null));
    }
    if (parts.size() != types.size()) {
      throw new CompileException(
          expression.span(),
          parts.size() > types.size()
              ? "too many concatenation components"
              : parts.size() == 1
                  ? "invalid data type, expected " + TypeNames.description(types)
                  : "datatype mismatch, expected "
                      + TypeNames.description(types)
                      + ", expression has "
                      + parts.size()
                      + " fields");
    }
    return parts;
  }
}
