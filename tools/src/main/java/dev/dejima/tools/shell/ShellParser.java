package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Script.AndOrList;
import dev.dejima.tools.shell.Script.Command;
import dev.dejima.tools.shell.Script.Link;
import dev.dejima.tools.shell.Script.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tokens into a script (the grammar of sh(1), without compound commands). */
final class ShellParser {
  private final List<Token> tokens;
  private int at;

  ShellParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  Script script() throws ShellSyntaxException {
    List<AndOrList> lists = new ArrayList<>();
    while (at < tokens.size()) {
      if (tokens.get(at) instanceof Token.Newline) {
        at++;
      } else {
        lists.add(andOrList());
      }
    }
    return new Script(lists);
  }

  private AndOrList andOrList() throws ShellSyntaxException {
    int line = tokens.get(at).line();
    Pipeline first = pipeline();
    List<Link> rest = new ArrayList<>();
    while (isOperator("&&") || isOperator("||")) {
      boolean ifSucceeded = isOperator("&&");
      at++;
      skipNewlines();
      rest.add(new Link(ifSucceeded, pipeline()));
    }
    boolean background = isOperator("&");
    if (background || isOperator(";")) {
      at++;
    }
    return new AndOrList(line, first, rest, background);
  }

  private Pipeline pipeline() throws ShellSyntaxException {
    List<Command> commands = new ArrayList<>();
    commands.add(command());
    while (isOperator("|")) {
      at++;
      skipNewlines();
      commands.add(command());
    }
    return new Pipeline(commands);
  }

  private Command command() throws ShellSyntaxException {
    List<String> words = new ArrayList<>();
    String input = null;
    String output = null;
    boolean append = false;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      if (token instanceof Token.Word word) {
        words.add(word.text());
        at++;
      } else if (isOperator("<")) {
        at++;
        input = fileName();
      } else if (isOperator(">") || isOperator(">>")) {
        append = isOperator(">>");
        at++;
        output = fileName();
      } else {
        break;
      }
    }
    if (words.isEmpty()) {
      throw unexpected("a command");
    }
    return new Command(words, input, output, append);
  }

  private String fileName() throws ShellSyntaxException {
    if (at < tokens.size() && tokens.get(at) instanceof Token.Word word) {
      at++;
      return word.text();
    }
    throw unexpected("a file name");
  }

  private void skipNewlines() {
    while (at < tokens.size() && tokens.get(at) instanceof Token.Newline) {
      at++;
    }
  }

  private boolean isOperator(String text) {
    return at < tokens.size()
        && tokens.get(at) instanceof Token.Operator operator
        && operator.text().equals(text);
  }

  private ShellSyntaxException unexpected(String expected) {
    @Nullable Token token = at < tokens.size() ? tokens.get(at) : null;
    String found =
        switch (token) {
          case Token.Operator operator -> "'" + operator.text() + "'";
          case Token.Word word -> "'" + word.text() + "'";
          case Token.Newline end -> "the end of the line";
          case null -> "the end";
        };
    Token last = token == null ? tokens.getLast() : token;
    return new ShellSyntaxException(
        last.line(), last.column(), "unexpected " + found + ", expecting " + expected);
  }
}
