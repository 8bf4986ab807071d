package dev.dejima.nft.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into tokens, one at a time. As in nft, the longest piece wins that is a token of any
 * kind: {@code 1.2.3.4} is one word, {@code ssh-http} too, {@code 10-20} is three tokens.
 */
final class Lexer {
  private static final String SIGNS = "<>,;:{}[]()^&|!/-*@$=+.";

  private final SourceFile file;
  private final String text;
  private final Spellings spellings = new Spellings();
  private final Deque<Token> returned = new ArrayDeque<>();
  private int position;
  private int line = 1;
  private int lineStart;

  /** From here on no quote is closed; to look again and again would take for ever. */
  private boolean hasUnclosedQuote;

  Lexer(SourceFile file, String text) {
    this.file = file;
    this.text = text;
  }

  /** All tokens of a text, an {@code END} last. */
  static List<Token> tokens(SourceFile file, String text) {
    Lexer lexer = new Lexer(file, text);
    List<Token> tokens = new ArrayList<>();
    do {
      tokens.add(lexer.next());
    } while (tokens.getLast().kind() != Token.Kind.END);
    return tokens;
  }

  /** The next token; at the end of the text {@code END}, again and again. */
  Token next() {
    Token token = returned.poll();
    while (token == null && position < text.length()) {
      token = step(text.charAt(position));
    }
    return token == null ? token(Token.Kind.END, "", 1) : token;
  }

  /** Takes tokens back that were read too early, to give them again. */
  void takeBack(Collection<Token> tokens) {
    returned.addAll(tokens);
  }

  /** Takes the members of a set that come next as long as they are constants, with their commas. */
  void constants(ElementList.Builder members) {
    if (!returned.isEmpty() || !members.isOf(file)) {
      return;
    }
    ConstantScan scan = new ConstantScan(text, position, line, lineStart);
    scan.read(members);
    position = scan.position();
    line = scan.line();
    lineStart = scan.lineStart();
  }

  /** What begins at a character; null where that is no token. */
  private @Nullable Token step(char c) {
    switch (c) {
      case ' ', '\t' -> position++;
      case '\n' -> {
        Token newline = token(Token.Kind.NEWLINE, "\n", 1);
        newLine(1);
        return newline;
      }
      case '\r' -> {
        return carriageReturn();
      }
      case '#' -> comment();
      case '\\' -> {
        return backslash();
      }
      case '"' -> {
        return quoted();
      }
      default -> {
        return plain(c);
      }
    }
    return null;
  }

  private void newLine(int length) {
    position += length;
    line++;
    lineStart = position;
  }

  /** A line that is nothing but a comment does not count as one. */
  private void comment() {
    boolean wholeLine = text.substring(lineStart, position).isBlank();
    int end = text.indexOf('\n', position);
    position = end < 0 ? text.length() : end;
    if (wholeLine && end >= 0) {
      newLine(1);
    }
  }

  private @Nullable Token backslash() {
    if (text.startsWith("\\\n", position)) {
      newLine(2);
      return null;
    }
    return text.startsWith("\\*", position) ? take(Token.Kind.ASTERISK, 2) : junk();
  }

  private Token quoted() {
    int end = hasUnclosedQuote ? -1 : text.indexOf('"', position + 1);
    if (end < 0) {
      hasUnclosedQuote = true;
      return junk();
    }
    String content = spellings.of(text, position + 1, end);
    Token token = token(Token.Kind.QUOTED, content, endOfPlace(end) - position);
    position++;
    for (int newline; (newline = text.indexOf('\n', position, end)) >= 0; ) {
      newLine(newline + 1 - position);
    }
    position = end + 1;
    return token;
  }

  /** Behind a quotation mark that closes, or where the line ends that what it closes begins in. */
  private int endOfPlace(int close) {
    int newline = text.indexOf('\n', position, close);
    return newline < 0 ? close + 1 : newline;
  }

  /** Most characters tell what they begin, with what stands behind the digits of a number. */
  private Token plain(char c) {
    if (Scan.isDigit(c)) {
      int number = Scan.plainNumber(text, position);
      return number > 0 ? take(Token.Kind.NUMBER, number) : dotted(c);
    }
    if (c == '[' || Scan.mayHaveColons(text, position)) {
      return longest(c);
    }
    int word = Scan.word(text, position);
    return word == 0 || (word == 1 && c == '.') ? sign(c) : word(word);
  }

  /** Nothing else that begins like an IPv4 address is as long as that. */
  private Token dotted(char c) {
    int address = Scan.ipv4(text, position);
    return address > 0 ? take(Token.Kind.WORD, address) : longest(c);
  }

  /** Address, time, number or word, whichever is longest, the first of them if equally long. */
  private Token longest(char c) {
    int address = Scan.address(text, position);
    int bracketed = c == '[' ? Scan.bracketedAddress(text, position) : 0;
    int number = Scan.number(text, position);
    int time = number > 0 ? Scan.time(text, position) : 0;
    int classid = Scan.classid(text, position);
    int word = Math.max(Scan.word(text, position), Scan.vlanType(text, position));
    int other = Math.max(Math.max(number, time), Math.max(word, classid == 0 ? 0 : classid + 1));
    int longest = Math.max(other, Math.max(address, bracketed));
    if (longest == 0) {
      return sign(c);
    }
    if (address == longest || (time == longest && number != longest)) {
      return take(Token.Kind.WORD, longest);
    }
    if (bracketed == longest) {
      String inside = text.substring(position + 1, position + longest - 1);
      Token token = token(Token.Kind.WORD, inside, longest);
      position += longest;
      return token;
    }
    if (number == longest) {
      boolean fits = Scan.fitsLong(text, position, number);
      return take(fits ? Token.Kind.NUMBER : Token.Kind.WORD, number);
    }
    return classid > 0 && classid + 1 == longest ? take(Token.Kind.WORD, classid) : word(word);
  }

  private Token word(int length) {
    String word = spellings.of(text, position, position + length);
    String sign = Words.SIGN_WORDS.get(word);
    boolean asterisk = sign == null && word.indexOf('*') >= 0;
    Token.Kind kind =
        sign != null ? Token.Kind.SIGN : asterisk ? Token.Kind.ASTERISK : Token.Kind.WORD;
    Token token = token(kind, sign == null ? word : sign, length);
    position += length;
    return token;
  }

  private Token sign(char c) {
    boolean equals = position + 1 < text.length() && text.charAt(position + 1) == '=';
    boolean twice = position + 1 < text.length() && text.charAt(position + 1) == c;
    if ((equals && "=!<>".indexOf(c) >= 0) || (twice && (c == '<' || c == '>'))) {
      return take(Token.Kind.SIGN, 2);
    }
    return SIGNS.indexOf(c) >= 0 ? take(Token.Kind.SIGN, 1) : junk();
  }

  private Token carriageReturn() {
    if (!text.startsWith(Token.CRLF, position)) {
      return junk();
    }
    Token token = token(Token.Kind.JUNK, Token.CRLF, Token.CRLF.length());
    newLine(Token.CRLF.length());
    return token;
  }

  private Token junk() {
    return take(Token.Kind.JUNK, Character.charCount(text.codePointAt(position)));
  }

  private Token take(Token.Kind kind, int length) {
    int end = position + length;
    Token token = token(kind, spellings.of(text, position, end), length);
    position = end;
    return token;
  }

  private Token token(Token.Kind kind, String content, int length) {
    int column = position - lineStart + 1;
    return new Token(kind, content, new Span(file, line, column, column + length - 1));
  }
}
