package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.syntax.Statement.QueueFlag;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the statements that give packets to somebody else. */
final class HandoverParser {
  private static final int WINDOW_SCALE_MOST = 14;

  private final Parsing parsing;
  private final Tokens tokens;
  private final ExpressionParser expressions;

  HandoverParser(Parsing parsing, ExpressionParser expressions) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.expressions = expressions;
  }

  /** What comes next, from its first word. */
  Statement.Handover statement() throws SyntaxException {
    Token word = tokens.next();
    Span start = word.span();
    return switch (word.text()) {
      case "dup" -> dup(start);
      case "flow" -> flow(start);
      case "fwd" -> fwd(start);
      case "queue" -> queue(start);
      case "synproxy" -> synproxy(start);
      default -> tproxy(start);
    };
  }

  private Statement.Handover queue(Span start) throws SyntaxException {
    Set<QueueFlag> flags = EnumSet.noneOf(QueueFlag.class);
    Expression number;
    if (tokens.accept("to")) {
      number = queueNumber();
    } else if (tokens.accept("flags")) {
      queueFlags(flags);
      if (tokens.at("num")) {
        number = plainQueueNumber();
      } else {
        tokens.expect("to");
        number = queueNumber();
      }
    } else {
      return new Statement.Queue(olderQueue(flags, start), flags, start);
    }
    return new Statement.Queue(number, flags, tokens.since(start));
  }

  /** As older versions wrote it: {@code queue num 3 bypass}, in any order; the first if none. */
  private Expression olderQueue(Set<QueueFlag> flags, Span start) throws SyntaxException {
    Expression number = new Expression.Symbol("0", Expression.Symbol.Kind.NUMBER, start);
    while (true) {
      if (tokens.at("num")) {
        number = plainQueueNumber();
      } else if (tokens.at("bypass") || tokens.at("fanout")) {
        queueFlags(flags);
      } else {
        return number;
      }
    }
  }

  private void queueFlags(Set<QueueFlag> flags) throws SyntaxException {
    do {
      flags.add(queueFlag());
    } while (tokens.accept(","));
  }

  private QueueFlag queueFlag() throws SyntaxException {
    for (QueueFlag flag : QueueFlag.values()) {
      if (tokens.accept(flag.word())) {
        return flag;
      }
    }
    throw tokens.unexpected("bypass", "fanout");
  }

  /** The word belongs to the number where that is told to be wrong. */
  private Expression plainQueueNumber() throws SyntaxException {
    Span word = tokens.next().span();
    if (!tokens.at(Token.Kind.NUMBER) && !tokens.at("$")) {
      throw tokens.unexpected("number", "'$'");
    }
    boolean variable = tokens.at("$");
    Expression number = expressions.statementValue();
    return variable ? number : from(word, number);
  }

  private static Expression from(Span word, Expression number) {
    return switch (number) {
      case Expression.Symbol s -> new Expression.Symbol(s.text(), s.kind(), word.to(s.span()));
      case Expression.Range r -> new Expression.Range(r.low(), r.high(), word.to(r.span()));
      default -> number;
    };
  }

  /** A lone field of the packet is no queue's number. */
  private Expression queueNumber() throws SyntaxException {
    Expression number = expressions.statementValue();
    return switch (number) {
      case Expression.Symbol _,
          Expression.Range _,
          Expression.Hash _,
          Expression.MapExpr _,
          Expression.Read(Numgen _, Span _),
          Expression.Read(Symhash _, Span _) ->
          number;
      default -> throw tokens.unexpected(".", "<<", ">>", "&", "^", "map", "'|'");
    };
  }

  private Statement.Handover dup(Span start) throws SyntaxException {
    tokens.expect("to");
    Expression to = expressions.statementValue();
    Expression device = tokens.accept("device") ? expressions.statementValue() : null;
    return new Statement.Dup(to, device, tokens.since(start));
  }

  private Statement.Handover fwd(Span start) throws SyntaxException {
    Family family = family();
    tokens.expect("to");
    Expression to = expressions.statementValue();
    if (family == null) {
      return new Statement.Fwd(null, null, to, tokens.since(start));
    }
    tokens.expect("device");
    Expression device = expressions.statementValue();
    return new Statement.Fwd(family, to, device, tokens.since(start));
  }

  private @Nullable Family family() {
    if (tokens.accept("ip")) {
      return Family.IP;
    }
    return tokens.accept("ip6") ? Family.IP6 : null;
  }

  private Statement.Handover tproxy(Span start) throws SyntaxException {
    Family family = family();
    tokens.expect("to");
    Expression address = tokens.at(":") ? null : expressions.statementValue();
    Expression port = tokens.accept(":") ? expressions.statementValue() : null;
    return new Statement.Tproxy(family, address, port, tokens.since(start));
  }

  private Statement.Handover synproxy(Span start) throws SyntaxException {
    Integer mss = null;
    Integer wscale = null;
    boolean timestamp = false;
    boolean sackPerm = false;
    while (true) {
      if (tokens.accept("mss")) {
        mss = (int) parsing.number() & 0xffff;
      } else if (tokens.accept("wscale")) {
        wscale = windowScale();
      } else if (tokens.accept("timestamp")) {
        timestamp = true;
      } else if (tokens.accept("sack-perm")) {
        sackPerm = true;
      } else {
        return new Statement.Synproxy(mss, wscale, timestamp, sackPerm, start);
      }
    }
  }

  private int windowScale() throws SyntaxException {
    Span span = tokens.peek().span();
    long scale = parsing.number();
    if (scale < 0 || scale > WINDOW_SCALE_MOST) {
      throw Tokens.error(span, "wscale must be in range 0-" + WINDOW_SCALE_MOST, null);
    }
    return (int) scale;
  }

  private Statement.Handover flow(Span start) throws SyntaxException {
    if (!tokens.accept("add") && !tokens.accept("offload")) {
      throw tokens.unexpected("add", "offload");
    }
    Name flowtable = expressions.setReference().name();
    return new Statement.FlowOffload(flowtable, tokens.since(start));
  }
}
