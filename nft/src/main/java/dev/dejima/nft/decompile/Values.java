package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Symbols;
import dev.dejima.nft.compile.Times;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How listings write the values of each type. */
final class Values {
  private final Environment environment;
  private final ListOptions options;

  Values(Environment environment, ListOptions options) {
    this.environment = environment;
    this.options = options;
  }

  ListOptions options() {
    return options;
  }

  /** The same without words, also for the ends of ranges in JSON. */
  Values numeric() {
    return new Values(environment, options.numeric());
  }

  /** A single value. */
  Expression value(BigInteger value, ValueType type) {
    return switch (type.data()) {
      case IPV4_ADDR -> address(new Ipv4Address(value.intValue()).toString());
      case IPV6_ADDR -> address(ipv6(value));
      case ETHER_ADDR, LL_ADDR -> word(linkAddress(value, type.octets()));
      case IFNAME, STRING -> Symbol.string(text(value, type));
      case IFACE_INDEX -> device(value);
      case UID -> guid(value, environment.users().get());
      case GID -> guid(value, environment.groups().get());
      case CLASSID -> word(handle(value.longValue()));
      case MARK -> mark(value);
      case CT_LABEL -> label(value, type);
      case TIME -> word(Numbers.time(value.longValue(), options));
      case TIME_DATE -> Symbol.string(Times.date(value.longValue(), environment.zone().get()));
      case TIME_HOUR -> Symbol.string(Times.hour(value.longValue(), environment.zone().get()));
      case TIME_DAY, DEVGROUP, REALM -> quoted(value, type);
      case INET_PROTO -> named(value, type, !options.numericProtocol());
      case INET_SERVICE -> service(value, type);
      case ICMP_CODE, ICMPV6_CODE -> Symbol.number(value.toString());
      case INTEGER, BITMASK -> type.hex() ? hex(value, 0) : Symbol.number(value.toString());
      case DSCP -> otherwise(value, type, 2);
      case ETHER_TYPE -> otherwise(value, type, 4);
      default ->
          type.data().isBitmask()
              ? flags(value, type)
              : named(value, type, !options.numericSymbols());
    };
  }

  private static Symbol word(String text) {
    return Symbol.word(text);
  }

  private Symbol address(String address) {
    return word(options.hosts() ? environment.hosts().apply(address).orElse(address) : address);
  }

  /** A number in hexadecimal digits. */
  static Symbol hex(BigInteger value, int digits) {
    String text = value.toString(16);
    return Symbol.number("0x" + "0".repeat(Math.max(0, digits - text.length())) + text);
  }

  /** As {@code inet_ntop} does: addresses that hold an IPv4 address show it. */
  private static String ipv6(BigInteger value) {
    long high = value.shiftRight(64).longValue();
    long low = value.longValue();
    boolean mapped = low >>> 32 == 0xffff;
    boolean compatible = low >>> 32 == 0 && low >>> 16 != 0;
    return high == 0 && (mapped || compatible)
        ? (mapped ? "::ffff:" : "::") + new Ipv4Address((int) low)
        : new Ipv6Address(high, low).toString();
  }

  private static String linkAddress(BigInteger value, int octets) {
    List<String> parts = new ArrayList<>();
    for (int i = octets - 1; i >= 0; i--) {
      parts.add("%02x".formatted(value.shiftRight(8 * i).intValue() & 0xff));
    }
    return String.join(":", parts);
  }

  private static String text(BigInteger value, ValueType type) {
    byte[] octets = ValueType.ofText(type).encode(value).toArray();
    int end = 0;
    while (end < octets.length && octets[end] != 0) {
      end++;
    }
    String text = new String(octets, 0, end, StandardCharsets.UTF_8);
    return text.endsWith("*") ? text.substring(0, text.length() - 1) + "\\*" : text;
  }

  /** Text of which only the first octets count. */
  static Expression wildcard(Bytes octets) {
    String text = new String(octets.toArray(), StandardCharsets.UTF_8);
    return Symbol.string(text.replace("\0", "") + "*");
  }

  private static String handle(long value) {
    if (value == 0xffffffffL) {
      return "root";
    }
    return value == 0 ? "none" : "%x:%x".formatted(value >>> 16, value & 0xffff);
  }

  private Expression label(BigInteger value, ValueType type) {
    if (value.bitCount() != 1) {
      return hex(value, type.octets() * 2);
    }
    String word = environment.word(DataType.CT_LABEL, value.getLowestSetBit());
    return word == null ? Symbol.number(value.getLowestSetBit()) : Symbol.string(word);
  }

  /** JSON has the number of an interface without a name, as that of a realm, as text too. */
  private Expression device(BigInteger value) {
    Expression named = named(value, environment.interfaces());
    return named instanceof Symbol(String digits, Symbol.Kind kind, Span _)
            && kind == Symbol.Kind.NUMBER
        ? word(digits)
        : named;
  }

  private Expression guid(BigInteger value, Map<String, Integer> names) {
    return options.guid() ? named(value, names) : Symbol.number(value.toString());
  }

  private static Expression named(BigInteger value, Map<String, Integer> names) {
    for (Map.Entry<String, Integer> entry : names.entrySet()) {
      if (entry.getValue() == value.intValue()) {
        return Symbol.string(entry.getKey());
      }
    }
    return Symbol.number(value.toString());
  }

  private Expression named(BigInteger value, ValueType type, boolean byName) {
    String word = byName ? Symbols.word(type.data(), value.longValue()) : null;
    return word == null ? Symbol.number(value.toString()) : word(word);
  }

  /** What a rejection says. */
  Expression code(int code, DataType codes) {
    String word = options.numericSymbols() ? null : Symbols.word(codes, code);
    return word == null ? Symbol.number(code) : word(word);
  }

  private Expression service(BigInteger value, ValueType type) {
    String word = options.services() ? Symbols.word(type.data(), value.longValue()) : null;
    return word == null ? Symbol.number(value.toString()) : Symbol.string(word);
  }

  private Expression otherwise(BigInteger value, ValueType type, int digits) {
    String word = options.numericSymbols() ? null : Symbols.word(type.data(), value.longValue());
    return word == null ? hex(value, digits) : word(word);
  }

  private @Nullable String word(DataType type, long value) {
    return options.numericSymbols() ? null : environment.word(type, value);
  }

  /** A number of a type with words, without them. */
  static Symbol nameless(BigInteger value, ValueType type) {
    return type.data().isBitmask() ? hex(value, 0) : Symbol.number(value.toString());
  }

  private Expression mark(BigInteger value) {
    String word = word(DataType.MARK, value.longValue());
    return word == null ? hex(value, 8) : Symbol.string(word);
  }

  private Expression quoted(BigInteger value, ValueType type) {
    String word = word(type.data(), value.longValue());
    if (word != null) {
      return Symbol.string(word);
    }
    return type.data() == DataType.REALM ? word(value.toString()) : Symbol.number(value.toString());
  }

  /** Bits by their names, joined by {@code |}. */
  private Expression flags(BigInteger value, ValueType type) {
    List<Expression> names = names(value, type);
    if (names == null) {
      return hex(value, 0);
    }
    Expression joined = names.getFirst();
    for (Expression name : names.subList(1, names.size())) {
      joined = new Expression.BinaryOp(Expression.BinaryOp.Operator.OR, joined, name, Span.NONE);
    }
    return joined;
  }

  /** Bits by their names, joined by commas. */
  Expression flagList(BigInteger value, ValueType type) {
    List<Expression> names =
        type.data() == DataType.CT_LABEL ? labels(value, type) : names(value, type);
    if (names == null) {
      return hex(value, 0);
    }
    return names.size() == 1 ? names.getFirst() : new Expression.FlagList(names, Span.NONE);
  }

  private List<Expression> labels(BigInteger value, ValueType type) {
    List<Expression> labels = new ArrayList<>();
    for (int bit = 0; bit < value.bitLength(); bit++) {
      if (value.testBit(bit)) {
        labels.add(value(BigInteger.ONE.shiftLeft(bit), type));
      }
    }
    return labels;
  }

  private @Nullable List<Expression> names(BigInteger value, ValueType type) {
    List<Expression> names = new ArrayList<>();
    for (int bit = 0; bit < value.bitLength(); bit++) {
      if (value.testBit(bit)) {
        String name = bit < 63 ? Symbols.word(type.data(), 1L << bit) : null;
        names.add(
            name == null || options.numericSymbols()
                ? hex(BigInteger.ONE.shiftLeft(bit), 0)
                : Symbol.word(name));
      }
    }
    return names.isEmpty() ? null : names;
  }

  /** All values from one to another: a value, a prefix where the type has such, or a range. */
  Expression interval(BigInteger low, BigInteger high, ValueType type) {
    if (low.equals(high)) {
      return value(low, type);
    }
    int free = low.xor(high).bitLength();
    boolean aligned =
        low.getLowestSetBit() >= free || low.signum() == 0 || low.getLowestSetBit() < 0;
    boolean full = high.xor(low).equals(BigInteger.ONE.shiftLeft(free).subtract(BigInteger.ONE));
    boolean address = type.data() == DataType.IPV4_ADDR || type.data() == DataType.IPV6_ADDR;
    if (address && aligned && full) {
      return new Expression.Prefix(value(low, type), type.bits() - free, Span.NONE);
    }
    if (type.isText() && aligned && full && free % 8 == 0) {
      return wildcard(ValueType.ofText(type).encode(low));
    }
    return range(low, high, type);
  }

  /** From one value to another; the ends are shown as numbers wherever an option could do so. */
  Expression.Range range(BigInteger low, BigInteger high, ValueType type) {
    Values ends = new Values(environment, options.ofRanges());
    return new Expression.Range(ends.value(low, type), ends.value(high, type), Span.NONE);
  }
}
