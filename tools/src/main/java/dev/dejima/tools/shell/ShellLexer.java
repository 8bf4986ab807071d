package dev.dejima.tools.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script into words and operators by the quoting rules of sh(1): a backslash, single quotes
 * and double quotes; a {@code #} at the start of a word begins a comment; a backslash before the
 * end of a line joins it to the next. Expansions are refused, not ignored.
 */
final class ShellLexer {
  private static final String OPERATOR_START = "|&;<>";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line;
  private int lineStart;

  private ShellLexer(String text, int firstLine) {
    this.text = text;
    this.line = firstLine;
  }

  static List<Token> scan(String text, int firstLine) throws ShellSyntaxException {
    ShellLexer lexer = new ShellLexer(text, firstLine);
    lexer.scan();
    return lexer.tokens;
  }

  private void scan() throws ShellSyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        tokens.add(new Token.Newline(line, column()));
        at++;
        newLine();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
        newLine();
      } else if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (OPERATOR_START.indexOf(c) >= 0) {
        operator(c);
      } else {
        word();
      }
    }
    tokens.add(new Token.Newline(line, column()));
  }

  private void operator(char c) {
    int column = column();
    boolean doubled = peek(1) == c && c != ';' && c != '<';
    String operator = doubled ? "" + c + c : "" + c;
    at += operator.length();
    tokens.add(new Token.Operator(operator, line, column));
  }

  private void word() throws ShellSyntaxException {
    int startLine = line;
    int startColumn = column();
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || OPERATOR_START.indexOf(c) >= 0) {
        break;
      }
      switch (c) {
        case '\\' -> backslash(word);
        case '\'' -> singleQuotes(word);
        case '"' -> doubleQuotes(word);
        case '$', '`' -> throw expansion(c);
        default -> {
          word.append(c);
          at++;
        }
      }
    }
    tokens.add(new Token.Word(word.toString(), startLine, startColumn));
  }

  private void backslash(StringBuilder word) {
    if (at + 1 == text.length()) {
      word.append('\\');
      at++;
    } else if (text.charAt(at + 1) == '\n') {
      at += 2;
      newLine();
    } else {
      word.append(text.charAt(at + 1));
      at += 2;
    }
  }

  private void singleQuotes(StringBuilder word) throws ShellSyntaxException {
    int open = at++;
    while (at < text.length() && text.charAt(at) != '\'') {
      append(word);
    }
    close(open, '\'');
  }

  private void doubleQuotes(StringBuilder word) throws ShellSyntaxException {
    int open = at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && "\"\\$`\n".indexOf(peek(1)) >= 0) {
        backslash(word);
      } else if (c == '`' || (c == '$' && (peek(1) == '(' || peek(1) == '{' || isName(peek(1))))) {
        throw expansion(c);
      } else {
        append(word);
      }
    }
    close(open, '"');
  }

  private void append(StringBuilder word) {
    char c = text.charAt(at++);
    word.append(c);
    if (c == '\n') {
      newLine();
    }
  }

  private void close(int open, char quote) throws ShellSyntaxException {
    if (at == text.length()) {
      throw new ShellSyntaxException(
          line, Math.max(1, open - lineStart + 1), "a " + quote + " that is never closed");
    }
    at++;
  }

  private ShellSyntaxException expansion(char c) {
    return new ShellSyntaxException(
        line,
        column(),
        "expansions ("
            + c
            + ") are not supported; put the text in single quotes to mean it literally");
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '?';
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private void newLine() {
    line++;
    lineStart = at;
  }

  private int column() {
    return at - lineStart + 1;
  }
}
