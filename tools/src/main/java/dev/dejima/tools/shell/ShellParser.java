package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.Script.Assignment;
import dev.dejima.tools.shell.Script.Command;
import dev.dejima.tools.shell.Script.Link;
import dev.dejima.tools.shell.Script.Pipeline;
import dev.dejima.tools.shell.Script.Redirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads tokens into a script (POSIX.1-2017, Shell Command Language, 2.10). */
final class ShellParser {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> UNSUPPORTED =
      Set.of("[[", "function", "select", "coproc", "time");

  private final ShellLexer lexer;
  private Token token;
  private int end;

  ShellParser(ShellLexer lexer) throws ShellSyntaxException {
    this.lexer = lexer;
    this.token = lexer.next();
  }

  /** All of the text. */
  Script script() throws ShellSyntaxException {
    Script script = lists(Set.of());
    if (!(token instanceof Token.End)) {
      throw unexpected("a command");
    }
    return script;
  }

  /** The commands of {@code $(…)}, whose parenthesis has been read. */
  Script untilParenthesis(int line, int column) throws ShellSyntaxException {
    Script script = lists(Set.of());
    if (token instanceof Token.End) {
      throw new ShellSyntaxException(line, column, "a $( that is never closed", true);
    }
    if (!isOperator(")")) {
      throw unexpected("a command");
    }
    return script;
  }

  /** Lists up to one of these keywords, or to what cannot begin a command. */
  private Script lists(Set<String> ends) throws ShellSyntaxException {
    List<AndOrList> lists = new ArrayList<>();
    while (true) {
      skipNewlines();
      String keyword = keyword();
      if (token instanceof Token.End
          || isOperator(")")
          || isOperator(";;")
          || keyword != null && ends.contains(keyword)) {
        return new Script(lists);
      }
      lists.add(andOrList());
    }
  }

  private AndOrList andOrList() throws ShellSyntaxException {
    int line = token.line();
    int start = token.start();
    Pipeline first = pipeline();
    List<Link> rest = new ArrayList<>();
    while (isOperator("&&") || isOperator("||")) {
      boolean ifSucceeded = isOperator("&&");
      advance();
      skipNewlines();
      rest.add(new Link(ifSucceeded, pipeline()));
    }
    String source = lexer.text(start, end).strip();
    boolean background = isOperator("&");
    if (background || isOperator(";")) {
      advance();
    } else if (!(token instanceof Token.Newline || token instanceof Token.End)
        && !isOperator(")")
        && !isOperator(";;")) {
      throw unexpected("the end of the command");
    }
    return new AndOrList(line, first, rest, background, source);
  }

  private Pipeline pipeline() throws ShellSyntaxException {
    boolean negated = false;
    while ("!".equals(keyword())) {
      negated = !negated;
      advance();
    }
    List<Command> commands = new ArrayList<>();
    commands.add(command());
    while (isOperator("|")) {
      advance();
      skipNewlines();
      commands.add(command());
    }
    return new Pipeline(negated, commands);
  }

  private Command command() throws ShellSyntaxException {
    String keyword = keyword();
    if (isOperator("(")) {
      return new Compound(this).subshell();
    }
    if (keyword == null) {
      return simple();
    }
    if (UNSUPPORTED.contains(keyword)) {
      throw new ShellSyntaxException(
          token.line(),
          token.column(),
          "'" + keyword + "' is not supported" + (keyword.equals("[[") ? "; use [ … ]" : ""));
    }
    return switch (keyword) {
      case "{" -> new Compound(this).group();
      case "if" -> new Compound(this).conditional();
      case "while", "until" -> new Compound(this).loop();
      case "for" -> new Compound(this).each();
      case "case" -> new Compound(this).choice();
      case "then", "else", "elif", "fi", "do", "done", "esac", "}" -> throw unexpected("a command");
      default -> simple();
    };
  }

  private Command simple() throws ShellSyntaxException {
    int line = token.line();
    List<Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirection> redirections = new ArrayList<>();
    while (true) {
      Redirection redirection = redirection();
      if (redirection != null) {
        redirections.add(redirection);
      } else if (token instanceof Token.Text text) {
        advance();
        Assignment assignment = words.isEmpty() ? assignment(text.word()) : null;
        if (assignment != null) {
          assignments.add(assignment);
        } else {
          words.add(text.word());
        }
      } else if (isOperator("(") && words.size() == 1 && assignments.isEmpty()) {
        return function(line, words.getFirst());
      } else {
        break;
      }
    }
    if (words.isEmpty() && assignments.isEmpty() && redirections.isEmpty()) {
      throw unexpected("a command");
    }
    return new Script.Simple(line, assignments, words, redirections);
  }

  private Command function(int line, Word word) throws ShellSyntaxException {
    String name = word.bare();
    if (name == null || !NAME.matcher(name).matches()) {
      throw unexpected("the end of the command");
    }
    advance();
    expectOperator(")");
    skipNewlines();
    return new Script.Function(line, name, command(), List.of());
  }

  private static @Nullable Assignment assignment(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().getFirst() instanceof Word.Literal(String text, boolean quoted))
        || quoted) {
      return null;
    }
    int equals = text.indexOf('=');
    if (equals <= 0 || !NAME.matcher(text.substring(0, equals)).matches()) {
      return null;
    }
    List<Word.Part> parts = new ArrayList<>(word.parts());
    parts.set(0, new Word.Literal(text.substring(equals + 1), false));
    return new Assignment(text.substring(0, equals), new Word(parts, true));
  }

  /** The redirections behind a compound command. */
  List<Redirection> redirections() throws ShellSyntaxException {
    List<Redirection> redirections = new ArrayList<>();
    for (Redirection next = redirection(); next != null; next = redirection()) {
      redirections.add(next);
    }
    return redirections;
  }

  private @Nullable Redirection redirection() throws ShellSyntaxException {
    return token instanceof Token.Operator operator
        ? new Redirections(this, lexer).read(operator)
        : null;
  }

  // ---- for the parsers of parts

  Token token() {
    return token;
  }

  void advance() throws ShellSyntaxException {
    if (token instanceof Token.Text || token instanceof Token.Operator) {
      end = lexer.position();
    }
    token = lexer.next();
  }

  /** Lists up to one of these keywords, at least one list. */
  Script body(String... ends) throws ShellSyntaxException {
    Script script = lists(Set.of(ends));
    if (script.lists().isEmpty()) {
      throw unexpected("a command");
    }
    return script;
  }

  /** Lists up to {@code ;;} or a keyword; perhaps none. */
  Script branch() throws ShellSyntaxException {
    return lists(Set.of("esac"));
  }

  /** The word as a keyword is one: without quotes and expansions. */
  @Nullable String keyword() {
    return token instanceof Token.Text text ? text.word().bare() : null;
  }

  void expect(String keyword) throws ShellSyntaxException {
    if (!keyword.equals(keyword())) {
      throw unexpected("'" + keyword + "'");
    }
    advance();
  }

  void expectOperator(String operator) throws ShellSyntaxException {
    if (!isOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
    advance();
  }

  Word word(String expected) throws ShellSyntaxException {
    if (token instanceof Token.Text text) {
      advance();
      return text.word();
    }
    throw unexpected(expected);
  }

  void skipNewlines() throws ShellSyntaxException {
    while (token instanceof Token.Newline) {
      advance();
    }
  }

  boolean isOperator(String text) {
    return token instanceof Token.Operator operator && operator.text().equals(text);
  }

  ShellSyntaxException unexpected(String expected) {
    String found =
        switch (token) {
          case Token.Operator operator -> "'" + operator.text() + "'";
          case Token.Text text ->
              text.word().bare() == null ? "a word" : "'" + text.word().bare() + "'";
          case Token.Newline end -> "the end of the line";
          case Token.End end -> "the end";
        };
    return new ShellSyntaxException(
        token.line(),
        token.column(),
        "unexpected " + found + ", expecting " + expected,
        token instanceof Token.End);
  }
}
