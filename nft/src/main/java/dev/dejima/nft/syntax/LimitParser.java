package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.Statement.LimitPer;
import dev.dejima.nft.syntax.Statement.LimitUnit;
import org.jspecify.annotations.Nullable;

/** Reads a limit, behind its first word: {@code rate over 10/second burst 5 packets}. */
final class LimitParser {
  private final Parsing parsing;
  private final Tokens tokens;
  private final boolean ofRule;

  /**
   * A reader of limits.
   *
   * @param ofRule whether of those that are statements; objects may let nothing through
   */
  LimitParser(Parsing parsing, boolean ofRule) {
    this.parsing = parsing;
    this.ofRule = ofRule;
    this.tokens = parsing.tokens;
  }

  Statement.Limit limit(Span start) throws SyntaxException {
    tokens.expect("rate");
    Span words = tokens.since(start);
    boolean over = tokens.accept("over");
    if (!over) {
      tokens.accept("until");
    }
    long rate = number();
    LimitUnit unit = LimitUnit.PACKETS;
    LimitPer per;
    Token word = tokens.peek();
    int slash = word.kind() == Token.Kind.WORD ? word.text().indexOf('/') : -1;
    if (slash > 0) {
      unit = unit(word, word.text().substring(0, slash));
      String rest = word.text().substring(slash + 1);
      tokens.next();
      per = rest.isEmpty() ? per(tokens.peek(), tokens.next().text()) : per(word, rest);
    } else {
      if (word.kind() == Token.Kind.WORD) {
        unit = unit(word, word.text());
        tokens.next();
      }
      per = per();
    }
    return burst(words, rate, unit, per, over);
  }

  /** Words that are none of a rate's are none at all there. */
  private static SyntaxException junk(Token word, @Nullable String hint) {
    int column = word.span().column();
    return Tokens.error(word.span().columns(column, column), "syntax error, unexpected junk", hint);
  }

  private long number() throws SyntaxException {
    if (tokens.at(Token.Kind.WORD)) {
      throw junk(tokens.peek(), null);
    }
    return parsing.number();
  }

  private LimitPer per() throws SyntaxException {
    if (!tokens.accept("/")) {
      throw tokens.unexpected("/", "string", "bytes");
    }
    Token word = tokens.peek();
    if (word.kind() != Token.Kind.WORD) {
      throw tokens.unexpected();
    }
    LimitPer per = per(word, word.text());
    tokens.next();
    return per;
  }

  private static LimitPer per(Token token, String word) throws SyntaxException {
    for (LimitPer per : LimitPer.values()) {
      if (per.word().equals(word)) {
        return per;
      }
    }
    Span span = token.span();
    int column = span.endColumn() - word.length() + 1;
    throw Tokens.error(
        span.columns(column, column),
        "syntax error, unexpected junk\nexpected any of: second, minute, hour, day, week",
        "a rate is per second, minute, hour, day or week");
  }

  private static LimitUnit unit(Token token, String word) throws SyntaxException {
    for (LimitUnit unit : LimitUnit.values()) {
      if (unit.word().equals(word)) {
        return unit;
      }
    }
    throw junk(token, "units are bytes, kbytes and mbytes");
  }

  private Statement.Limit burst(Span words, long rate, LimitUnit unit, LimitPer per, boolean over)
      throws SyntaxException {
    Long burst = null;
    LimitUnit burstUnit = null;
    Span start = tokens.peek().span();
    if (tokens.accept("burst")) {
      burst = number();
      Token word = tokens.peek();
      if (word.kind() != Token.Kind.WORD) {
        throw tokens.unexpected("packets", "string", "bytes");
      }
      burstUnit = unit(word, word.text());
      if ((burstUnit == LimitUnit.PACKETS) != (unit == LimitUnit.PACKETS)) {
        throw Tokens.error(
            word.span(),
            "syntax error, unexpected "
                + word.text()
                + "\nexpected any of: "
                + (unit == LimitUnit.PACKETS ? "packets" : "bytes, kbytes, mbytes"),
            null);
      }
      tokens.next();
      if (burst == 0 && ofRule && unit == LimitUnit.PACKETS) {
        throw Tokens.error(tokens.since(start), "packet limit burst must be > 0", null);
      }
    }
    return new Statement.Limit(rate, unit, per, over, burst, burstUnit, words);
  }
}
