package dev.dejima.nft.syntax;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens still to be read. */
final class Tokens {
  /** nft lists what it expected only if that is at most so many. */
  private static final int EXPECTED_MOST = 4;

  private final List<Token> tokens;
  private int position;
  private int depth;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(position + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (position < tokens.size() - 1) {
      position++;
      depth = Math.max(0, depth + (token.is("{") ? 1 : token.is("}") ? -1 : 0));
    }
    return token;
  }

  /** How many braces are open. */
  int depth() {
    return depth;
  }

  /**
   * Skips what cannot be understood: up to the separator that ends it, or up to the brace that
   * closes the block it is in.
   *
   * @param block how many braces were open where it began
   */
  void recover(int block) {
    while (!at(Token.Kind.END) && !(depth <= block && (at("}") || peek().isSeparator()))) {
      next();
    }
  }

  /** The token read last. */
  Token last() {
    return tokens.get(Math.max(position - 1, 0));
  }

  /** From a place to the end of the token read last. */
  Span since(Span start) {
    return start.to(last().span());
  }

  boolean at(String wordOrSign) {
    return peek().is(wordOrSign);
  }

  boolean at(Token.Kind kind) {
    return peek().kind() == kind;
  }

  boolean accept(String wordOrSign) {
    boolean there = at(wordOrSign);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(String wordOrSign) throws SyntaxException {
    if (!at(wordOrSign)) {
      Token found = peek();
      String near =
          found.kind() == Token.Kind.WORD ? Words.nearest(found.text(), List.of(wordOrSign)) : null;
      throw mistake(near, Words.signName(wordOrSign));
    }
    return next();
  }

  void skipNewlines() {
    while (at(Token.Kind.NEWLINE)) {
      next();
    }
  }

  /** Puts tokens in front of those still to be read. */
  void splice(List<Token> included) {
    tokens.addAll(position, included);
  }

  /** The next token cannot stand here. */
  SyntaxException unexpected(String... expected) {
    return mistake(null, expected);
  }

  /** The next token cannot stand here; one of these may have been meant. */
  SyntaxException misspelt(Collection<String> candidates, String... expected) {
    Token token = peek();
    String near = token.kind() == Token.Kind.WORD ? Words.nearest(token.text(), candidates) : null;
    return mistake(near, expected);
  }

  private SyntaxException mistake(@Nullable String near, String... expected) {
    StringBuilder message =
        new StringBuilder("syntax error, unexpected ").append(peek().description());
    if (expected.length > 0 && expected.length <= EXPECTED_MOST) {
      message.append(", expecting ").append(String.join(" or ", expected));
    }
    return error(peek().span(), message.toString(), near == null ? null : didYouMean(near));
  }

  static String didYouMean(String word) {
    return "did you mean ‘" + word + "’?";
  }

  static SyntaxException error(Span span, String message, @Nullable String hint) {
    return new SyntaxException(new Diagnostic(span, message, hint, null));
  }
}
