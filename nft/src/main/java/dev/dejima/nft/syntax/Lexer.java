package dev.dejima.nft.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into tokens. As in nft, the longest piece wins that is a token of any kind: {@code
 * 1.2.3.4} is one word, {@code ssh-http} too, {@code 10-20} is three tokens.
 */
final class Lexer {
  /** What separates lines where nft would show it: one sign, two characters. */
  private static final List<String> LONG_SIGNS = List.of("==", "!=", "<=", ">=", "<<", ">>");

  private static final String SIGNS = "<>,;:{}[]()^&|!/-*@$=+.";

  private final SourceFile file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int lineStart;

  private Lexer(SourceFile file, String text) {
    this.file = file;
    this.text = text;
  }

  /** All tokens of a text, an {@code END} last. */
  static List<Token> tokens(SourceFile file, String text) {
    Lexer lexer = new Lexer(file, text);
    while (lexer.position < text.length()) {
      lexer.step();
    }
    lexer.add(Token.Kind.END, "", 1);
    return lexer.tokens;
  }

  private void step() {
    char c = text.charAt(position);
    switch (c) {
      case ' ', '\t', '\r' -> position++;
      case '\n' -> {
        add(Token.Kind.NEWLINE, "\n", 1);
        newLine(1);
      }
      case '#' -> comment();
      case '\\' -> backslash();
      case '"' -> quoted();
      default -> token(c);
    }
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

  private void backslash() {
    if (text.startsWith("\\\n", position)) {
      newLine(2);
    } else if (text.startsWith("\\*", position)) {
      add(Token.Kind.ASTERISK, "\\*", 2);
      position += 2;
    } else {
      junk();
    }
  }

  private void quoted() {
    int end = text.indexOf('"', position + 1);
    if (end < 0) {
      junk();
      return;
    }
    String content = text.substring(position + 1, end);
    add(Token.Kind.QUOTED, content, Math.min(end + 1, lineEnd()) - position);
    position++;
    for (int newline; (newline = text.indexOf('\n', position)) >= 0 && newline < end; ) {
      newLine(newline + 1 - position);
    }
    position = end + 1;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }

  /** Address, time, number or word, whichever is longest, the first of them if equally long. */
  private void token(char c) {
    int address = Scan.address(text, position);
    int bracketed = c == '[' ? Scan.bracketedAddress(text, position) : 0;
    int number = Scan.number(text, position);
    int time = Scan.time(text, position);
    int classid = number > 0 || Scan.isHex(c) ? Scan.classid(text, position) : 0;
    int word = Math.max(Scan.word(text, position), Scan.vlanType(text, position));
    int longest = max(address, bracketed, time, number, classid == 0 ? 0 : classid + 1, word);
    if (longest == 0 || (longest == 1 && c == '.')) {
      sign(c);
    } else if (address == longest || (time == longest && number != longest)) {
      take(Token.Kind.WORD, longest);
    } else if (bracketed == longest) {
      add(Token.Kind.WORD, text.substring(position + 1, position + longest - 1), longest);
      position += longest;
    } else if (number == longest) {
      boolean fits = Scan.fitsLong(text, position, number);
      take(fits ? Token.Kind.NUMBER : Token.Kind.WORD, number);
    } else if (classid > 0 && classid + 1 == longest) {
      take(Token.Kind.WORD, classid);
    } else {
      word(word);
    }
  }

  private static int max(int... lengths) {
    int max = 0;
    for (int length : lengths) {
      max = Math.max(max, length);
    }
    return max;
  }

  private void word(int length) {
    String word = text.substring(position, position + length);
    String sign = Words.SIGN_WORDS.get(word);
    if (sign != null) {
      add(Token.Kind.SIGN, sign, length);
      position += length;
    } else {
      take(word.indexOf('*') >= 0 ? Token.Kind.ASTERISK : Token.Kind.WORD, length);
    }
  }

  private void sign(char c) {
    for (String sign : LONG_SIGNS) {
      if (text.startsWith(sign, position)) {
        take(Token.Kind.SIGN, 2);
        return;
      }
    }
    if (SIGNS.indexOf(c) >= 0) {
      take(Token.Kind.SIGN, 1);
    } else {
      junk();
    }
  }

  private void junk() {
    take(Token.Kind.JUNK, Character.charCount(text.codePointAt(position)));
  }

  private void take(Token.Kind kind, int length) {
    add(kind, text.substring(position, position + length), length);
    position += length;
  }

  private void add(Token.Kind kind, String content, int length) {
    int column = position - lineStart + 1;
    tokens.add(new Token(kind, content, new Span(file, line, column, column + length - 1)));
  }
}
