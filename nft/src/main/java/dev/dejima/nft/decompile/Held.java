package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What a register holds. */
sealed interface Held {
  /** The tunnel that it was found in; absent outside any. */
  default @Nullable Protocol tunnel() {
    return switch (this) {
      case Octets octets -> octets.tunnel;
      case Plain(Expression.Inner inner, ValueType _) -> inner.tunnel();
      case Masked masked -> masked.inner.tunnel();
      case Combined combined -> combined.left.tunnel();
      case Shifted shifted -> shifted.inner.tunnel();
      case Turned turned -> turned.inner.tunnel();
      case Constant _, Option _, Plain _ -> null;
    };
  }

  record Constant(Bytes octets) implements Held {}

  /**
   * Octets of the packet; which field they are shows when they are used.
   *
   * @param tunnel the tunnel that the packet is carried in; absent outside any
   */
  record Octets(@Nullable Protocol tunnel, Payload.Base base, int octet, int length)
      implements Held {}

  /** Octets of an extension header, an option or a chunk, or whether the packet has it. */
  record Option(Exthdr.Op op, int type, int octet, int length, boolean present) implements Held {}

  /** What has a name already. */
  record Plain(Expression expression, ValueType type) implements Held {}

  record Masked(Held inner, BigInteger mask, BigInteger xor, int octets) implements Held {}

  record Combined(Bitwise.Operator operator, Held left, Held right) implements Held {}

  record Shifted(Held inner, boolean left, int bits) implements Held {}

  /** A number whose octets have been turned round. */
  record Turned(Held inner) implements Held {}
}
