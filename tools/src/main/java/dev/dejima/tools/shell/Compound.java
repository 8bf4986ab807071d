package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Script.Branch;
import dev.dejima.tools.shell.Script.Command;
import java.util.ArrayList;
import java.util.List;

/** Reads the compound commands. */
final class Compound {
  private final ShellParser parser;
  private final int line;

  Compound(ShellParser parser) {
    this.parser = parser;
    this.line = parser.token().line();
  }

  Command subshell() throws ShellSyntaxException {
    parser.advance();
    Script body = parser.body();
    parser.expectOperator(")");
    return new Script.Group(line, true, body, parser.redirections());
  }

  Command group() throws ShellSyntaxException {
    parser.advance();
    Script body = parser.body("}");
    parser.expect("}");
    return new Script.Group(line, false, body, parser.redirections());
  }

  /** Behind {@code if}. */
  Command conditional() throws ShellSyntaxException {
    parser.advance();
    Script condition = parser.body("then");
    parser.expect("then");
    Script then = parser.body("elif", "else", "fi");
    if ("elif".equals(parser.keyword())) {
      return new Script.If(line, condition, then, elseIf(), parser.redirections());
    }
    if ("else".equals(parser.keyword())) {
      parser.advance();
      Script otherwise = parser.body("fi");
      parser.expect("fi");
      return new Script.If(line, condition, then, otherwise, parser.redirections());
    }
    parser.expect("fi");
    return new Script.If(line, condition, then, null, parser.redirections());
  }

  /** {@code elif} is another {@code if}, which ends at the same {@code fi}. */
  private Script elseIf() throws ShellSyntaxException {
    Compound inner = new Compound(parser);
    Command command = inner.conditional();
    Script.Pipeline pipeline = new Script.Pipeline(false, List.of(command));
    return new Script(
        List.of(new Script.AndOrList(inner.line, pipeline, List.of(), false, "elif")));
  }

  Command loop() throws ShellSyntaxException {
    boolean until = "until".equals(parser.keyword());
    parser.advance();
    Script condition = parser.body("do");
    Script body = doGroup();
    return new Script.Loop(line, until, condition, body, parser.redirections());
  }

  private Script doGroup() throws ShellSyntaxException {
    parser.expect("do");
    Script body = parser.body("done");
    parser.expect("done");
    return body;
  }

  Command each() throws ShellSyntaxException {
    parser.advance();
    if (parser.isOperator("(")) {
      throw new ShellSyntaxException(
          parser.token().line(),
          parser.token().column(),
          "for ((…)) is not supported; use for i in $(seq 1 10)");
    }
    String name = parser.keyword();
    if (name == null || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw parser.unexpected("a variable's name");
    }
    parser.advance();
    parser.skipNewlines();
    List<Word> words = null;
    if ("in".equals(parser.keyword())) {
      parser.advance();
      words = words();
    }
    if (parser.isOperator(";")) {
      parser.advance();
    }
    parser.skipNewlines();
    return new Script.For(line, name, words, doGroup(), parser.redirections());
  }

  private List<Word> words() throws ShellSyntaxException {
    List<Word> words = new ArrayList<>();
    while (parser.token() instanceof Token.Text text) {
      words.add(text.word());
      parser.advance();
    }
    return words;
  }

  Command choice() throws ShellSyntaxException {
    parser.advance();
    Word subject = parser.word("a word");
    parser.skipNewlines();
    parser.expect("in");
    parser.skipNewlines();
    List<Branch> branches = new ArrayList<>();
    while (!"esac".equals(parser.keyword())) {
      branches.add(oneBranch());
      parser.skipNewlines();
    }
    parser.advance();
    return new Script.Case(line, subject, branches, parser.redirections());
  }

  private Branch oneBranch() throws ShellSyntaxException {
    if (parser.isOperator("(")) {
      parser.advance();
    }
    List<Word> patterns = new ArrayList<>();
    patterns.add(parser.word("a pattern, or 'esac'"));
    while (parser.isOperator("|")) {
      parser.advance();
      patterns.add(parser.word("a pattern"));
    }
    parser.expectOperator(")");
    Script body = parser.branch();
    if (parser.isOperator(";;")) {
      parser.advance();
    } else if (!"esac".equals(parser.keyword())) {
      throw parser.unexpected("';;' or 'esac'");
    }
    return new Branch(patterns, body);
  }
}
