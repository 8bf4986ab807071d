package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.Statement.LimitUnit;

/**
 * Reads the statements that keep something in mind, which elements of sets can carry too. As for
 * nft, their place is that of their first words.
 */
final class StatefulParser {
  private static final long CONNECTIONS_MOST = 0xffffffffL;

  private final Parsing parsing;
  private final Tokens tokens;

  StatefulParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  /** Whether such a statement comes next. */
  boolean follows() {
    return switch (tokens.peek().text()) {
      case "counter", "last", "limit", "quota" -> tokens.at(Token.Kind.WORD);
      case "ct" -> tokens.peek(1).is("count");
      default -> false;
    };
  }

  Statement statement() throws SyntaxException {
    Token word = tokens.next();
    Span start = word.span();
    return switch (word.text()) {
      case "counter" -> counter(start);
      case "last" -> last(start);
      case "limit" -> new LimitParser(parsing, true).limit(start);
      case "quota" -> quota(start);
      default -> connections(start);
    };
  }

  private Statement counter(Span start) throws SyntaxException {
    long packets = 0;
    long bytes = 0;
    while (tokens.at("packets") || tokens.at("bytes")) {
      if (tokens.next().is("packets")) {
        packets = parsing.number();
      } else {
        bytes = parsing.number();
      }
    }
    return new Statement.Counter(packets, bytes, start);
  }

  private Statement last(Span start) throws SyntaxException {
    Long used = null;
    if (tokens.accept("used") && !tokens.accept("never")) {
      if (!tokens.at(Token.Kind.WORD)) {
        throw tokens.unexpected("string", "never");
      }
      used = parsing.time();
    }
    return new Statement.Last(used, start);
  }

  private Statement quota(Span start) throws SyntaxException {
    boolean over = tokens.accept("over");
    if (!over) {
      tokens.accept("until");
    }
    long bytes = bytes();
    long used = tokens.accept("used") ? bytes() : 0;
    return new Statement.Quota(bytes, over, used, start);
  }

  private long bytes() throws SyntaxException {
    long number = parsing.number();
    for (LimitUnit unit : LimitUnit.values()) {
      if (unit != LimitUnit.PACKETS && tokens.accept(unit.word())) {
        return number * unit.factor();
      }
    }
    throw tokens.unexpected("bytes", "kbytes", "mbytes");
  }

  private Statement connections(Span start) throws SyntaxException {
    tokens.expect("count");
    Span words = tokens.since(start);
    boolean over = tokens.accept("over");
    if (!over && !tokens.at(Token.Kind.NUMBER)) {
      throw tokens.unexpected("number", "name", "over");
    }
    long count = parsing.number() & CONNECTIONS_MOST;
    return new Statement.ConnectionLimit(count, over, words);
  }
}
