package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Exthdr.Op;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads extension headers, options and chunks, from the word that tells which space they are of.
 */
final class ExtensionParser {
  /** Bits that a register holds. */
  private static final int RAW_MOST = 512;

  /** The headers that can be asked for with {@code exthdr}. */
  private static final List<String> ASKED_FOR = List.of("hbh", "rt", "frag", "dst", "mh");

  private final Parsing parsing;
  private final Tokens tokens;

  ExtensionParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  /** Whether an option or a chunk comes behind a protocol's name. */
  static boolean follows(Protocol protocol, Token next) {
    return switch (protocol) {
      case TCP, IP, DCCP -> next.is("option");
      case SCTP -> next.is("chunk");
      default -> false;
    };
  }

  /**
   * Reads on behind the name of a protocol.
   *
   * @param start where that stands
   */
  Expression of(Protocol protocol, Span start) throws SyntaxException {
    tokens.next();
    return switch (protocol) {
      case TCP -> tokens.at("@") ? rawOption(start) : tcpOption(start);
      case IP -> ipOption(start);
      case SCTP -> chunk(start);
      case DCCP -> {
        int type = number();
        yield new Expression.Exthdr(Extensions.of(Op.DCCP, type), null, tokens.since(start));
      }
      default -> throw new IllegalArgumentException(protocol.word());
    };
  }

  /**
   * Reads a TCP option to be overwritten, behind {@code reset tcp}.
   *
   * @param start where the protocol's name stands
   */
  Expression.Exthdr reset(Span start) throws SyntaxException {
    tokens.next();
    Extension option = Extensions.of(Op.TCPOPT, tcpOption().type());
    return new Expression.Exthdr(option, null, tokens.since(start));
  }

  private int number() throws SyntaxException {
    Token token = tokens.peek();
    long number = parsing.number();
    if (number < 0 || number > Extension.TYPE_MOST) {
      throw Tokens.error(token.span(), "value too large", null);
    }
    return (int) number;
  }

  private Expression rawOption(Span start) throws SyntaxException {
    tokens.expect("@");
    int type = tcpOption().type();
    tokens.expect(",");
    int offset = parsing.smallNumber();
    tokens.expect(",");
    Token token = tokens.peek();
    int length = parsing.smallNumber();
    if (length == 0 || length > RAW_MOST) {
      String fault = length == 0 ? "cannot be 0" : "exceeds maximum length of " + RAW_MOST;
      throw Tokens.error(token.span(), "raw payload length " + fault, null);
    }
    Span span = tokens.since(start);
    Extension known = Extensions.with(Op.TCPOPT, type, offset, length);
    return known == null
        ? new Expression.RawOption(type, offset, length, span)
        : new Expression.Exthdr(known, known.at(offset, length), span);
  }

  /** An option by one of its names or by its number. */
  private Extension tcpOption() throws SyntaxException {
    if (tokens.at(Token.Kind.NUMBER)) {
      return Extensions.of(Op.TCPOPT, number());
    }
    Token word = tokens.peek();
    String name =
        switch (word.text()) {
          case "mss" -> "maxseg";
          case "sack0" -> "sack";
          case "sack-permitted" -> "sack-perm";
          case "echo" -> "timestamp";
          default -> word.text();
        };
    Extension option = word.kind() == Token.Kind.WORD ? Extensions.named(Op.TCPOPT, name) : null;
    if (option == null) {
      throw tokens.misspelt(names(Op.TCPOPT));
    }
    tokens.next();
    return option;
  }

  private static List<String> names(Op op) {
    return Extensions.of(op).stream().map(Extension::name).toList();
  }

  private Expression tcpOption(Span start) throws SyntaxException {
    Extension option = tcpOption();
    Extension whole = Extensions.of(Op.TCPOPT, option.type());
    Token word = tokens.peek();
    boolean named = word.kind() == Token.Kind.WORD && !word.is("kind");
    Extension.Field field = named ? option.field(word.text()) : null;
    if (field != null) {
      tokens.next();
      return new Expression.Exthdr(option, field, tokens.since(start));
    }
    if (word.is("length")) {
      tokens.next();
      Extension.Field length = whole.field("length");
      if (length == null) {
        throw Tokens.error(start, "Could not find a tcp option template", null);
      }
      return new Expression.Exthdr(whole, length, tokens.since(start));
    }
    return new Expression.Exthdr(whole, null, tokens.since(start));
  }

  private Expression ipOption(Span start) throws SyntaxException {
    Extension option = named(Op.IPV4);
    Token word = tokens.peek();
    String name = word.kind() == Token.Kind.WORD ? word.text() : "";
    boolean known = List.of("type", "length", "value", "ptr", "addr").contains(name);
    if (!known || tokens.next().is("type")) {
      return new Expression.Exthdr(option, null, tokens.since(start));
    }
    Extension.Field field = option.field(name);
    if (field == null) {
      throw Tokens.error(start, "unknown ip option type/field", null);
    }
    return new Expression.Exthdr(option, field, tokens.since(start));
  }

  private Extension named(Op op) throws SyntaxException {
    Token word = tokens.peek();
    Extension named = word.kind() == Token.Kind.WORD ? Extensions.named(op, word.text()) : null;
    if (named == null) {
      throw tokens.misspelt(names(op));
    }
    tokens.next();
    return named;
  }

  private Expression chunk(Span start) throws SyntaxException {
    Extension chunk = named(Op.SCTP);
    Extension.Field field = field(chunk);
    return new Expression.Exthdr(chunk, field, tokens.since(start));
  }

  private Extension.@Nullable Field field(Extension extension) {
    Token word = tokens.peek();
    Extension.Field field = word.kind() == Token.Kind.WORD ? extension.field(word.text()) : null;
    if (field != null) {
      tokens.next();
    }
    return field;
  }

  /** Whether a word begins a field of an IPv6 extension header, or asks for one. */
  boolean isHeader(Token word) {
    Extension header = Extensions.named(Op.IPV6, word.text());
    if (header == null || !word.is("rt")) {
      return header != null || word.is("exthdr");
    }
    return header.field(tokens.peek(1).text()) != null;
  }

  /** A field of an IPv6 extension header, or whether there is one. */
  Expression header() throws SyntaxException {
    Token word = tokens.next();
    if (word.is("exthdr")) {
      Token name = tokens.peek();
      Extension header = Extensions.named(Op.IPV6, name.text());
      if (header == null || !ASKED_FOR.contains(name.text())) {
        throw tokens.misspelt(ASKED_FOR, "hbh", "frag", "dst", "mh");
      }
      tokens.next();
      return new Expression.Exthdr(header, null, tokens.since(word.span()));
    }
    Extension header = Extensions.named(Op.IPV6, word.text());
    if (header == null) {
      throw tokens.unexpected();
    }
    return new Expression.Exthdr(header, headerField(header), tokens.since(word.span()));
  }

  private Extension.Field headerField(Extension header) throws SyntaxException {
    Token word = tokens.peek();
    List<Extension.Field> fields =
        header.fields().stream().filter(f -> isWritten(header, f)).toList();
    for (Extension.Field field : fields) {
      int bracket = field.name().indexOf('[');
      String name = bracket < 0 ? field.name() : field.name().substring(0, bracket);
      if (word.is(name)) {
        tokens.next();
        return bracket < 0 ? field : indexed(header, name);
      }
    }
    throw tokens.misspelt(
        fields.stream()
            .map(Extension.Field::name)
            .flatMap(n -> Stream.of(n.split("\\[")))
            .toList());
  }

  /** The reserved words of routing headers of types 0 and 2 only JSON can name. */
  private static boolean isWritten(Extension header, Extension.Field field) {
    boolean reserved = field.name().equals("reserved");
    return !(reserved && (header.name().equals("rt0") || header.name().equals("rt2")));
  }

  private Extension.Field indexed(Extension header, String name) throws SyntaxException {
    tokens.expect("[");
    Token token = tokens.peek();
    long index = parsing.number();
    tokens.expect("]");
    Extension.Field field = header.field(name + "[" + index + "]");
    if (field == null) {
      throw Tokens.error(
          token.span(), header.name() + " has no " + name + " number " + token.text(), null);
    }
    return field;
  }
}
