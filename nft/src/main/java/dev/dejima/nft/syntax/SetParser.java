package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Verdict.Code;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.SetLiteral;
import dev.dejima.nft.syntax.ExpressionParser.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads sets and maps in braces, and verdicts, which maps hold. */
final class SetParser {
  private static final String[] VERDICTS = {"accept", "drop", "continue", "jump", "goto", "return"};

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;

  SetParser(Parsing parsing, ExpressionParser expressions) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
  }

  SetLiteral literal() throws SyntaxException {
    return literal(this::member, true);
  }

  /** A map in braces whose members say what becomes of a packet. */
  SetLiteral verdicts() throws SyntaxException {
    return literal(this::verdictMember, false);
  }

  private interface Member {
    void read(ElementList.Builder elements) throws SyntaxException;
  }

  private SetLiteral literal(Member member, boolean constants) throws SyntaxException {
    parsing.enter();
    Span start = tokens.expect("{").span();
    ElementList.Builder elements = new ElementList.Builder();
    int before = parsing.operations();
    int most = before;
    do {
      parsing.operationsFrom(before);
      tokens.skipNewlines();
      if (tokens.at("}") && elements.size() > 0) {
        break;
      }
      member.read(elements);
      most = Math.max(most, parsing.operations());
      tokens.skipNewlines();
      if (constants && tokens.at(",")) {
        tokens.constants(elements);
      }
    } while (tokens.accept(","));
    if (!tokens.at("}")) {
      throw tokens.unexpected("comma", "'}'");
    }
    tokens.next();
    parsing.operationsFrom(most);
    parsing.leave();
    return new SetLiteral(elements.build(), tokens.since(start));
  }

  /** A member; a set within a set gives its own members. */
  private void member(ElementList.Builder elements) throws SyntaxException {
    Element element = element(tokens.at("{") ? literal() : key(), Side.VALUES);
    if (element.key() instanceof SetLiteral inner && element.value() == null) {
      inner.elements().forEach(elements::add);
    } else {
      elements.add(element);
    }
  }

  private void verdictMember(ElementList.Builder elements) throws SyntaxException {
    Element element = element(key(), Side.VALUES, true);
    elements.add(element);
  }

  private Expression key() throws SyntaxException {
    if (tokens.at("*")) {
      return new Expression.Wildcard(tokens.next().span());
    }
    return expressions.concat(Side.VALUES);
  }

  /**
   * What may follow a key: statements, timeouts, a comment, and what a map holds for it.
   *
   * @param side how that is written
   */
  Element element(Expression key, Side side) throws SyntaxException {
    return element(key, side, false);
  }

  private Element element(Expression key, Side side, boolean verdict) throws SyntaxException {
    List<Statement> statements = List.of();
    Long timeout = null;
    Long expires = null;
    String comment = null;
    while (tokens.at(Token.Kind.WORD)) {
      if (tokens.accept("timeout")) {
        timeout = parsing.time();
      } else if (tokens.accept("expires")) {
        expires = parsing.time();
      } else if (tokens.at("comment")) {
        comment = parsing.comment(comment);
      } else if (new StatefulParser(parsing).follows()) {
        statements = statements.isEmpty() ? new ArrayList<>() : statements;
        statements.add(new StatefulParser(parsing).statement());
      } else {
        break;
      }
    }
    if (verdict && !tokens.at(":")) {
      throw tokens.unexpected();
    }
    Expression value = !tokens.accept(":") ? null : verdict ? verdictOnly() : value(side);
    Span span = tokens.since(key.span());
    return new Element(key, value, timeout, expires, comment, statements, span);
  }

  private Expression value(Side side) throws SyntaxException {
    Expression verdict = verdict();
    return verdict != null ? verdict : expressions.concat(side);
  }

  private Expression verdictOnly() throws SyntaxException {
    Expression verdict = verdict();
    if (verdict == null) {
      throw tokens.misspelt(List.of(VERDICTS), VERDICTS);
    }
    return verdict;
  }

  /** The verdict that comes next; null if none does. */
  Expression.@Nullable Verdict verdict() throws SyntaxException {
    Token word = tokens.peek();
    Code code = word.kind() == Token.Kind.WORD ? code(word.text()) : null;
    if (code == null) {
      return null;
    }
    tokens.next();
    Name chain = code == Code.JUMP || code == Code.GOTO ? target() : null;
    return new Expression.Verdict(code, chain, tokens.since(word.span()));
  }

  private static @Nullable Code code(String word) {
    return switch (word) {
      case "accept" -> Code.ACCEPT;
      case "drop" -> Code.DROP;
      case "continue" -> Code.CONTINUE;
      case "return" -> Code.RETURN;
      case "jump" -> Code.JUMP;
      case "goto" -> Code.GOTO;
      default -> null;
    };
  }

  private Name target() throws SyntaxException {
    if (!tokens.at("$")) {
      if (tokens.at("{")) {
        throw Tokens.error(tokens.peek().span(), "chains in braces are not supported yet", null);
      }
      if (tokens.peek().kind() != Token.Kind.WORD || Words.isReserved(tokens.peek().text())) {
        throw tokens.unexpected("string", "'$'");
      }
      return parsing.name();
    }
    Expression value = parsing.variable();
    if (value instanceof Expression.Symbol symbol) {
      return new Name(symbol.text(), symbol.span());
    }
    throw Tokens.error(value.span(), "you cannot use a set here, unknown value to use", null);
  }
}
