package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ProtocolContext;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp.Operator;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What registers hold, as the language writes it. */
final class Terms {
  private final ProtocolContext protocols;
  private final Fields fields;
  private final Dependencies dependencies;
  private final Values values;

  Terms(ProtocolContext protocols, Dependencies dependencies, Values values) {
    this.protocols = protocols;
    this.fields = new Fields(protocols, () -> dependencies.awaits(Payload.Base.TRANSPORT));
    this.dependencies = dependencies;
    this.values = values;
  }

  /**
   * An expression and how its values are stored.
   *
   * @param shift bits that stored values are moved up
   * @param octets octets of a stored value
   * @param offset of octets of the packet, bits from the layer's start; else -1
   */
  record Typed(Expression expression, ValueType type, int shift, int octets, int offset) {
    static Typed of(Expression expression, ValueType type) {
      return new Typed(expression, type, 0, type.octets(), -1);
    }
  }

  Fields fields() {
    return fields;
  }

  /** The byte order and length that a register's number has. */
  static ValueType numberType(Held held) {
    return switch (held) {
      case Held.Constant constant ->
          new ValueType(DataType.INTEGER, 8 * constant.octets().length(), false);
      case Held.Octets octets -> new ValueType(DataType.INTEGER, 8 * octets.length(), false);
      case Held.Option option -> new ValueType(DataType.INTEGER, 8 * option.length(), false);
      case Held.Plain plain -> plain.type();
      case Held.Masked masked -> {
        ValueType inner = numberType(masked.inner());
        yield new ValueType(
            inner.data(), Math.max(inner.bits(), 8 * masked.octets()), inner.host());
      }
      case Held.Combined combined -> numberType(combined.left());
      case Held.Shifted shifted -> {
        ValueType inner = numberType(shifted.inner());
        yield new ValueType(inner.data(), inner.bits(), true);
      }
      case Held.Turned turned -> {
        ValueType inner = numberType(turned.inner());
        yield new ValueType(inner.data(), inner.bits(), !inner.host());
      }
    };
  }

  Typed term(Held held) {
    return switch (held) {
      case Held.Constant constant -> {
        ValueType type = numberType(constant);
        yield Typed.of(values.value(type.decode(constant.octets()), type), type);
      }
      case Held.Octets octets -> octets(octets);
      case Held.Option option -> used(option, Options.typed(option));
      case Held.Plain plain -> Typed.of(plain.expression(), plain.type());
      case Held.Masked masked -> masked(masked);
      case Held.Combined combined -> combined(combined);
      case Held.Shifted shifted -> shifted(shifted);
      case Held.Turned turned -> {
        Typed inner = term(turned.inner());
        ValueType type = inner.type();
        yield new Typed(
            inner.expression(),
            new ValueType(type.data(), type.bits(), !type.host()),
            inner.shift(),
            inner.octets(),
            inner.offset());
      }
    };
  }

  private Typed octets(Held.Octets octets) {
    HeaderField field = fields.exact(octets.base(), 8 * octets.octet(), 8 * octets.length());
    return field == null ? raw(octets) : field(field);
  }

  /** A field of a header; that it is looked at says what the packet is. */
  Typed field(HeaderField field) {
    return field(field, false);
  }

  /**
   * A field of a header.
   *
   * @param single whether it is compared with one value
   */
  Typed field(HeaderField field, boolean single) {
    dependencies.used(field, single);
    ValueType type = type(field, single);
    return new Typed(inside(field), type, 0, type.octets(), protocols.offset(field));
  }

  /** A tunnel's own fields are plain numbers, in hexadecimal digits but for single values. */
  private static ValueType type(HeaderField field, boolean single) {
    return field.protocol().base() == Payload.Base.TUNNEL
        ? new ValueType(DataType.INTEGER, field.length(), false, !single)
        : ValueType.of(field);
  }

  private Expression inside(HeaderField field) {
    Expression payload = new Expression.Payload(field, Span.NONE);
    Protocol tunnel = protocols.tunnel();
    return tunnel == null || field.protocol().base() == Payload.Base.TUNNEL
        ? payload
        : new Expression.Inner(tunnel, payload, Span.NONE);
  }

  /** An expression without the tunnel that it looks into. */
  static Expression outside(Expression expression) {
    return expression instanceof Expression.Inner inner ? inner.expression() : expression;
  }

  /** That an option is looked for says what the packet is. */
  private Typed used(Held.Option option, Typed typed) {
    dependencies.used(option.op());
    return typed;
  }

  /** The field whose bits a mask leaves of an option's octets; absent if it is none. */
  @Nullable Typed part(Held.Option option, BigInteger mask) {
    Typed part = Options.masked(option, mask);
    return part == null ? null : used(option, part);
  }

  /** The longer field that an option's octets are the first of; absent if there is none. */
  @Nullable Typed beginning(Held.Option option) {
    Typed longer = Options.beginning(option);
    return longer == null ? null : used(option, longer);
  }

  /** Octets of the packet, of which no more than ports of any protocol are known. */
  Typed unlearnt(Held.Octets octets) {
    HeaderField port =
        octets.base() == Payload.Base.TRANSPORT && octets.length() == 2
            ? Protocol.TH.fields().stream()
                .filter(field -> field.offset() == 8 * octets.octet() && field.length() == 16)
                .findFirst()
                .orElse(null)
            : null;
    if (port == null) {
      return raw(octets);
    }
    Expression field = new Expression.Payload(port, Span.NONE);
    return Typed.of(field, ValueType.of(port));
  }

  /** Octets of the packet that are no field. */
  static Typed raw(Held.Octets octets) {
    return raw(octets, 8 * octets.octet(), 8 * octets.length());
  }

  /** Bits among octets of the packet. */
  static Typed raw(Held.Octets octets, int offset, int bits) {
    Expression raw = new Expression.RawPayload(base(octets.base()), offset, bits, Span.NONE);
    Expression inside =
        octets.tunnel() == null ? raw : new Expression.Inner(octets.tunnel(), raw, Span.NONE);
    ValueType type = new ValueType(DataType.INTEGER, bits, false, true);
    return new Typed(inside, type, 0, (bits + 7) / 8, offset);
  }

  private static Expression.RawPayload.Base base(Payload.Base base) {
    return switch (base) {
      case LINK -> Expression.RawPayload.Base.LL;
      case NETWORK -> Expression.RawPayload.Base.NH;
      case TRANSPORT -> Expression.RawPayload.Base.TH;
      case INNER, TUNNEL -> Expression.RawPayload.Base.IH;
    };
  }

  /**
   * Bits of octets, with nothing learnt from them, and nothing implied by them: what nft finds no
   * field for where it turned them round in place.
   */
  Typed bits(Held.Octets octets, BigInteger mask) {
    Typed raw = raw(octets);
    return new Typed(
        new Expression.BinaryOp(Operator.AND, raw.expression(), Values.hex(mask, 0), Span.NONE),
        raw.type(),
        0,
        octets.length(),
        -1);
  }

  private Typed masked(Held.Masked masked) {
    if (masked.inner()
            instanceof Held.Turned(Held.Masked(Held.Octets octets, var mask, var xor, int _))
        && xor.signum() == 0
        && mask.equals(masked.mask())) {
      Typed bits = bits(octets, mask);
      Expression twice =
          new Expression.BinaryOp(Operator.AND, bits.expression(), Values.hex(mask, 0), Span.NONE);
      return new Typed(twice, bits.type(), 0, octets.length(), -1);
    }
    if (masked.inner() instanceof Held.Octets octets && masked.xor().signum() == 0) {
      HeaderField field =
          fields.masked(octets.base(), octets.octet(), octets.length(), masked.mask());
      if (field != null) {
        Typed typed = field(field);
        int shift =
            8 * (octets.octet() + octets.length()) - protocols.offset(field) - field.length();
        return new Typed(typed.expression(), typed.type(), shift, octets.length(), typed.offset());
      }
    }
    if (masked.inner() instanceof Held.Option option && masked.xor().signum() == 0) {
      Typed part = part(option, masked.mask());
      if (part != null) {
        return part;
      }
    }
    Typed inner = term(masked.inner());
    ValueType type = inner.type();
    BigInteger all = BigInteger.ONE.shiftLeft(8 * masked.octets()).subtract(BigInteger.ONE);
    BigInteger or = masked.xor().andNot(masked.mask());
    BigInteger xor = masked.xor().and(masked.mask());
    BigInteger and = masked.mask().or(or);
    Expression expression = inner.expression();
    if (!and.equals(all)) {
      expression = operation(Operator.AND, expression, and, type);
    }
    if (xor.signum() > 0) {
      expression = operation(Operator.XOR, expression, xor, type);
    }
    if (or.signum() > 0) {
      expression = operation(Operator.OR, expression, or, type);
    }
    return new Typed(expression, type, 0, Math.max(inner.octets(), masked.octets()), -1);
  }

  private Typed combined(Held.Combined combined) {
    Typed left = term(combined.left());
    Typed right = term(combined.right());
    Operator operator =
        switch (combined.operator()) {
          case AND -> Operator.AND;
          case OR -> Operator.OR;
          case XOR -> Operator.XOR;
        };
    return new Typed(
        new Expression.BinaryOp(operator, left.expression(), right.expression(), Span.NONE),
        left.type(),
        0,
        left.octets(),
        -1);
  }

  private Expression operation(
      Operator operator, Expression left, BigInteger right, ValueType type) {
    return operation(operator, left, values.value(right, type));
  }

  /** Operations of one kind in a row go from left to right. */
  private static Expression operation(Operator operator, Expression left, Expression right) {
    return right instanceof Expression.BinaryOp(var inner, var first, var second, var _)
            && inner == operator
        ? new Expression.BinaryOp(operator, operation(operator, left, first), second, Span.NONE)
        : new Expression.BinaryOp(operator, left, right, Span.NONE);
  }

  /** Octets of which a run of bits was shifted down to the first; null if that is not so. */
  private static @Nullable Typed moved(Held.Shifted shifted, Held below) {
    if (shifted.left()
        || !(below instanceof Held.Masked(Held.Octets octets, var mask, var xor, int _))
        || xor.signum() != 0
        || mask.getLowestSetBit() != shifted.bits()
        || mask.bitCount() != mask.bitLength() - shifted.bits()) {
      return null;
    }
    Typed raw =
        raw(octets, 8 * (octets.octet() + octets.length()) - mask.bitLength(), mask.bitCount());
    ValueType type = new ValueType(DataType.INTEGER, mask.bitCount(), true, true);
    return new Typed(raw.expression(), type, 0, octets.length(), -1);
  }

  /** A field that was shifted down to the first bit is just the field. */
  private Typed shifted(Held.Shifted shifted) {
    Held below = shifted.inner() instanceof Held.Turned turned ? turned.inner() : shifted.inner();
    Typed inner = term(below);
    if (!shifted.left() && inner.shift() > 0 && inner.shift() == shifted.bits()) {
      boolean option = below instanceof Held.Masked(Held.Option _, var _, var _, var _);
      ValueType type = new ValueType(inner.type().data(), inner.type().bits(), !option);
      return new Typed(inner.expression(), type, 0, inner.octets(), -1);
    }
    Typed bits = moved(shifted, below);
    if (bits != null) {
      return bits;
    }
    Expression count = Expression.Symbol.number(shifted.bits());
    Expression expression =
        new Expression.BinaryOp(
            shifted.left() ? Operator.LSHIFT : Operator.RSHIFT,
            inner.expression(),
            count,
            Span.NONE);
    ValueType type = new ValueType(DataType.INTEGER, inner.type().bits(), true, true);
    return new Typed(expression, type, 0, inner.octets(), -1);
  }
}
