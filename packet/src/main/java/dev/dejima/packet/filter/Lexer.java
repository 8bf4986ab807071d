package dev.dejima.packet.filter;

import dev.dejima.packet.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a filter expression. The longest match wins; between equals keywords come first, then
 * link-layer addresses, numbers, IPv4 and IPv6 addresses and names, as in libpcap.
 */
final class Lexer {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?");
  private static final Pattern ESCAPED = Pattern.compile("\\\\[^ !()\\n\\t]++");
  private static final Pattern NUMBER = Pattern.compile("0[xX][0-9A-Fa-f]++|[0-9]++");
  private static final Pattern IPV4 =
      Pattern.compile("(?:0[xX][0-9A-Fa-f]++|[0-9]++)(?:\\.(?:0[xX][0-9A-Fa-f]++|[0-9]++)){1,3}");
  private static final List<Pattern> MAC =
      List.of(
          Pattern.compile("[0-9A-Fa-f]{1,2}(?:([-:.])[0-9A-Fa-f]{1,2})(?:\\1[0-9A-Fa-f]{1,2}){4}"),
          Pattern.compile("[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2}"),
          Pattern.compile("[0-9A-Fa-f]{12}"));
  private static final Pattern IPV6_RUN = Pattern.compile("[0-9A-Fa-f:.]{2,64}");
  private static final List<String> SYMBOLS =
      List.of(
          "&&", "||", ">=", "<=", "!=", "==", "<<", ">>", "+", "-", "*", "/", "%", ":", "[", "]",
          "!", "<", ">", "(", ")", "&", "|", "^", "=");

  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of an expression, an {@code END} last. */
  static List<Token> split(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    while (tokens.isEmpty() || tokens.getLast().kind() != Token.Kind.END) {
      tokens.add(lexer.next());
    }
    return tokens;
  }

  private Token next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length()) {
      return token(Token.Kind.END, 0);
    }
    int escaped = match(ESCAPED);
    if (escaped > 1) {
      Token whole = token(Token.Kind.NAME, escaped);
      return new Token(Token.Kind.NAME, whole.text().substring(1), whole.column(), 0);
    }
    int ipv6 = matchIpv6();
    int name = match(NAME);
    return ipv6 == 0 && name == 0 ? symbol() : word(ipv6, name);
  }

  private Token word(int ipv6, int name) {
    int mac = MAC.stream().mapToInt(this::match).max().orElse(0);
    int number = match(NUMBER);
    int ipv4 = match(IPV4);
    int longest = Math.max(Math.max(Math.max(ipv6, name), Math.max(mac, number)), ipv4);
    String word = text.substring(at, at + longest);
    if (Words.isKeyword(word)) {
      return token(Token.Kind.KEYWORD, longest);
    }
    if (mac == longest) {
      return token(Token.Kind.MAC, longest);
    }
    if (number == longest) {
      return number(longest);
    }
    if (ipv4 == longest) {
      return token(Token.Kind.IPV4, longest);
    }
    if (ipv6 == longest) {
      return token(Token.Kind.IPV6, longest);
    }
    Integer constant = Words.constant(word);
    if (constant != null) {
      Token named = token(Token.Kind.NUMBER, longest);
      return new Token(Token.Kind.NUMBER, named.text(), named.column(), constant);
    }
    return token(Token.Kind.NAME, longest);
  }

  private Token number(int length) {
    Token digits = token(Token.Kind.NUMBER, length);
    int value = Numbers.parse(digits.text(), digits.column());
    return new Token(Token.Kind.NUMBER, digits.text(), digits.column(), value);
  }

  private Token symbol() {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        return token(Token.Kind.SYMBOL, symbol.length());
      }
    }
    throw new FilterException(
        FilterException.SYNTAX,
        at + 1,
        List.of(),
        "no filter holds the character '" + Character.toString(text.codePointAt(at)) + "'");
  }

  private Token token(Token.Kind kind, int length) {
    Token token = new Token(kind, text.substring(at, at + length), at + 1, 0);
    at += length;
    return token;
  }

  private int match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.end() - at : 0;
  }

  private int matchIpv6() {
    int length = match(IPV6_RUN);
    String run = text.substring(at, at + length);
    if (!run.contains("::") && run.chars().filter(c -> c == ':').count() < 6) {
      return 0;
    }
    for (; length > 1; length--) {
      if (isIpv6(run.substring(0, length))) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isIpv6(String word) {
    try {
      Ipv6Address.parse(word);
      return true;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }
}
