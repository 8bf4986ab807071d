package dev.dejima.nft.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tokens still to be read. */
final class Tokens {
  private static final Set<String> GENERIC =
      Set.of("number", "string", "quoted string", "string with a trailing asterisk");

  /** The texts that are being read, the innermost first. */
  private final Deque<Lexer> open = new ArrayDeque<>();

  /** What was read behind the next token. */
  private final List<Token> ahead = new ArrayList<>();

  private Token next;
  private Token last;

  Tokens(Lexer text) {
    open.push(text);
    next = text.next();
    last = next;
  }

  Token peek() {
    return next;
  }

  Token peek(int further) {
    while (ahead.size() < further) {
      ahead.add(read());
    }
    return further == 0 ? next : ahead.get(further - 1);
  }

  Token next() {
    Token token = next;
    if (token.kind() != Token.Kind.END) {
      last = token;
      next = ahead.isEmpty() ? read() : ahead.removeFirst();
    }
    return token;
  }

  /** Where a text ends, the one that included it goes on. */
  private Token read() {
    Token token = open.getFirst().next();
    while (token.kind() == Token.Kind.END && open.size() > 1) {
      open.pop();
      token = open.getFirst().next();
    }
    return token;
  }

  /**
   * Skips what cannot be understood, with the separator that ends it, as nft does: braces do not
   * count, so a mistake where a block opens is followed by others where it closes.
   *
   * @return whether the text goes on behind it
   */
  boolean recover() {
    while (!at(Token.Kind.END)) {
      if (next().isSeparator()) {
        return true;
      }
    }
    return false;
  }

  /** The token read last. */
  Token last() {
    return last;
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

  /** Takes the members of a set behind the comma that comes next that are constants. */
  void constants(ElementList.Builder members) {
    if (ahead.isEmpty()) {
      open.getFirst().constants(members);
    }
  }

  void skipNewlines() {
    while (at(Token.Kind.NEWLINE)) {
      next();
    }
  }

  /** Puts texts in front of the tokens still to be read. */
  void include(List<Lexer> texts) {
    ahead.addFirst(next);
    open.getFirst().takeBack(ahead);
    ahead.clear();
    texts.reversed().forEach(open::push);
    next = read();
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

  /**
   * As {@link #misspelt}, where nft's lexer knows some words as such that it takes for strings
   * elsewhere.
   */
  SyntaxException misplaced(
      Collection<String> words, Collection<String> candidates, String... expected) {
    Token token = peek();
    boolean known = token.kind() == Token.Kind.WORD && words.contains(token.text());
    return known ? told(token.text(), null, expected) : misspelt(candidates, expected);
  }

  private SyntaxException mistake(@Nullable String near, String... expected) {
    return told(peek().description(), near, expected);
  }

  private SyntaxException told(String found, @Nullable String near, String... expected) {
    StringBuilder message = new StringBuilder("syntax error, unexpected ").append(found);
    if (expected.length > 0) {
      message.append("\nexpected any of: ").append(expected(expected));
    }
    return error(
        peek().span(), message.toString(), near == null ? peek().hint() : didYouMean(near));
  }

  /** nft sets what is not a word of its own in pointed brackets. */
  private static String expected(String... expected) {
    return Stream.of(expected)
        .map(word -> GENERIC.contains(word) ? "<" + word + ">" : word)
        .collect(Collectors.joining(", "));
  }

  static String didYouMean(String word) {
    return "did you mean ‘" + word + "’?";
  }

  static SyntaxException error(Span span, String message, @Nullable String hint) {
    return new SyntaxException(new Diagnostic(span, message, hint, null));
  }
}
