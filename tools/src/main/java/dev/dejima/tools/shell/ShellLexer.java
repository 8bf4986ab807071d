package dev.dejima.tools.shell;

import java.util.List;

/**
 * Cuts a script into words and operators, on demand, by the rules of sh(1): quotes, expansions, a
 * {@code #} at the start of a word begins a comment; a backslash before the end of a line joins it
 * to the next. The lines of a here-document are read when the line that asks for them ends.
 */
final class ShellLexer {
  private static final String OPERATOR_START = "|&;<>()";
  private static final List<String> OPERATORS =
      List.of("<<-", "&>>", "&&", "||", ";;", ">>", "<<", ">&", "<&", "&>", "|&", ">|", "<>");

  private final WordScanner words;
  private final Source source;

  /** Where the lines of the here-documents asked for in this line end; -1 without any. */
  private int documentsEnd = -1;

  ShellLexer(String text, int firstLine) {
    this.source = new Source(text, firstLine);
    this.words = new WordScanner(source, this);
  }

  /** The text between two places. */
  String text(int from, int to) {
    return source.text.substring(from, to);
  }

  /** The next token. */
  Token next() throws ShellSyntaxException {
    skipBlanks();
    int start = source.at;
    int line = source.line;
    int column = source.column();
    if (source.atEnd()) {
      return new Token.End(start, line, column);
    }
    char c = source.peek(0);
    if (c == '\n') {
      source.take();
      skipHereDocuments();
      return new Token.Newline(start, line, column);
    }
    int digits = c >= '0' && c <= '9' && "<>".indexOf(source.peek(1)) >= 0 ? 1 : 0;
    if (digits == 0 && OPERATOR_START.indexOf(c) < 0) {
      return new Token.Text(words.word(), start, line, column);
    }
    int stream = digits == 0 ? -1 : c - '0';
    source.skip(digits);
    return operator(stream, start, line, column);
  }

  private Token operator(int stream, int start, int line, int column) throws ShellSyntaxException {
    String operator =
        OPERATORS.stream()
            .filter(source::startsWith)
            .findFirst()
            .orElse(String.valueOf(source.peek(0)));
    if (source.peek(1) == '(' && (operator.equals("<") || operator.equals(">"))) {
      throw new ShellSyntaxException(
          line, column, operator + "(…), a file that is a command, is not supported; use a pipe");
    }
    if (operator.equals("|&") || operator.equals(">|") || operator.equals("<>")) {
      throw new ShellSyntaxException(line, column, operator + " is not supported");
    }
    source.skip(operator.length());
    return new Token.Operator(operator, stream, start, line, column);
  }

  private void skipBlanks() {
    while (!source.atEnd()) {
      char c = source.peek(0);
      if (c == ' ' || c == '\t' || c == '\r') {
        source.take();
      } else if (c == '\\' && source.peek(1) == '\n') {
        source.skip(2);
      } else if (c == '#') {
        while (!source.atEnd() && source.peek(0) != '\n') {
          source.take();
        }
      } else {
        return;
      }
    }
  }

  /**
   * The here-document that the current line asks for: the lines behind it, or behind those of the
   * one before, which are skipped once the line ends.
   */
  Word hereDocument(Word delimiter, boolean stripTabs) throws ShellSyntaxException {
    StringBuilder last = new StringBuilder();
    for (Word.Part part : delimiter.parts()) {
      if (part instanceof Word.Literal literal) {
        last.append(literal.text());
      }
    }
    int from = documentsEnd < 0 ? source.text.indexOf('\n', source.at) + 1 : documentsEnd;
    StringBuilder text = new StringBuilder();
    for (int at = from; from > 0 && at < source.text.length(); ) {
      int newline = source.text.indexOf('\n', at);
      String line = source.text.substring(at, newline < 0 ? source.text.length() : newline);
      at += line.length() + 1;
      String stripped = stripTabs ? line.replaceFirst("^\t+", "") : line;
      if (stripped.contentEquals(last)) {
        documentsEnd = Math.min(at, source.text.length());
        return delimiter.quoted()
            ? new Word(List.of(new Word.Literal(text.toString(), true)), true)
            : new ShellLexer(text.toString(), source.line + 1).words.document();
      }
      text.append(stripped).append('\n');
    }
    throw new ShellSyntaxException(
        source.line, source.column(), "a here-document without its last line, " + last, true);
  }

  private void skipHereDocuments() {
    if (documentsEnd >= 0) {
      source.skip(documentsEnd - source.at);
      documentsEnd = -1;
    }
  }

  /** How far the text has been read. */
  int position() {
    return source.at;
  }
}
