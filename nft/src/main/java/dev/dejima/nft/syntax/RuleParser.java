package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a rule: its statements up to the separator, and its comment. */
final class RuleParser {
  private final Parsing parsing;
  private final Tokens tokens;
  private final StatementParser statements;

  RuleParser(Parsing parsing, ExpressionParser expressions) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.statements = new StatementParser(parsing, expressions);
  }

  /** A rule of a chain; what it does comes next. */
  Rule rule(Family family, Name table, Name chain, long handle, Rule.@Nullable Place place)
      throws SyntaxException {
    Span start = tokens.peek().span();
    List<Statement> list = new ArrayList<>();
    statements.begin();
    do {
      list.add(statements.statement());
    } while (!isEnd());
    Span span = tokens.since(start);
    String comment = tokens.at("comment") ? parsing.comment(null) : null;
    checkNothingFollowsVerdict(list);
    return new Rule(family, table, chain, handle, place, list, comment, span);
  }

  private boolean isEnd() {
    return tokens.peek().isSeparator()
        || tokens.at(Token.Kind.END)
        || tokens.at("}")
        || tokens.at("comment");
  }

  private static void checkNothingFollowsVerdict(List<Statement> list) throws SyntaxException {
    for (int i = 0; i + 1 < list.size(); i++) {
      if (isTerminal(list.get(i))) {
        throw new SyntaxException(
            new Diagnostic(
                list.get(i + 1).span(),
                "Statement after terminal statement has no effect",
                null,
                list.get(i).span()));
      }
    }
  }

  private static boolean isTerminal(Statement statement) {
    return switch (statement) {
      case Statement.VerdictStatement v ->
          switch (v.verdict().code()) {
            case CONTINUE, BREAK -> false;
            case ACCEPT, DROP, QUEUE, RETURN, JUMP, GOTO -> true;
          };
      case Statement.ChainBlock _,
          Statement.Reject _,
          Statement.Nat _,
          Statement.Masquerade _,
          Statement.Redirect _ ->
          true;
      case Statement.Handover handover ->
          handover instanceof Statement.Queue || handover instanceof Statement.Fwd;
      case Statement.Match _,
          Statement.VerdictMap _,
          Statement.Counter _,
          Statement.ObjectReference _,
          Statement.Log _,
          Statement.Compat _,
          Statement.ConnectionLimit _,
          Statement.Last _,
          Statement.Limit _,
          Statement.Quota _,
          Statement.Notrack _,
          Statement.OptionReset _,
          Statement.Mangle _,
          Statement.Meter _,
          Statement.SetUpdate _ ->
          false;
    };
  }
}
