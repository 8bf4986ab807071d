package dev.dejima.nft.decompile;

import dev.dejima.nft.decompile.Terms.Typed;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp.Operator;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Writes of octets of the packet that were read before, so that only some bits change. */
final class PayloadWrites {
  private final Matches matches;
  private final Values values;

  PayloadWrites(Matches matches, Values values) {
    this.matches = matches;
    this.values = values;
  }

  /** Writes what a mask and an exclusive or leave of the octets. */
  Statement statement(Held.Octets octets, BigInteger mask, BigInteger xor) {
    BigInteger all = BigInteger.ONE.shiftLeft(8 * octets.length()).subtract(BigInteger.ONE);
    BigInteger touched = all.andNot(mask).or(xor);
    Typed field = matches.partial(octets, touched);
    BigInteger own = field.type().max().shiftLeft(field.shift());
    if (touched.andNot(own).signum() != 0) {
      field = Terms.raw(octets);
      own = all;
    }
    if (own.equals(all.andNot(mask))) {
      return set(field.expression(), number(xor.shiftRight(field.shift()), field));
    }
    Expression bits =
        all.andNot(mask).bitCount() % 8 == 0 ? null : trimmed(octets, all.andNot(mask), field);
    return bits != null && xor.andNot(all.andNot(mask)).signum() == 0
        ? set(bits, Values.hex(xor.shiftRight(all.andNot(mask).getLowestSetBit()), 0))
        : set(field.expression(), changed(field, mask.and(own), xor));
  }

  /** Bits without a name by their place; null where that is not how they are told. */
  private static @Nullable Expression trimmed(Held.Octets octets, BigInteger written, Typed field) {
    return Matches.trimmed(
        new Held.Masked(octets, written, BigInteger.ZERO, octets.length()), field);
  }

  private Expression changed(Typed field, BigInteger mask, BigInteger xor) {
    BigInteger or = xor.andNot(mask);
    BigInteger own = field.type().max().shiftLeft(field.shift());
    BigInteger and = mask.or(or).and(own);
    Expression changed = field.expression();
    if (!and.equals(own)) {
      changed = operation(Operator.AND, changed, and, field);
    }
    if (xor.and(mask).signum() > 0) {
      changed = operation(Operator.XOR, changed, xor.and(mask), field);
    }
    return or.signum() > 0 ? operation(Operator.OR, changed, or, field) : changed;
  }

  private Expression operation(Operator operator, Expression left, BigInteger bits, Typed field) {
    Expression number = number(bits.shiftRight(field.shift()), field);
    return new Expression.BinaryOp(operator, left, number, Span.NONE);
  }

  private Expression number(BigInteger value, Typed field) {
    return values.value(value, field.type());
  }

  private static Statement set(Expression key, Expression value) {
    return new Statement.Mangle(key, value, Span.NONE);
  }
}
