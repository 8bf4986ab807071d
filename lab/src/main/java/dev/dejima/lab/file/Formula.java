package dev.dejima.lab.file;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Prefix;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in {@code ${…}}: a variable, a number or an address, with {@code + - * / %} between.
 * A number added to an address gives a later one: {@code 10.0.0.0/16 + 300} is {@code
 * 10.0.1.44/16}; it has to lie in the same network.
 */
final class Formula {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<address>(?=[0-9a-fA-F]*[.:])[0-9a-fA-F.:]+(?:/[0-9]+)?)|(?<number>[0-9]{1,15})"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>[-+*/%]))\\s*");
  private static final Pattern USE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");

  private final String text;
  private final Map<String, String> variables;
  private int at;

  /** Something that a formula cannot mean; its message says what. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;
    private final String unknown;

    Wrong(String message) {
      this(message, "");
    }

    Wrong(String message, String unknown) {
      super(message);
      this.unknown = unknown;
    }

    /** The variable that is not there; empty for other reasons. */
    String unknown() {
      return unknown;
    }
  }

  private Formula(String text, Map<String, String> variables) {
    this.text = text;
    this.variables = variables;
  }

  /** A text with all formulas in it replaced; a second dollar in front keeps one as it is. */
  static String expand(String text, Map<String, String> variables) throws Wrong {
    Matcher uses = USE.matcher(text);
    StringBuilder result = new StringBuilder();
    while (uses.find()) {
      String inner = uses.group(1);
      String value = inner == null ? "${" : new Formula(inner, variables).value();
      uses.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return uses.appendTail(result).toString();
  }

  private String value() throws Wrong {
    String value = sum();
    if (at < text.length()) {
      throw new Wrong(
          "'%s' cannot be read behind '%s'".formatted(text.substring(at), text.substring(0, at)));
    }
    return value;
  }

  private String sum() throws Wrong {
    String value = product();
    while (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      char sign = text.charAt(at);
      token();
      String other = product();
      value = isNumber(value) ? calculate(value, sign, other) : moved(value, sign, other);
    }
    return value;
  }

  private String product() throws Wrong {
    String value = operand();
    while (at < text.length() && "*/%".indexOf(text.charAt(at)) >= 0) {
      char sign = text.charAt(at);
      token();
      value = calculate(value, sign, operand());
    }
    return value;
  }

  private Matcher token() throws Wrong {
    Matcher token = TOKEN.matcher(text).region(at, text.length());
    if (!token.lookingAt()) {
      throw new Wrong(
          at >= text.length()
              ? "'%s' ends too early".formatted(text)
              : "'%s' cannot be read".formatted(text.substring(at)));
    }
    at = token.end();
    return token;
  }

  private String operand() throws Wrong {
    Matcher token = token();
    String name = token.group("name");
    if (name != null) {
      String value = variables.get(name);
      if (value == null) {
        throw new Wrong("there is no variable '%s'".formatted(name), name);
      }
      return value;
    }
    if (token.group("sign") != null) {
      throw new Wrong("'%s' has nothing to calculate with".formatted(token.group("sign")));
    }
    return token.group().strip();
  }

  private static boolean isNumber(String value) {
    return value.matches("-?[0-9]{1,15}");
  }

  private static String calculate(String a, char sign, String b) throws Wrong {
    if (!isNumber(a) || !isNumber(b)) {
      throw new Wrong("'%s %s %s' is no calculation with numbers".formatted(a, sign, b));
    }
    long x = Long.parseLong(a);
    long y = Long.parseLong(b);
    if (y == 0 && (sign == '/' || sign == '%')) {
      throw new Wrong("'%s %s 0' divides by nothing".formatted(a, sign));
    }
    long result =
        switch (sign) {
          case '+' -> x + y;
          case '-' -> x - y;
          case '*' -> x * y;
          case '/' -> x / y;
          default -> Math.floorMod(x, y);
        };
    return Long.toString(result);
  }

  private static String moved(String address, char sign, String number) throws Wrong {
    if (!isNumber(number)) {
      throw new Wrong("'%s' is no number to add to '%s'".formatted(number, address));
    }
    long by = sign == '-' ? -Long.parseLong(number) : Long.parseLong(number);
    int slash = address.indexOf('/');
    try {
      IpAddress ip = IpAddress.parse(slash < 0 ? address : address.substring(0, slash));
      String moved = moved(ip, by).toString();
      String whole = slash < 0 ? moved : moved + address.substring(slash);
      if (slash >= 0 && !Prefix.parse(address).contains(moved(ip, by))) {
        throw new Wrong("'%s %s %s' is outside of %s".formatted(address, sign, number, address));
      }
      return whole;
    } catch (IllegalArgumentException e) {
      throw new Wrong("'%s' is no number and no address".formatted(address));
    }
  }

  private static IpAddress moved(IpAddress address, long by) {
    return switch (address) {
      case Ipv4Address v4 -> new Ipv4Address((int) (v4.value() + by));
      case Ipv6Address v6 -> {
        long low = v6.low() + by;
        boolean carry = by > 0 && Long.compareUnsigned(low, v6.low()) < 0;
        boolean borrow = by < 0 && Long.compareUnsigned(low, v6.low()) > 0;
        yield new Ipv6Address(v6.high() + (carry ? 1 : 0) - (borrow ? 1 : 0), low);
      }
    };
  }
}
