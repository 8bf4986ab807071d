package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.decompile.Terms.Typed;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Extension;
import dev.dejima.nft.syntax.Extensions;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Finds the fields of extension headers, options and chunks that their octets are. */
final class Options {
  private static final ValueType PRESENT = new ValueType(DataType.BOOLEAN, 8, false);

  private Options() {}

  /** An extension as a whole. */
  static Expression.Exthdr whole(Exthdr.Op op, int type) {
    return new Expression.Exthdr(Extensions.of(op, type), null, Span.NONE);
  }

  /**
   * What octets are.
   *
   * @throws IllegalArgumentException if there are no words for them
   */
  static Typed typed(Held.Option option) {
    if (option.present()) {
      return Typed.of(whole(option.op(), option.type()), PRESENT);
    }
    Typed field = field(option, 8 * option.octet(), 8 * option.length(), 0);
    return field == null ? raw(option) : field;
  }

  private static @Nullable Typed field(Held.Option option, int offset, int bits, int shift) {
    Extension extension = Extensions.with(option.op(), option.type(), offset, bits);
    Extension.Field field = extension == null ? null : extension.at(offset, bits);
    return extension == null || field == null
        ? null
        : new Typed(
            new Expression.Exthdr(extension, field, Span.NONE),
            ValueType.of(field),
            shift,
            option.length(),
            -1);
  }

  private static Typed raw(Held.Option option) {
    if (option.op() != Exthdr.Op.TCPOPT) {
      throw new IllegalArgumentException("octets of an extension that are no field");
    }
    int bits = 8 * option.length();
    Expression raw = new Expression.RawOption(option.type(), 8 * option.octet(), bits, Span.NONE);
    return Typed.of(raw, new ValueType(DataType.INTEGER, bits, false));
  }

  /** The field whose bits a mask leaves of some octets; absent if it is none. */
  static @Nullable Typed masked(Held.Option option, BigInteger mask) {
    int below = mask.getLowestSetBit();
    int bits = mask.bitCount();
    boolean run = below >= 0 && mask.bitLength() - below == bits;
    boolean part = below % 8 != 0 || bits % 8 != 0;
    int offset = 8 * (option.octet() + option.length()) - below - bits;
    return run && part && !option.present() ? field(option, offset, bits, below) : null;
  }

  /** The longer field that octets are the first of; absent if there is none. */
  static @Nullable Typed beginning(Held.Option option) {
    int offset = 8 * option.octet();
    for (int bits : new int[] {32, 128}) {
      Typed field = field(option, offset, bits, 0);
      if (field != null && bits > 8 * option.length() && !option.present()) {
        return field;
      }
    }
    return null;
  }
}
