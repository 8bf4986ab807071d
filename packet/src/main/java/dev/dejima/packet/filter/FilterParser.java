package dev.dejima.packet.filter;

import dev.dejima.packet.filter.Arithmetic.Operator;
import dev.dejima.packet.filter.FilterExpression.Relational;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Parses the language of pcap-filter(7), by recursive descent.
 *
 * <p>{@code and} and {@code or} bind equally and to the left. A value without qualifiers takes
 * those of the term before it. Parentheses hold a list of values, arithmetic or an expression;
 * which one shows only later, so arithmetic is tried first and given up if no comparison follows.
 * Depth and number of terms are bounded, so hostile text costs bounded time and stack.
 */
public final class FilterParser {
  /** Parentheses, negations and operators of arithmetic that may nest. */
  public static final int MAX_DEPTH = 200;

  /** Terms that may stand in one expression. */
  public static final int MAX_TERMS = 2000;

  /** Characters of an expression. */
  public static final int MAX_LENGTH = 65536;

  private static final Map<String, Relational> RELATIONS =
      Map.of(
          "=", Relational.EQUAL,
          "==", Relational.EQUAL,
          "!=", Relational.NOT_EQUAL,
          ">", Relational.GREATER,
          ">=", Relational.GREATER_OR_EQUAL,
          "<", Relational.LESS,
          "<=", Relational.LESS_OR_EQUAL);

  /** Weakest first. {@code %} and {@code ^} are outside: their right side takes all it can. */
  private static final List<Map<String, Operator>> LEVELS =
      List.of(
          Map.of("|", Operator.OR),
          Map.of("&", Operator.AND),
          Map.of("<<", Operator.SHIFT_LEFT, ">>", Operator.SHIFT_RIGHT),
          Map.of("+", Operator.ADD, "-", Operator.SUBTRACT),
          Map.of("*", Operator.MULTIPLY, "/", Operator.DIVIDE));

  private static final Map<String, Operator> GREEDY =
      Map.of("%", Operator.MODULO, "^", Operator.XOR);

  /** A term and the qualifiers that the next one may take over. */
  private record Term(FilterExpression expression, Qualifiers qualifiers) {}

  private final List<Token> tokens;
  private int at;
  private int depth;
  private int terms;
  private boolean arithmeticFailed;

  private FilterParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Parses an expression; the empty one means every packet.
   *
   * @throws FilterException if it is none
   */
  public static FilterExpression parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new FilterException("filter expression longer than " + MAX_LENGTH + " characters", 0);
    }
    FilterParser parser = new FilterParser(Lexer.split(text));
    if (parser.peek().kind() == Token.Kind.END) {
      return new FilterExpression.All();
    }
    FilterExpression expression = parser.expression(Qualifiers.NONE).expression();
    if (parser.peek().kind() != Token.Kind.END) {
      throw parser.expected("and", "or", "end of the expression");
    }
    return expression;
  }

  private Term expression(Qualifiers before) {
    Term left = term(before, false);
    while (true) {
      boolean and = accept("and") || accept("&&");
      if (!and && !accept("or") && !accept("||")) {
        return left;
      }
      if (++terms > MAX_TERMS) {
        throw new FilterException("filter expression of more than " + MAX_TERMS + " terms", 0);
      }
      Term right = term(left.qualifiers(), true);
      left = new Term(join(and, left, right), right.qualifiers());
    }
  }

  private static FilterExpression join(boolean and, Term left, Term right) {
    return and
        ? new FilterExpression.And(left.expression(), right.expression())
        : new FilterExpression.Or(left.expression(), right.expression());
  }

  /** A term, or a value alone where an operator stands before it. */
  private Term term(Qualifiers before, boolean valueAllowed) {
    if (accept("not") || accept("!")) {
      enter();
      Term operand = term(before, valueAllowed);
      depth--;
      return new Term(new FilterExpression.Not(operand.expression()), operand.qualifiers());
    }
    FilterExpression relation = relation();
    if (relation != null) {
      return new Term(relation, Qualifiers.NONE);
    }
    if (valueAllowed && startsValue()) {
      return new Term(value(before), before);
    }
    if (accept("(")) {
      enter();
      Term inner = expression(before);
      close();
      return new Term(inner.expression(), before);
    }
    return primitive();
  }

  /** Whether a value stands here, perhaps inside parentheses and behind negations. */
  private boolean startsValue() {
    int i = at;
    while (tokens.get(i).is("(") || tokens.get(i).is("!") || tokens.get(i).is("not")) {
      i++;
    }
    return isValue(tokens.get(i)) && !startsRelation(i);
  }

  /** Whether a number at {@code value}, or a parenthesis right before it, starts a comparison. */
  private boolean startsRelation(int value) {
    if (tokens.get(value).kind() != Token.Kind.NUMBER) {
      return false;
    }
    int start = at;
    boolean found = false;
    for (int i = value; !found && i >= start && (i == value || tokens.get(i).is("(")); i--) {
      at = i;
      found = relation() != null;
    }
    at = start;
    return found;
  }

  private static boolean isValue(Token token) {
    return switch (token.kind()) {
      case NAME, NUMBER, IPV4, IPV6, MAC -> true;
      case KEYWORD, SYMBOL, END -> false;
    };
  }

  /** A value with the qualifiers given, or a parenthesized list of such. */
  private FilterExpression value(Qualifiers qualifiers) {
    if (accept("not") || accept("!")) {
      enter();
      FilterExpression operand = value(qualifiers);
      depth--;
      return new FilterExpression.Not(operand);
    }
    if (accept("(")) {
      enter();
      FilterExpression list = values(qualifiers);
      close();
      return list;
    }
    Token token = peek();
    if (!isValue(token)) {
      throw expected(Primitives.expectedValues(qualifiers));
    }
    at++;
    if (token.kind() == Token.Kind.IPV4 && accept("mask")) {
      return Primitives.masked(token, take(Token.Kind.IPV4, "a network mask"), qualifiers);
    }
    boolean address = token.kind() == Token.Kind.IPV4 || token.kind() == Token.Kind.IPV6;
    if (address && accept("/")) {
      return Primitives.prefix(token, take(Token.Kind.NUMBER, "a prefix length"), qualifiers);
    }
    return Primitives.value(token, qualifiers);
  }

  private FilterExpression values(Qualifiers qualifiers) {
    FilterExpression left = value(qualifiers);
    while (true) {
      boolean and = accept("and") || accept("&&");
      if (!and && !accept("or") && !accept("||")) {
        return left;
      }
      if (++terms > MAX_TERMS) {
        throw new FilterException("filter expression of more than " + MAX_TERMS + " terms", 0);
      }
      FilterExpression right = value(qualifiers);
      left = and ? new FilterExpression.And(left, right) : new FilterExpression.Or(left, right);
    }
  }

  private Term primitive() {
    Token first = peek();
    if (first.kind() == Token.Kind.KEYWORD) {
      FilterExpression special = special();
      if (special != null) {
        return new Term(special, Qualifiers.NONE);
      }
    }
    Protocol protocol = first.kind() == Token.Kind.KEYWORD ? Protocol.named(first.text()) : null;
    if (protocol != null) {
      at++;
    }
    Direction direction = direction();
    Qualifiers.Type type = type(direction);
    if (type != Qualifiers.Type.NONE) {
      Qualifiers qualifiers = new Qualifiers(protocol, direction, type);
      return new Term(value(qualifiers), qualifiers);
    }
    if (protocol == null && !peek().is("broadcast") && !peek().is("multicast")) {
      throw notATerm();
    }
    if (accept("broadcast")) {
      return new Term(Primitives.broadcast(protocol, first), Qualifiers.NONE);
    }
    if (accept("multicast")) {
      return new Term(Primitives.multicast(protocol, first), Qualifiers.NONE);
    }
    if (protocol == null || protocol == Protocol.LINK) {
      refuseUnsupported();
      throw new FilterException(
          "link layer applied in wrong context",
          first.column(),
          List.of("host", "src", "dst", "proto", "broadcast", "multicast", "["),
          "");
    }
    return new Term(new FilterExpression.Carries(protocol), Qualifiers.NONE);
  }

  private FilterException notATerm() {
    refuseUnsupported();
    Token found = peek();
    if (isValue(found)) {
      return new FilterException(
          FilterException.SYNTAX,
          found.column(),
          List.of("host", "net", "port", "src", "dst", "a protocol"),
          Suggestions.forWord(found, tokens.get(Math.min(at + 1, tokens.size() - 1))));
    }
    return expected("host", "net", "port", "src", "dst", "a protocol", "not", "(");
  }

  private void refuseUnsupported() {
    Token found = peek();
    if (found.kind() == Token.Kind.KEYWORD && Words.UNSUPPORTED.contains(found.text())) {
      throw new FilterException(
          "'" + found.text() + "' is not supported",
          found.column(),
          List.of(),
          "pcap-filter(7) has it, this compiler does not");
    }
  }

  private @Nullable Direction direction() {
    if (!peek().is("src") && !peek().is("dst")) {
      return null;
    }
    boolean src = next().is("src");
    String other = src ? "dst" : "src";
    Token operator = peek();
    boolean and = operator.is("and") || operator.is("&&");
    boolean or = operator.is("or") || operator.is("||");
    if ((and || or) && tokens.get(at + 1).is(other)) {
      at += 2;
      return and ? Direction.BOTH : Direction.EITHER;
    }
    return src ? Direction.SRC : Direction.DST;
  }

  private Qualifiers.Type type(@Nullable Direction direction) {
    if (accept("host")) {
      return Qualifiers.Type.HOST;
    }
    if (accept("net")) {
      return Qualifiers.Type.NET;
    }
    if (accept("port")) {
      return Qualifiers.Type.PORT;
    }
    if (accept("portrange")) {
      return Qualifiers.Type.PORTRANGE;
    }
    if (direction == null && accept("proto")) {
      return Qualifiers.Type.PROTO;
    }
    return direction == null ? Qualifiers.Type.NONE : Qualifiers.Type.DEFAULT;
  }

  private @Nullable FilterExpression special() {
    if (accept("less")) {
      return lengthIs(Relational.LESS_OR_EQUAL);
    }
    if (accept("greater")) {
      return lengthIs(Relational.GREATER_OR_EQUAL);
    }
    if (accept("byte")) {
      return octetIs();
    }
    if (accept("inbound")) {
      return new FilterExpression.Inbound(false);
    }
    if (accept("outbound")) {
      return new FilterExpression.Inbound(true);
    }
    if (accept("ifindex")) {
      return new FilterExpression.InterfaceIndex(
          take(Token.Kind.NUMBER, "an interface index").number());
    }
    return accept("vlan") ? vlan() : null;
  }

  private FilterExpression lengthIs(Relational relation) {
    int length = take(Token.Kind.NUMBER, "a length in octets").number();
    return new FilterExpression.Relation(
        new Arithmetic.PacketLength(), relation, new Arithmetic.Constant(length));
  }

  /** {@code byte INDEX OPERATOR NUMBER}: an old form of {@code ether[INDEX]}. */
  private FilterExpression octetIs() {
    int index = take(Token.Kind.NUMBER, "an offset in octets").number();
    Token operator = next();
    Arithmetic octet = new Arithmetic.Octets(Protocol.LINK, new Arithmetic.Constant(index), 1);
    Arithmetic number = new Arithmetic.Constant(take(Token.Kind.NUMBER, "a number").number());
    Arithmetic zero = new Arithmetic.Constant(0);
    return switch (operator.text()) {
      case "=", "==" -> new FilterExpression.Relation(octet, Relational.EQUAL, number);
      case "<" -> new FilterExpression.Relation(octet, Relational.LESS, number);
      case ">" -> new FilterExpression.Relation(octet, Relational.GREATER, number);
      case "&" ->
          new FilterExpression.Relation(
              new Arithmetic.Binary(Operator.AND, octet, number), Relational.NOT_EQUAL, zero);
      case "|" ->
          new FilterExpression.Relation(
              new Arithmetic.Binary(Operator.OR, octet, number), Relational.NOT_EQUAL, zero);
      default ->
          throw new FilterException(
              FilterException.SYNTAX, operator.column(), List.of("=", "<", ">", "&", "|"), "");
    };
  }

  private FilterExpression vlan() {
    if (peek().kind() != Token.Kind.NUMBER) {
      return new FilterExpression.Vlan(OptionalInt.empty());
    }
    Token id = next();
    if (id.number() < 0 || id.number() > 0xfff) {
      throw new FilterException(
          "VLAN tag " + Integer.toUnsignedString(id.number()) + " greater than maximum 4095",
          id.column());
    }
    return new FilterExpression.Vlan(OptionalInt.of(id.number()));
  }

  /** A comparison of numbers if one starts here; otherwise null, and nothing is consumed. */
  private @Nullable FilterExpression relation() {
    Token first = peek();
    boolean candidate =
        first.kind() == Token.Kind.NUMBER
            || first.kind() == Token.Kind.KEYWORD
            || first.is("(")
            || first.is("-");
    if (!candidate) {
      return null;
    }
    int start = at;
    int startDepth = depth;
    arithmeticFailed = false;
    Arithmetic left = arithmetic(0);
    Relational relational = arithmeticFailed ? null : RELATIONS.get(peek().text());
    if (relational == null) {
      boolean certain = !arithmeticFailed && !(left instanceof Arithmetic.Constant);
      if (certain) {
        throw expected("a comparison (=, !=, <, <=, >, >=)");
      }
      at = start;
      depth = startDepth;
      return null;
    }
    at++;
    Arithmetic right = arithmetic(0);
    if (arithmeticFailed) {
      throw expected("a number", "len", "PROTOCOL[OFFSET:SIZE]");
    }
    return new FilterExpression.Relation(left, relational, right);
  }

  private Arithmetic arithmetic(int level) {
    if (level == LEVELS.size()) {
      return operand();
    }
    int entered = 0;
    Arithmetic left = arithmetic(level + 1);
    while (!arithmeticFailed && peek().kind() == Token.Kind.SYMBOL) {
      Operator operator = LEVELS.get(level).get(peek().text());
      if (operator == null) {
        break;
      }
      at++;
      enter();
      entered++;
      left = binary(operator, left, arithmetic(level + 1));
    }
    depth -= entered;
    return left;
  }

  private Arithmetic binary(Operator operator, Arithmetic left, Arithmetic right) {
    if (!arithmeticFailed && right instanceof Arithmetic.Constant constant) {
      int column = tokens.get(at - 1).column();
      boolean shift = operator == Operator.SHIFT_LEFT || operator == Operator.SHIFT_RIGHT;
      if (operator == Operator.DIVIDE && constant.value() == 0) {
        throw new FilterException("division by zero", column);
      }
      if (operator == Operator.MODULO && constant.value() == 0) {
        throw new FilterException("modulus by zero", column);
      }
      if (shift && Integer.compareUnsigned(constant.value(), 31) > 0) {
        throw new FilterException("shift by more than 31 bits", column);
      }
    }
    return new Arithmetic.Binary(operator, left, right);
  }

  private Arithmetic operand() {
    Arithmetic operand = simpleOperand();
    Operator greedy = arithmeticFailed ? null : GREEDY.get(peek().text());
    if (greedy == null) {
      return operand;
    }
    at++;
    enter();
    Arithmetic right = arithmetic(0);
    depth--;
    return binary(greedy, operand, right);
  }

  private Arithmetic simpleOperand() {
    Token token = peek();
    if (token.kind() == Token.Kind.NUMBER) {
      at++;
      return new Arithmetic.Constant(token.number());
    }
    if (accept("len") || accept("length")) {
      return new Arithmetic.PacketLength();
    }
    if (accept("-")) {
      enter();
      Arithmetic operand = operand();
      depth--;
      return new Arithmetic.Negation(operand);
    }
    if (accept("(")) {
      enter();
      Arithmetic inner = arithmetic(0);
      depth--;
      arithmeticFailed |= !accept(")");
      return inner;
    }
    Protocol protocol = token.kind() == Token.Kind.KEYWORD ? Protocol.named(token.text()) : null;
    if (protocol != null && tokens.get(at + 1).is("[")) {
      at += 2;
      return octets(protocol, token);
    }
    arithmeticFailed = true;
    return new Arithmetic.Constant(0);
  }

  private Arithmetic octets(Protocol protocol, Token name) {
    if (protocol.layer() == Protocol.Layer.LINK_CONTROL
        || protocol.layer() == Protocol.Layer.EXTENSION) {
      throw new FilterException("unsupported index operation", name.column());
    }
    enter();
    Arithmetic index = arithmetic(0);
    depth--;
    if (arithmeticFailed) {
      throw expected("an offset");
    }
    int size = 1;
    if (accept(":")) {
      Token width = take(Token.Kind.NUMBER, "1, 2 or 4");
      size = width.number();
      if (size != 1 && size != 2 && size != 4) {
        throw new FilterException(
            "data size must be 1, 2, or 4", width.column(), List.of("1", "2", "4"), "");
      }
    }
    if (!accept("]")) {
      throw expected("]");
    }
    return new Arithmetic.Octets(protocol, index, size);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new FilterException(
          "filter expression nested deeper than " + MAX_DEPTH, peek().column());
    }
  }

  private void close() {
    depth--;
    if (!accept(")")) {
      throw expected("and", "or", ")");
    }
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(String word) {
    if (!peek().is(word)) {
      return false;
    }
    at++;
    return true;
  }

  private Token take(Token.Kind kind, String name) {
    if (peek().kind() != kind) {
      throw expected(name);
    }
    return next();
  }

  private FilterException expected(String... what) {
    refuseUnsupported();
    Token found = peek();
    Token after = tokens.get(Math.min(at + 1, tokens.size() - 1));
    return new FilterException(
        FilterException.SYNTAX, found.column(), List.of(what), Suggestions.forWord(found, after));
  }
}
