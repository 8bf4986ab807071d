package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Script.Mode;
import dev.dejima.tools.shell.Script.Redirection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads where the streams of a command go. */
final class Redirections {
  private final ShellParser parser;
  private final ShellLexer lexer;

  Redirections(ShellParser parser, ShellLexer lexer) {
    this.parser = parser;
    this.lexer = lexer;
  }

  /** The redirection that an operator begins; null where it begins none. */
  @Nullable Redirection read(Token.Operator operator) throws ShellSyntaxException {
    return switch (operator.text()) {
      case "<" -> file(operator, 0, Mode.READ);
      case ">" -> file(operator, 1, Mode.WRITE);
      case ">>" -> file(operator, 1, Mode.APPEND);
      case "<<", "<<-" -> document(operator);
      case ">&" -> duplicate(operator, 1);
      case "<&" -> duplicate(operator, 0);
      case "&>", "&>>" ->
          throw new ShellSyntaxException(
              operator.line(),
              operator.column(),
              operator.text() + " is not supported; use > FILE 2>&1");
      default -> null;
    };
  }

  private static int stream(Token.Operator operator, int usual) throws ShellSyntaxException {
    int stream = operator.stream() < 0 ? usual : operator.stream();
    if (stream > 2) {
      throw new ShellSyntaxException(
          operator.line(), operator.column(), "only the streams 0, 1 and 2 can be redirected");
    }
    return stream;
  }

  private Redirection file(Token.Operator operator, int usual, Mode mode)
      throws ShellSyntaxException {
    int stream = stream(operator, usual);
    parser.advance();
    return new Script.ToFile(stream, mode, parser.word("a file name"));
  }

  private Redirection duplicate(Token.Operator operator, int usual) throws ShellSyntaxException {
    int stream = stream(operator, usual);
    parser.advance();
    String other = parser.keyword();
    if (other == null || !List.of("0", "1", "2").contains(other)) {
      throw parser.unexpected("the number of a stream, 0 to 2");
    }
    parser.advance();
    return new Script.ToStream(stream, other.charAt(0) - '0');
  }

  private Redirection document(Token.Operator operator) throws ShellSyntaxException {
    int stream = stream(operator, 0);
    parser.advance();
    if (!(parser.token() instanceof Token.Text text)) {
      throw parser.unexpected("the word that ends the here-document");
    }
    Word document = lexer.hereDocument(text.word(), operator.text().equals("<<-"));
    parser.advance();
    return new Script.HereDocument(stream, document);
  }
}
