package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads stateful objects: their words, their names, and what stands in braces or behind. */
final class ObjectParser {
  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;
  private final Family family;
  private final Name table;
  private @Nullable ObjectSpec spec;
  private @Nullable String comment;

  ObjectParser(Parsing parsing, ExpressionParser expressions, Family family, Name table) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
    this.family = family;
    this.table = table;
  }

  /** What the word {@code ct} is part of a kind with. */
  static final List<String> CT_WORDS = List.of("timeout", "expectation", "helper");

  /** The kind of object that the next words name; null, and nothing is read, if they name none. */
  static @Nullable ObjectKind kind(Tokens tokens) {
    for (ObjectKind kind : ObjectKind.values()) {
      String[] words = kind.word().split(" ", -1);
      if (tokens.at(words[0]) && (words.length == 1 || tokens.peek(1).is(words[1]))) {
        for (int i = 0; i < words.length; i++) {
          tokens.next();
        }
        return kind;
      }
    }
    return null;
  }

  /**
   * An object, behind its name.
   *
   * @param block whether there must be braces, as in a table's
   */
  StatefulObject object(ObjectKind kind, Name name, boolean block) throws SyntaxException {
    boolean ended = tokens.peek().isSeparator() || tokens.at(Token.Kind.END);
    if (block || tokens.at("{") || needsBlock(kind)) {
      new BlockParser(parsing).block(() -> item(kind));
    } else if (!ended || kind != ObjectKind.COUNTER) {
      config(kind);
    }
    ObjectSpec read = spec == null ? empty(kind) : spec;
    return new StatefulObject(family, table, name, 0, read, comment, name.span());
  }

  private static boolean needsBlock(ObjectKind kind) {
    return switch (kind) {
      case COUNTER, QUOTA, LIMIT, SECMARK, SYNPROXY -> false;
      case CT_HELPER, CT_TIMEOUT, CT_EXPECTATION, CT_COUNT, TUNNEL -> true;
    };
  }

  private static ObjectSpec empty(ObjectKind kind) {
    return switch (kind) {
      case COUNTER -> new ObjectSpec.Counter(0, 0);
      case QUOTA -> new ObjectSpec.Quota(false, 0, 0);
      case LIMIT -> new ObjectSpec.Limit(NO_LIMIT);
      case CT_HELPER -> CtObjectParser.HELPER;
      case CT_TIMEOUT -> CtObjectParser.TIMEOUT;
      case CT_EXPECTATION -> CtObjectParser.EXPECTATION;
      case CT_COUNT -> new ObjectSpec.CtCount(false, 0);
      case SECMARK -> new ObjectSpec.Secmark("");
      case SYNPROXY -> new ObjectSpec.Synproxy(null, null, false, false);
      case TUNNEL -> TunnelParser.NONE;
    };
  }

  /** What nft makes of {@code limit l { }}; kernels refuse it. */
  private static final Statement.Limit NO_LIMIT =
      new Statement.Limit(
          0, LimitUnit.PACKETS, Statement.LimitPer.SECOND, false, null, null, Span.NONE);

  private void item(ObjectKind kind) throws SyntaxException {
    if (tokens.at("comment")) {
      comment = parsing.comment(comment);
    } else if (!parsing.common(expressions)) {
      config(kind);
    }
  }

  static SyntaxException twice(Span span) {
    String message = "You can only specify this once. This statement is duplicated.";
    return Tokens.error(span, message, null);
  }

  private void config(ObjectKind kind) throws SyntaxException {
    ObjectSpec now = spec == null ? empty(kind) : spec;
    spec =
        switch (now) {
          case ObjectSpec.Counter _ -> counter();
          case ObjectSpec.Quota _ -> quota();
          case ObjectSpec.Limit _ -> limit();
          case ObjectSpec.CtHelper helper -> new CtObjectParser(parsing).item(helper);
          case ObjectSpec.CtTimeout timeout -> new CtObjectParser(parsing).item(timeout);
          case ObjectSpec.CtExpectation expected -> new CtObjectParser(parsing).item(expected);
          case ObjectSpec.CtCount _ -> connections();
          case ObjectSpec.Secmark _ -> secmark();
          case ObjectSpec.Synproxy _ -> synproxy();
          case ObjectSpec.Tunnel tunnel -> new TunnelParser(parsing, expressions).item(tunnel);
        };
  }

  private ObjectSpec counter() throws SyntaxException {
    if (!tokens.at("packets")) {
      throw tokens.misspelt(List.of("packets", "comment"));
    }
    tokens.next();
    final long packets = parsing.number();
    tokens.expect("bytes");
    return new ObjectSpec.Counter(packets, parsing.number());
  }

  private ObjectSpec quota() throws SyntaxException {
    boolean over = tokens.accept("over");
    if (!over) {
      tokens.accept("until");
    }
    if (!tokens.at(Token.Kind.NUMBER)) {
      throw tokens.misspelt(List.of("over", "until", "comment"));
    }
    long bytes = bytes();
    return new ObjectSpec.Quota(over, bytes, tokens.accept("used") ? bytes() : 0);
  }

  private long bytes() throws SyntaxException {
    long number = parsing.number();
    for (LimitUnit unit : LimitUnit.values()) {
      if (unit != LimitUnit.PACKETS && tokens.accept(unit.word())) {
        return number * unit.factor();
      }
    }
    throw tokens.misspelt(List.of("bytes", "kbytes", "mbytes"), "bytes", "kbytes", "mbytes");
  }

  private ObjectSpec limit() throws SyntaxException {
    if (!tokens.at("rate")) {
      throw tokens.misspelt(List.of("rate", "comment"));
    }
    return new ObjectSpec.Limit(new LimitParser(parsing, false).limit(tokens.peek().span()));
  }

  private ObjectSpec connections() throws SyntaxException {
    if (!tokens.at("over") && !tokens.at("until")) {
      throw tokens.misspelt(List.of("over", "until", "comment"));
    }
    boolean over = tokens.next().is("over");
    return new ObjectSpec.CtCount(over, parsing.number());
  }

  private ObjectSpec secmark() throws SyntaxException {
    Token context = parsing.string();
    if (context.text().isEmpty() || context.text().length() >= 256) {
      String message = "invalid context '" + context.text() + "', max length is 256";
      throw Tokens.error(context.span(), message, null);
    }
    return new ObjectSpec.Secmark(context.text());
  }

  /** On one line, or on three, as listings have it. */
  private ObjectSpec synproxy() throws SyntaxException {
    if (!tokens.at("mss")) {
      throw tokens.misspelt(List.of("mss", "comment"));
    }
    tokens.next();
    final int mss = parsing.smallNumber();
    boolean lines = tokens.peek().isSeparator();
    separator(lines);
    tokens.expect("wscale");
    Span scale = tokens.peek().span();
    final int wscale = parsing.smallNumber();
    if (wscale > 14) {
      throw Tokens.error(scale, "wscale must be in range 0-14", null);
    }
    separator(lines);
    boolean timestamp = tokens.accept("timestamp");
    boolean sackPerm = tokens.accept("sack-perm");
    return new ObjectSpec.Synproxy(mss, wscale, timestamp, sackPerm);
  }

  private void separator(boolean lines) throws SyntaxException {
    if (lines) {
      parsing.separator();
    }
  }
}
