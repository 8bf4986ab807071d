package dev.dejima.nft.compile;

import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the values of each type are written: from words and digits to numbers. */
final class Constants {
  private static final Pattern HANDLE = Pattern.compile("([0-9a-fA-F]{0,4}):([0-9a-fA-F]{0,4})");

  private static final Pattern LINK_ADDRESS =
      Pattern.compile("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}");

  private static final int DAY_MOST = 6;

  /** Decimal digits that a long surely holds. */
  private static final int LONG_DIGITS = 18;

  private static final int DIGITS_MOST = 4096;

  private final Environment environment;

  Constants(Environment environment) {
    this.environment = environment;
  }

  /**
   * The number that a symbol stands for.
   *
   * @throws CompileException if it stands for none of the type, or does not fit
   */
  BigInteger parse(Symbol symbol, ValueType type) {
    BigInteger value = value(symbol, type);
    if (value.bitLength() > type.bits()) {
      if (type.data() == DataType.IFACE_INDEX) {
        throw new CompileException(symbol.span(), "Interface does not exist");
      }
      throw new CompileException(
          symbol.span(), "Value " + value + " exceeds valid range 0-" + type.max());
    }
    return value;
  }

  private BigInteger value(Symbol symbol, ValueType type) {
    return switch (type.data()) {
      case IPV4_ADDR -> ipv4(symbol);
      case IPV6_ADDR -> ipv6(symbol);
      case ETHER_ADDR, LL_ADDR -> linkAddress(symbol);
      case IFNAME, STRING -> text(symbol, type);
      case IFACE_INDEX -> device(symbol);
      case UID -> named(symbol, environment.users().get(), "User does not exist");
      case GID -> named(symbol, environment.groups().get(), "Group does not exist");
      case CLASSID -> handle(symbol);
      case CT_LABEL -> BigInteger.ONE.shiftLeft(label(symbol, type));
      case BOOLEAN -> truth(symbol, type);
      case TIME -> Times.stretch(symbol);
      case TIME_DATE -> Times.date(symbol, environment.zone().get());
      case TIME_HOUR -> Times.hour(symbol, environment.zone().get());
      case INET_PROTO -> symbolic(symbol, type, "Protocol out of range");
      case INET_SERVICE -> symbolic(symbol, type, "Service out of range");
      case TIME_DAY -> day(symbol, type);
      default -> symbolic(symbol, type, null);
    };
  }

  /** A number, or a word of the type's table. */
  private BigInteger symbolic(Symbol symbol, ValueType type, @Nullable String tooHigh) {
    BigInteger number = number(symbol);
    if (number != null) {
      if (tooHigh != null && number.bitLength() > type.bits()) {
        throw new CompileException(symbol.span(), tooHigh);
      }
      return number;
    }
    OptionalLong value = environment.value(type.data(), symbol.text());
    if (value.isPresent()) {
      return BigInteger.valueOf(value.getAsLong());
    }
    throw new CompileException(symbol.span(), unknown(symbol.text(), type.data()));
  }

  private static String unknown(String word, DataType type) {
    return switch (type) {
      case INET_PROTO -> "Could not resolve protocol name";
      case INET_SERVICE -> "Could not resolve service: Servname not supported for ai_socktype";
      default -> {
        String near = Misspelling.nearest(word, Symbols.words(type).keySet());
        String what = "Could not parse " + TypeNames.description(type);
        yield near == null ? what : what + " expression; did you you mean `" + near + "`?";
      }
    };
  }

  /** An integer as C writes it, a negative one of 32 bits; null if the symbol is none. */
  static @Nullable BigInteger number(Symbol symbol) {
    String text = symbol.text();
    try {
      if (symbol.kind() == Symbol.Kind.NUMBER && text.startsWith("-")) {
        return BigInteger.valueOf(-Numbers.parse(text.substring(1)) & 0xffffffffL);
      }
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return large(text.substring(2), 16, symbol);
      }
      if (!isDigits(text)) {
        return null;
      }
      int radix = text.length() > 1 && text.charAt(0) == '0' ? 8 : 10;
      return text.length() <= LONG_DIGITS
          ? BigInteger.valueOf(Long.parseLong(text, radix))
          : large(text, radix, symbol);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The time that reading takes is the square of the length. */
  private static BigInteger large(String digits, int radix, Symbol symbol) {
    if (digits.length() > DIGITS_MOST) {
      String message = "number too long, " + DIGITS_MOST + " digits maximum allowed";
      throw new CompileException(symbol.span(), message);
    }
    return new BigInteger(digits, radix);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static BigInteger ipv4(Symbol symbol) {
    long address = dotted(symbol.text());
    BigInteger number = address < 0 ? number(symbol) : BigInteger.valueOf(address);
    if (number == null || number.bitLength() > 32) {
      throw unresolved(symbol);
    }
    return number;
  }

  /** Four numbers, with leading zeros octal ones, as inet_aton(3) has them; -1 if it is not. */
  private static long dotted(String text) {
    long address = 0;
    int from = 0;
    for (int part = 0; part < Ipv4Address.LENGTH; part++) {
      int to = part < Ipv4Address.LENGTH - 1 ? text.indexOf('.', from) : text.length();
      int octet = to < from ? -1 : octet(text, from, to);
      if (octet < 0) {
        return -1;
      }
      address = address << 8 | octet;
      from = to + 1;
    }
    return address;
  }

  /** The number between two places; -1 if there is none of eight bits. */
  private static int octet(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to && number >= 0; i++) {
      char c = text.charAt(i);
      boolean decimal = c >= '0' && c <= '9' && to - from <= 3;
      number = decimal ? 10 * number + c - '0' : -1;
    }
    boolean plain = to > from && number >= 0 && (text.charAt(from) != '0' || to - from == 1);
    if (plain) {
      return number <= 255 ? number : -1;
    }
    BigInteger other = number(Symbol.word(text.substring(from, to)));
    return other == null || other.bitLength() > 8 ? -1 : other.intValue();
  }

  private static BigInteger ipv6(Symbol symbol) {
    try {
      return new BigInteger(1, Ipv6Address.parse(symbol.text()).toBytes().toArray());
    } catch (IllegalArgumentException e) {
      throw unresolved(symbol);
    }
  }

  /** Names are not looked up: the ruleset would mean something else tomorrow. */
  private static CompileException unresolved(Symbol symbol) {
    boolean address = isIpv6(symbol.text()) || dotted(symbol.text()) >= 0;
    return new CompileException(
        symbol.span(),
        "Could not resolve hostname: "
            + (address
                ? "Address family for hostname not supported"
                : "Name or service not known"));
  }

  /** The decimal digits of a number count as hexadecimal ones, of one octet. */
  private static BigInteger octet(Symbol symbol, BigInteger number) {
    String digits = number.toString();
    BigInteger octet = digits.length() > 3 ? BigInteger.valueOf(256) : new BigInteger(digits, 16);
    if (octet.bitLength() > 8) {
      throw new CompileException(symbol.span(), "Invalid LL address");
    }
    return octet;
  }

  private static boolean isIpv6(String text) {
    try {
      Ipv6Address.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static BigInteger linkAddress(Symbol symbol) {
    BigInteger number = number(symbol);
    if (number != null) {
      return octet(symbol, number);
    }
    Matcher matcher = LINK_ADDRESS.matcher(symbol.text());
    if (!matcher.matches()) {
      throw new CompileException(symbol.span(), "Invalid LL address");
    }
    BigInteger address = BigInteger.ZERO;
    for (String octet : symbol.text().split(":", -1)) {
      address = address.shiftLeft(8).or(new BigInteger(octet, 16));
    }
    return address;
  }

  /** Text, filled up with zeros behind; an escaped asterisk stands for itself. */
  private static BigInteger text(Symbol symbol, ValueType type) {
    BigInteger number = symbol.kind() == Symbol.Kind.STRING ? null : number(symbol);
    String written = number == null ? symbol.text().replace("\\*", "*") : number.toString();
    byte[] octets = written.getBytes(StandardCharsets.UTF_8);
    int most = type.octets() - (type.data() == DataType.IFNAME ? 1 : 0);
    if (octets.length == 0) {
      throw new CompileException(symbol.span(), "Empty string is not allowed");
    }
    if (octets.length > most) {
      throw new CompileException(
          symbol.span(), "String exceeds maximum length of " + type.octets());
    }
    return new BigInteger(1, octets).shiftLeft(8 * (type.octets() - octets.length));
  }

  private BigInteger device(Symbol symbol) {
    BigInteger index = named(symbol, environment.interfaces(), "Interface does not exist");
    if (index.bitLength() >= Integer.SIZE) {
      throw new CompileException(symbol.span(), "Interface does not exist");
    }
    return index;
  }

  private static BigInteger named(Symbol symbol, Map<String, Integer> names, String missing) {
    Integer known = names.get(symbol.text());
    if (known != null) {
      return BigInteger.valueOf(known & 0xffffffffL);
    }
    BigInteger number = number(symbol);
    if (number == null) {
      throw new CompileException(symbol.span(), missing);
    }
    return number;
  }

  /** A handle of traffic control: {@code major:minor}, in hexadecimal. */
  private static BigInteger handle(Symbol symbol) {
    Matcher matcher = HANDLE.matcher(symbol.text());
    if (matcher.matches()) {
      return BigInteger.valueOf(hex(matcher.group(1)) << 16 | hex(matcher.group(2)));
    }
    BigInteger number = number(symbol);
    if (number != null) {
      return number;
    }
    return switch (symbol.text()) {
      case "root" -> BigInteger.valueOf(0xffffffffL);
      case "none" -> BigInteger.ZERO;
      default -> throw new CompileException(symbol.span(), "Could not parse TC classid");
    };
  }

  private static long hex(String digits) {
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 16);
  }

  private int label(Symbol symbol, ValueType type) {
    OptionalLong named = environment.value(DataType.CT_LABEL, symbol.text());
    BigInteger bit = named.isEmpty() ? number(symbol) : BigInteger.valueOf(named.getAsLong());
    if (bit == null) {
      throw new CompileException(
          symbol.span(),
          "/etc/connlabel.conf: could not parse conntrack label \"" + symbol.text() + "\"");
    }
    if (bit.compareTo(BigInteger.valueOf(type.bits())) >= 0) {
      throw new CompileException(
          symbol.span(), "%1$s: bit %1$s out of range (%2$d max)".formatted(bit, type.bits()));
    }
    return bit.intValue();
  }

  private BigInteger day(Symbol symbol, ValueType type) {
    BigInteger day = symbolic(symbol, type, null);
    if (day.compareTo(BigInteger.valueOf(DAY_MOST)) > 0) {
      throw new CompileException(
          symbol.span(), "Value %s exceeds valid range 0-%d".formatted(day, DAY_MOST));
    }
    return day;
  }

  /** Every number but zero is true. */
  private BigInteger truth(Symbol symbol, ValueType type) {
    return symbolic(symbol, type, null).min(BigInteger.ONE);
  }

  /** How many octets of text stand before its final asterisk; -1 if it ends in none. */
  static int wildcard(Symbol symbol, ValueType type) {
    String text = symbol.text();
    if (!type.isText() || !text.endsWith("*") || text.endsWith("\\*")) {
      return -1;
    }
    return text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Text before an asterisk, filled up with zeros. */
  BigInteger prefixOf(Symbol symbol, ValueType type) {
    String text = symbol.text().substring(0, symbol.text().length() - 1);
    if (text.isEmpty()) {
      throw new CompileException(symbol.span(), "All-wildcard strings are not supported");
    }
    Span span = symbol.span();
    return text(new Symbol(text, symbol.kind(), span), type);
  }
}
