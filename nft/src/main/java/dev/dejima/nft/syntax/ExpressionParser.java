package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Ct.Direction;
import dev.dejima.nft.expr.Payload.Base;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.BinaryOp.Operator;
import dev.dejima.nft.syntax.Expression.Concat;
import dev.dejima.nft.syntax.Expression.FlagList;
import dev.dejima.nft.syntax.Expression.RawPayload;
import dev.dejima.nft.syntax.Expression.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions. From loose to tight: concatenation with dots, ranges and prefixes, {@code |},
 * {@code ^}, {@code &}, shifts, and single values. On the right of a match a protocol's name is a
 * value ({@code meta l4proto tcp}); elsewhere it begins a field ({@code tcp dport}).
 */
final class ExpressionParser {
  private static final List<String> CT_OF_DIRECTION =
      Words.list(
          "saddr daddr ip protocol ip6 l3proto proto-src proto-dst zone packets bytes avgpkt");

  private static final List<String> CT_KEYS =
      Words.list(
          """
          timeout saddr daddr id protocol count mark l3proto proto-src proto-dst zone direction
          event expectation expiration helper label state status original reply packets bytes
          avgpkt secmark
          """);

  private static final int PREFIX_MOST = 128;

  /** The kernel loads no more at once ({@code NFT_REG_SIZE} in four registers), in bits. */
  private static final int RAW_BITS_MOST = 512;

  private final Parsing parsing;
  private final Tokens tokens;
  private final SourceParser sources;

  /** Where a protocol's name stands. */
  enum Side {
    FIELDS,
    /** In a value that a statement takes: extension headers and ipsec cannot stand there. */
    STATEMENTS,
    VALUES
  }

  ExpressionParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.sources = new SourceParser(parsing);
  }

  /** What a variable is defined as. */
  Expression initializer() throws SyntaxException {
    if (tokens.accept("-")) {
      Token number = tokens.peek();
      parsing.number();
      return new Symbol("-" + number.text(), Symbol.Kind.NUMBER, number.span());
    }
    if (tokens.at("{") && tokens.peek(1).is("}")) {
      Span open = tokens.next().span();
      tokens.next();
      return new Expression.SetLiteral(List.of(), tokens.since(open));
    }
    return right();
  }

  /** What a match compares with: a set, a reference to one, or values. */
  Expression right() throws SyntaxException {
    if (tokens.at("{") || tokens.at("@")) {
      return set();
    }
    return list(Side.VALUES);
  }

  /** A set in braces, by its name behind {@code @}, or by a variable. */
  Expression set() throws SyntaxException {
    if (tokens.at("{")) {
      return new SetParser(parsing, this).literal();
    }
    if (tokens.at("@")) {
      return setReference();
    }
    if (tokens.at("$")) {
      return parsing.variable();
    }
    throw tokens.unexpected("@", "'{'", "'$'");
  }

  /** A set that rules change: by its name behind {@code @}, or by a variable for that. */
  Expression.SetReference updatedSet() throws SyntaxException {
    if (!tokens.at("$")) {
      return setReference();
    }
    Expression value = parsing.variable();
    if (value instanceof Expression.SetReference set) {
      return set;
    }
    throw Tokens.error(value.span(), "No symbol type information", null);
  }

  Expression.SetReference setReference() throws SyntaxException {
    Span start = tokens.expect("@").span();
    Token name = tokens.peek();
    if (name.kind() != Token.Kind.WORD) {
      throw tokens.unexpected("string");
    }
    tokens.next();
    return new Expression.SetReference(new Name(name.text(), name.span()), tokens.since(start));
  }

  /** One value, or flags with commas between them. */
  private Expression list(Side side) throws SyntaxException {
    Expression first = concat(side);
    return tokens.at(",") ? list(first, side) : first;
  }

  private Expression list(Expression first, Side side) throws SyntaxException {
    List<Expression> flags = new ArrayList<>(List.of(first));
    while (tokens.accept(",")) {
      flags.add(concat(side));
      parsing.operations(1, first.span());
    }
    return new FlagList(flags, first.span().to(tokens.last().span()));
  }

  /** What is looked at: fields, no ranges of them. */
  Expression left() throws SyntaxException {
    return concat(() -> binary(Side.FIELDS, Operator.OR));
  }

  /** What is looked at, or written: everything but a set. */
  Expression concat(Side side) throws SyntaxException {
    return side == Side.VALUES && isAlone() ? concat(this::value) : concat(() -> multi(side));
  }

  /** Whether the next token is a value and the one behind it no more of it, as in most sets. */
  private boolean isAlone() {
    Token token = tokens.peek();
    boolean value =
        token.kind() == Token.Kind.NUMBER
            || (token.kind() == Token.Kind.WORD && Words.isValue(token.text()));
    return value && tokens.peek(1).endsMember();
  }

  private Expression value() throws SyntaxException {
    return primary(Side.VALUES);
  }

  /** A single value or field. */
  Expression single() throws SyntaxException {
    return primary(Side.FIELDS);
  }

  private interface Part {
    Expression read() throws SyntaxException;
  }

  private Expression concat(Part part) throws SyntaxException {
    parsing.enter();
    Expression first = part.read();
    if (tokens.at(".")) {
      List<Expression> parts = new ArrayList<>(List.of(first));
      while (tokens.accept(".")) {
        parts.add(part.read());
        parsing.operations(1, first.span());
      }
      first = new Concat(parts, first.span().to(tokens.last().span()));
    }
    parsing.leave();
    return first;
  }

  /** A value to set something to: as those of statements, or flags with commas between them. */
  Expression writtenValue() throws SyntaxException {
    Expression first = statementValue();
    boolean word =
        first instanceof Symbol(var _, Symbol.Kind kind, var _) && kind == Symbol.Kind.WORD;
    return word && tokens.at(",") ? list(first, Side.VALUES) : first;
  }

  /** A value for a statement, an address to translate to: perhaps looked up in a map. */
  Expression statementValue() throws SyntaxException {
    Expression key = concat(Side.STATEMENTS);
    if (!tokens.accept("map")) {
      return key;
    }
    Expression map = set();
    return new Expression.MapExpr(key, map, key.span().to(map.span()));
  }

  private Expression multi(Side side) throws SyntaxException {
    Expression low = binary(side, Operator.OR);
    if (tokens.accept("-")) {
      Expression high = binary(side, Operator.OR);
      return new Expression.Range(low, high, low.span().to(high.span()));
    }
    if (tokens.at("/") && tokens.peek(1).kind() == Token.Kind.NUMBER) {
      tokens.next();
      return prefix(low);
    }
    return low;
  }

  private Expression prefix(Expression address) throws SyntaxException {
    Token token = tokens.peek();
    long length = parsing.number();
    if (length < 0 || length > PREFIX_MOST) {
      throw Tokens.error(
          address.span().to(token.span()),
          "Prefix length " + token.text() + " is invalid for type of 128 bits width",
          null);
    }
    return new Expression.Prefix(address, (int) length, address.span().to(token.span()));
  }

  /** Operands of an operator and of all that bind tighter. */
  private Expression binary(Side side, Operator loosest) throws SyntaxException {
    Expression left = primary(side);
    for (Operator operator; (operator = operator()) != null && operator.compareTo(loosest) <= 0; ) {
      tokens.next();
      Expression right =
          switch (operator) {
            case LSHIFT, RSHIFT -> primary(side);
            case AND -> binary(side, Operator.RSHIFT);
            case XOR -> binary(side, Operator.AND);
            case OR -> binary(side, Operator.XOR);
          };
      left = new BinaryOp(operator, left, right, left.span().to(right.span()));
      parsing.operations(1, left.span());
    }
    return left;
  }

  /** The operator that comes next; null if none does. */
  private @Nullable Operator operator() {
    if (!tokens.at(Token.Kind.SIGN)) {
      return null;
    }
    return switch (tokens.peek().text()) {
      case "|" -> Operator.OR;
      case "^" -> Operator.XOR;
      case "&" -> Operator.AND;
      case "<<" -> Operator.LSHIFT;
      case ">>" -> Operator.RSHIFT;
      default -> null;
    };
  }

  private Expression primary(Side side) throws SyntaxException {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER -> symbol(Symbol.Kind.NUMBER);
      case QUOTED -> symbol(Symbol.Kind.STRING);
      case ASTERISK -> symbol(Symbol.Kind.WORD);
      case WORD -> word(side, token);
      case SIGN -> sign(side, token);
      case NEWLINE, END, JUNK -> throw tokens.unexpected();
    };
  }

  private Symbol symbol(Symbol.Kind kind) {
    Token token = tokens.next();
    return new Symbol(token.text(), kind, token.span());
  }

  private Expression sign(Side side, Token token) throws SyntaxException {
    return switch (token.text()) {
      case "$" -> parsing.variable();
      case "(" -> parenthesized(side);
      case "@" -> rawPayload();
      default -> throw tokens.unexpected();
    };
  }

  /** In parentheses commas join flags too. */
  private Expression parenthesized(Side side) throws SyntaxException {
    parsing.enter();
    tokens.expect("(");
    Expression inner = joined(list(side));
    tokens.expect(")");
    parsing.leave();
    return inner;
  }

  /** Flags with commas between them, as one value with all of them set. */
  static Expression joined(Expression value) {
    return value instanceof FlagList list
        ? list.flags().stream()
            .reduce((a, b) -> new BinaryOp(Operator.OR, a, b, a.span().to(b.span())))
            .orElse(value)
        : value;
  }

  private Expression word(Side side, Token token) throws SyntaxException {
    String word = token.text();
    if (side == Side.VALUES && Words.isValue(word)) {
      return symbol(Symbol.Kind.WORD);
    }
    Protocol protocol = Protocol.named(word);
    if (protocol != null && Words.isReserved(word)) {
      if (isValue(protocol) && tokens.peek(1).kind() != Token.Kind.WORD) {
        return symbol(Symbol.Kind.WORD);
      }
      return payload(protocol);
    }
    ExtensionParser extensions = new ExtensionParser(parsing);
    if (Words.isReserved(word) && extensions.isHeader(token)) {
      if (side != Side.FIELDS) {
        throw tokens.unexpected();
      }
      return extensions.header();
    }
    MetaField meta = MetaField.named(word);
    if (meta != null && Words.UNQUALIFIED_META.contains(word)) {
      tokens.next();
      return new Expression.Meta(meta.key(), token.span());
    }
    return switch (word) {
      case "meta" -> meta();
      case "ct" -> ct();
      case "jhash" -> {
        if (side == Side.VALUES) {
          throw tokens.unexpected();
        }
        Span start = tokens.next().span();
        yield sources.hash(start, concat(Side.FIELDS));
      }
      default -> {
        boolean transforms = token.is("ipsec") && side == Side.STATEMENTS;
        if (side != Side.VALUES && !transforms && sources.follow()) {
          yield sources.read();
        }
        refuseUnsupported(token);
        if (!Words.isValue(word)) {
          throw tokens.unexpected();
        }
        yield symbol(Symbol.Kind.WORD);
      }
    };
  }

  /** Whether a protocol's name alone is a value everywhere: that of an Ethernet type. */
  private static boolean isValue(Protocol protocol) {
    return switch (protocol) {
      case ETHER, IP, IP6, VLAN, ARP -> true;
      default -> false;
    };
  }

  private static void refuseUnsupported(Token token) throws SyntaxException {
    if (Words.UNSUPPORTED.contains(token.text()) && Words.isReserved(token.text())) {
      throw Tokens.error(token.span(), "‘" + token.text() + "’ is not supported yet", null);
    }
  }

  private Expression payload(Protocol protocol) throws SyntaxException {
    Span start = tokens.next().span();
    Token word = tokens.peek();
    String name = word.kind() == Token.Kind.WORD ? fieldName(protocol, word.text()) : "";
    HeaderField field = protocol.field(name);
    if (field == null) {
      Expression inner = inner(protocol, start);
      if (inner != null) {
        return inner;
      }
      if (ExtensionParser.follows(protocol, word)) {
        return new ExtensionParser(parsing).of(protocol, start);
      }
      throw tokens.misspelt(protocol.fields().stream().map(HeaderField::name).toList());
    }
    tokens.next();
    if (name.indexOf(' ') > 0) {
      tokens.next();
    }
    return new Expression.Payload(field, tokens.since(start));
  }

  /** A field of a header that a tunnel carries; null if none begins here. */
  private @Nullable Expression inner(Protocol tunnel, Span start) throws SyntaxException {
    Protocol inside = tunnel.isTunnel() ? Protocol.named(tokens.peek().text()) : null;
    if (inside == null || inside.isTunnel()) {
      return null;
    }
    boolean framed = inside.base() == Base.LINK || inside == Protocol.ARP;
    return (tunnel != Protocol.GRE || !framed)
            && payload(inside) instanceof Expression.Payload payload
        ? new Expression.Inner(tunnel, payload, tokens.since(start))
        : null;
  }

  private String fieldName(Protocol protocol, String word) {
    return switch (word) {
      case "seq" -> "sequence";
      case "param-problem" -> "parameter-problem";
      case "saddr", "daddr" -> protocol == Protocol.ARP ? word + " " + tokens.peek(1).text() : word;
      default -> word;
    };
  }

  private Expression meta() throws SyntaxException {
    Span start = tokens.expect("meta").span();
    Token word = tokens.peek();
    if (word.kind() != Token.Kind.WORD) {
      throw tokens.unexpected();
    }
    MetaField field = MetaField.named(word.text());
    if (field == null) {
      List<String> known =
          Arrays.stream(dev.dejima.nft.expr.MetaKey.values())
              .map(key -> MetaField.of(key).word())
              .toList();
      throw tokens.misspelt(known, known.toArray(String[]::new));
    }
    tokens.next();
    return new Expression.Meta(field.key(), tokens.since(start));
  }

  private Expression ct() throws SyntaxException {
    Span start = tokens.expect("ct").span();
    Direction direction = null;
    if (tokens.at("original") || tokens.at("reply")) {
      direction = tokens.next().is("original") ? Direction.ORIGINAL : Direction.REPLY;
    }
    boolean directed = direction != null;
    Token word = tokens.peek();
    boolean family = directed && (word.is("ip") || word.is("ip6"));
    String name = family ? word.text() + " " + tokens.peek(1).text() : word.text();
    CtField field = word.kind() == Token.Kind.WORD ? CtField.named(name) : null;
    if (field == null || (directed && !field.hasDirections())) {
      List<String> words = directed ? CT_OF_DIRECTION : CT_KEYS;
      throw tokens.misplaced(CT_KEYS, words, words.toArray(String[]::new));
    }
    tokens.next();
    if (family) {
      tokens.next();
    }
    return new Expression.Ct(field.key(), direction, tokens.since(start));
  }

  private int rawLength() throws SyntaxException {
    Span span = tokens.peek().span();
    int length = parsing.smallNumber();
    if (length == 0) {
      throw Tokens.error(span, "raw payload length cannot be 0", null);
    }
    if (length > RAW_BITS_MOST) {
      throw Tokens.error(
          span,
          "raw payload length %d exceeds upper limit of %d".formatted(length, RAW_BITS_MOST),
          null);
    }
    return length;
  }

  private Expression rawPayload() throws SyntaxException {
    Span start = tokens.expect("@").span();
    Token word = tokens.peek();
    RawPayload.Base base = null;
    for (RawPayload.Base candidate : RawPayload.Base.values()) {
      base = word.is(candidate.word()) ? candidate : base;
    }
    if (base == null) {
      throw word.kind() == Token.Kind.WORD && !Words.isReserved(word.text())
          ? Tokens.error(word.span(), "unknown raw payload base", null)
          : tokens.unexpected();
    }
    tokens.next();
    tokens.expect(",");
    int offset = parsing.smallNumber();
    tokens.expect(",");
    int length = rawLength();
    return new RawPayload(base, offset, length, tokens.since(start));
  }
}
