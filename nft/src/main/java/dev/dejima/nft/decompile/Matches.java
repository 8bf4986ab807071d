package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ProtocolContext;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.decompile.Terms.Typed;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparisons and lookups, as matches. */
final class Matches {
  /** nft tells bits by their place only up to here. */
  private static final int MOST_TRIMMED_OFFSET = 255;

  private final ProtocolContext protocols;
  private final Dependencies dependencies;
  private final Terms terms;
  private final Values values;

  Matches(ProtocolContext protocols, Dependencies dependencies, Terms terms, Values values) {
    this.protocols = protocols;
    this.dependencies = dependencies;
    this.terms = terms;
    this.values = values;
  }

  void compare(Held held, CmpOp op, Bytes data) {
    switch (held) {
      case Held.Octets octets -> octets(octets, op, data);
      case Held.Option option -> {
        Typed longer = terms.beginning(option);
        if (longer == null || !isAddress(longer.type())) {
          plain(terms.term(held), op, data);
        } else {
          prefix(longer, op, data, 8 * data.length());
        }
      }
      case Held.Masked masked -> masked(masked, op, data);
      default -> plain(terms.term(held), op, data);
    }
  }

  /** Octets may be one field, several, or the first ones of a field. */
  private void octets(Held.Octets octets, CmpOp op, Bytes data) {
    int offset = 8 * octets.octet();
    int bits = 8 * octets.length();
    HeaderField field = terms.fields().exact(octets.base(), offset, bits);
    if (field != null) {
      field(field, op, data);
      return;
    }
    List<HeaderField> several =
        op == CmpOp.EQ ? terms.fields().covering(octets.base(), offset, bits) : List.of();
    if (!several.isEmpty()) {
      several(octets, data);
      return;
    }
    HeaderField longer = terms.fields().beginning(octets.base(), offset, bits);
    if (longer != null && isAddress(ValueType.of(longer))) {
      Typed typed = terms.field(longer);
      prefix(typed, op, data, bits);
      return;
    }
    plain(Terms.raw(octets), op, data);
  }

  /** What one field says may change which fields follow. */
  private void several(Held.Octets octets, Bytes data) {
    int at = 0;
    while (at < octets.length()) {
      int offset = 8 * (octets.octet() + at);
      List<HeaderField> rest =
          terms.fields().covering(octets.base(), offset, 8 * (octets.length() - at));
      if (rest.isEmpty()) {
        plain(
            Terms.raw(
                new Held.Octets(
                    octets.tunnel(), octets.base(), octets.octet() + at, octets.length() - at)),
            CmpOp.EQ,
            data.slice(at, data.length()));
        return;
      }
      HeaderField first = rest.getFirst();
      int length = first.length() / 8;
      field(first, CmpOp.EQ, data.slice(at, at + length));
      at += length;
    }
  }

  private void field(HeaderField field, CmpOp op, Bytes data) {
    boolean single = op == CmpOp.EQ || op == CmpOp.NEQ;
    Typed typed = terms.field(field, single);
    Statement statement = plain(typed, op, data);
    if (op == CmpOp.EQ) {
      learn(field, typed, typed.type().decode(data), statement);
    }
  }

  private void learn(HeaderField field, Typed typed, BigInteger value, Statement statement) {
    protocols.learn(field.protocol().base(), typed.offset(), typed.type(), value);
    dependencies.matched(field, statement);
  }

  private static boolean isAddress(ValueType type) {
    return type.data() == DataType.IPV4_ADDR || type.data() == DataType.IPV6_ADDR;
  }

  private void prefix(Typed typed, CmpOp op, Bytes data, int bits) {
    ValueType type = typed.type();
    BigInteger value = type.decode(data.padTo(type.octets()));
    add(
        typed.expression(),
        operator(op),
        new Expression.Prefix(values.value(value, type), bits, Span.NONE));
  }

  private Statement plain(Typed typed, CmpOp op, Bytes data) {
    ValueType type = typed.type();
    if (type.isText() && data.length() < type.octets()) {
      return add(typed.expression(), operator(op), Values.wildcard(data));
    }
    if (isAddress(type) && data.length() < type.octets()) {
      prefix(typed, op, data, 8 * data.length());
      return dependencies.statements().getLast();
    }
    BigInteger value = type.decode(data);
    if (isNameless(op, type)) {
      return add(typed.expression(), operator(op), Values.nameless(value, type));
    }
    boolean flags = type.data().isBitmask();
    boolean several = flags && value.bitCount() > 1;
    boolean octets = Terms.outside(typed.expression()) instanceof Expression.Payload;
    boolean raw =
        Terms.outside(typed.expression()) instanceof Expression.RawPayload || (several && octets);
    Expression right = raw ? Values.hex(value, 0) : values.value(value, type);
    RelationalOperator operator =
        op == CmpOp.EQ && flags && (raw || !several) ? RelationalOperator.EQ : operator(op);
    Statement statement = add(typed.expression(), operator, right);
    if (op == CmpOp.EQ
        && Terms.outside(typed.expression()) instanceof Expression.Meta(MetaKey key, Span _)) {
      dependencies.matched(key, value, statement);
    }
    return statement;
  }

  /** What has been turned round, to be told higher from lower, nft finds no words for. */
  private static boolean isNameless(CmpOp op, ValueType type) {
    boolean ordered = op != CmpOp.EQ && op != CmpOp.NEQ;
    return ordered
        && switch (type.data()) {
          case FIB_ADDRTYPE, IFACE_TYPE, CT_STATE, CT_STATUS, CT_EVENT -> true;
          default -> false;
        };
  }

  private Statement add(Expression left, RelationalOperator operator, Expression right) {
    Statement statement = new Statement.Match(left, operator, right, Span.NONE);
    dependencies.add(statement);
    return statement;
  }

  /** What is computed is compared with a sign that says so. */
  private static RelationalOperator operator(CmpOp op, Expression left) {
    return op == CmpOp.EQ && left instanceof Expression.BinaryOp
        ? RelationalOperator.EQ
        : operator(op);
  }

  private static RelationalOperator operator(CmpOp op) {
    return switch (op) {
      case EQ -> RelationalOperator.IMPLICIT;
      case NEQ -> RelationalOperator.NE;
      case LT -> RelationalOperator.LT;
      case LTE -> RelationalOperator.LE;
      case GT -> RelationalOperator.GT;
      case GTE -> RelationalOperator.GE;
    };
  }

  private void masked(Held.Masked masked, CmpOp op, Bytes data) {
    ValueType number = Terms.numberType(masked);
    BigInteger value = number.decode(data);
    if (masked.inner() instanceof Held.Octets octets && masked.xor().signum() == 0) {
      HeaderField part =
          terms.fields().masked(octets.base(), octets.octet(), octets.length(), masked.mask());
      if (part != null) {
        part(octets, part, op, value);
        return;
      }
    }
    if (masked.inner() instanceof Held.Option option && masked.xor().signum() == 0) {
      Typed part = terms.part(option, masked.mask());
      if (part != null) {
        BigInteger own = value.shiftRight(part.shift());
        add(part.expression(), operator(op), values.value(own, part.type()));
        return;
      }
    }
    Typed inner = terms.term(masked.inner());
    ValueType type = inner.type();
    int free = type.bits() - masked.mask().bitCount();
    boolean high =
        masked.mask().equals(type.max().shiftRight(free).shiftLeft(free))
            && masked.xor().signum() == 0;
    if (isAddress(type) && high) {
      add(
          inner.expression(),
          operator(op),
          new Expression.Prefix(values.value(value, type), type.bits() - free, Span.NONE));
    } else if (type.data().isBitmask() && masked.mask().equals(type.max())) {
      plain(inner, op, data);
    } else if (type.data().isBitmask()
        && value.signum() == 0
        && masked.xor().signum() == 0
        && (op == CmpOp.EQ || op == CmpOp.NEQ)) {
      add(
          inner.expression(),
          op == CmpOp.EQ ? RelationalOperator.NEGATED : RelationalOperator.IMPLICIT,
          values.flagList(masked.mask(), type));
    } else {
      Expression bits = trimmed(masked, inner);
      if (bits == null) {
        operation(masked, op, value, type);
      } else {
        BigInteger down = value.shiftRight(masked.mask().getLowestSetBit());
        add(bits, operator(op), Values.hex(down, 0));
      }
    }
  }

  /** Whether bits of octets without a name are better told by their place than by a mask. */
  private static boolean isTrimmed(Held.Masked masked, Typed inner) {
    return Terms.outside(inner.expression()) instanceof Expression.RawPayload raw
        && masked.xor().signum() == 0
        && masked.mask().signum() > 0
        && top(masked.mask()) < raw.length()
        && (raw.offset() + raw.length() - top(masked.mask()) + 7) / 8 * 8 <= MOST_TRIMMED_OFFSET;
  }

  /** The first bit above the lowest run of ones. */
  private static int top(BigInteger mask) {
    int bit = mask.getLowestSetBit();
    while (mask.testBit(bit)) {
      bit++;
    }
    return bit;
  }

  /** Bits of octets by their place; null where a mask tells them. */
  static @Nullable Expression trimmed(Held.Masked masked, Typed inner) {
    if (!(masked.inner() instanceof Held.Octets octets) || !isTrimmed(masked, inner)) {
      return null;
    }
    int offset = 8 * (octets.octet() + octets.length()) - top(masked.mask());
    return Terms.raw(octets, offset, masked.mask().bitCount()).expression();
  }

  private void operation(Held.Masked masked, CmpOp op, BigInteger value, ValueType type) {
    Typed whole = terms.term(masked);
    Expression right = values.value(value, type);
    RelationalOperator operator = op == CmpOp.EQ ? RelationalOperator.EQ : operator(op);
    add(whole.expression(), operator, right);
  }

  /** A field of some bits only. */
  private void part(Held.Octets octets, HeaderField field, CmpOp op, BigInteger value) {
    Typed typed = terms.field(field);
    int shift = 8 * (octets.octet() + octets.length()) - typed.offset() - field.length();
    add(typed.expression(), operator(op), values.value(value.shiftRight(shift), typed.type()));
  }

  /** The field whose bits a mask leaves. */
  Typed partial(Held.Octets octets, BigInteger mask) {
    HeaderField field = terms.fields().masked(octets.base(), octets.octet(), octets.length(), mask);
    if (field == null) {
      field = wholePart(octets, mask);
    }
    if (field == null) {
      field = terms.fields().around(octets.base(), octets.octet(), octets.length(), mask);
    }
    if (field == null || isUnnamed(field)) {
      return Terms.raw(octets);
    }
    Typed typed = terms.field(field);
    int shift = 8 * (octets.octet() + octets.length()) - typed.offset() - field.length();
    return new Typed(typed.expression(), typed.type(), shift, octets.length(), typed.offset());
  }

  /** Of messages' types and codes, and of what lies beside them, nft finds no name in a write. */
  private static boolean isUnnamed(HeaderField field) {
    return switch (field.protocol()) {
      case ICMP, ICMPV6, IGMP -> field.length() == 8;
      default -> false;
    };
  }

  /** A field of whole octets among those of a wider write. */
  private @Nullable HeaderField wholePart(Held.Octets octets, BigInteger mask) {
    int below = mask.getLowestSetBit();
    int length = mask.bitLength() - below;
    if (below < 0) {
      return null;
    }
    int offset = 8 * (octets.octet() + octets.length()) - below - length;
    return terms.fields().exact(octets.base(), offset, length);
  }

  void range(Held held, CmpOp op, Bytes from, Bytes to) {
    Typed typed = held instanceof Held.Masked masked ? terms.term(masked) : terms.term(held);
    ValueType type = typed.type();
    ValueType read =
        typed.shift() > 0 ? new ValueType(type.data(), 8 * typed.octets(), false) : type;
    BigInteger low = read.decode(from).shiftRight(typed.shift());
    BigInteger high = read.decode(to).shiftRight(typed.shift());
    boolean raw = typed.expression() instanceof Expression.RawPayload;
    Expression right =
        raw
            ? new Expression.Range(Values.hex(low, 0), Values.hex(high, 0), Span.NONE)
            : values.range(low, high, type);
    if (type.data() == DataType.TIME_HOUR && op == CmpOp.NEQ) {
      right = values.range(high, low, type);
      add(typed.expression(), RelationalOperator.IN, right);
      return;
    }
    add(typed.expression(), operator(op, typed.expression()), right);
  }

  void member(Held held, Typed key, Expression members, boolean inverted) {
    add(key.expression(), operator(inverted ? CmpOp.NEQ : CmpOp.EQ, key.expression()), members);
    if (!inverted && members instanceof Expression.SetLiteral literal) {
      learnAny(held, key, literal);
    }
  }

  private void learnAny(Held held, Typed key, Expression.SetLiteral literal) {
    List<BigInteger> members = new ArrayList<>();
    for (Expression.Element element : literal.elements()) {
      if (element.key() instanceof Expression.Symbol symbol) {
        Long number = Numbers.of(symbol, key.type().data());
        if (number != null) {
          members.add(BigInteger.valueOf(number));
        }
      }
    }
    if (held instanceof Held.Plain(Expression plain, ValueType _)
        && Terms.outside(plain) instanceof Expression.Meta(MetaKey meta, Span _)) {
      protocols.learnAny(meta, members);
    } else if (held instanceof Held.Octets(var _, Payload.Base base, int octet, int _)) {
      protocols.learnAny(base, 8 * octet, key.type(), members);
    }
  }
}
