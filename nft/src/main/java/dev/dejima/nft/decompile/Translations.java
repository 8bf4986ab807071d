package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The statements that translate addresses. */
final class Translations {
  private static final ValueType PORT = ValueType.of(DataType.INET_SERVICE);
  private final Family family;
  private final Values values;
  private final IntFunction<Held> registers;
  private final Function<Held, Expression> terms;
  private @Nullable NewSet map;
  private int mapPlace = -1;

  Translations(
      Family family, Values values, IntFunction<Held> registers, Function<Held, Expression> terms) {
    this.terms = terms;
    this.family = family;
    this.values = values;
    this.registers = registers;
  }

  /** Takes note of a map whose data lie at a place. */
  void mapped(int place, NewSet set) {
    mapPlace = place;
    map = set;
  }

  Statement nat(Nat nat) {
    NatRange range = nat.range();
    ValueType type =
        ValueType.of(nat.family() == Family.IP6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
    NewSet data = map(range.addressMin());
    boolean fields =
        data != null && (SetTypes.data(data).size() > 1 || SetTypes.hasDataRanges(data));
    boolean prefix = (range.flags() & NatRange.NETMAP) != 0;
    boolean named = (family == Family.INET && nat.family() != Family.INET) || fields || prefix;
    return new Statement.Nat(
        nat.destination() ? Statement.NatType.DNAT : Statement.NatType.SNAT,
        named ? nat.family() : null,
        prefix ? Statement.NatTarget.PREFIX : null,
        expression(range.addressMin(), range.addressMax(), type, fields),
        fields ? null : expression(range.portMin(), range.portMax(), PORT, false),
        flags(range),
        Span.NONE);
  }

  Statement masquerade(Masquerade masquerade) {
    NatRange range = masquerade.range();
    return new Statement.Masquerade(
        expression(range.portMin(), range.portMax(), PORT, false), flags(range), Span.NONE);
  }

  Statement redirect(Redirect redirect) {
    NatRange range = redirect.range();
    return new Statement.Redirect(
        expression(range.portMin(), range.portMax(), PORT, false), flags(range), Span.NONE);
  }

  private @Nullable NewSet map(OptionalInt register) {
    boolean loaded = register.isPresent() && Register.offset(register.getAsInt()) == mapPlace;
    return loaded && registers.apply(register.getAsInt()) instanceof Held.Plain ? map : null;
  }

  private @Nullable Expression expression(
      OptionalInt low, OptionalInt high, ValueType type, boolean fields) {
    if (low.isEmpty()) {
      return null;
    }
    Held first = registers.apply(low.getAsInt());
    if (!(first instanceof Held.Constant(Bytes octets))) {
      return terms.apply(first instanceof Held.Turned(Held inner) ? inner : first);
    }
    BigInteger from = type.decode(octets);
    if (high.isEmpty() || fields) {
      return values.value(from, type);
    }
    return registers.apply(high.getAsInt()) instanceof Held.Constant(Bytes last)
        ? values.interval(from, type.decode(last), type)
        : values.value(from, type);
  }

  private static Set<Statement.NatFlag> flags(NatRange range) {
    Set<Statement.NatFlag> flags = EnumSet.noneOf(Statement.NatFlag.class);
    for (Statement.NatFlag flag : Statement.NatFlag.values()) {
      if ((range.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }
}
