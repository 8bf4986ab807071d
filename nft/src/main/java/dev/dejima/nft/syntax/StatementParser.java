package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.FlagList;
import dev.dejima.nft.syntax.ExpressionParser.Side;
import dev.dejima.nft.syntax.Statement.NatFlag;
import dev.dejima.nft.syntax.Statement.NatTarget;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the statements of a rule: by its first word, or as a match. */
final class StatementParser {
  /** The name of what has none. */
  private static final Name NONE = Name.of("");

  private static final List<RelationalOperator> OPERATORS = List.of(RelationalOperator.values());

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final SetParser sets;
  private final Tokens tokens;

  /** The first word of the rule that begins no statement; absent if all do. */
  private @Nullable Token unknown;

  StatementParser(Parsing parsing, ExpressionParser expressions) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.sets = new SetParser(parsing, expressions);
    this.tokens = parsing.tokens;
  }

  Statement statement() throws SyntaxException {
    Token word = tokens.peek();
    if (word.kind() != Token.Kind.WORD) {
      return match();
    }
    if (word.is("ct") && tokens.peek(1).is("count") && tokens.peek(2).is("name")) {
      tokens.next();
      return namedObject(word, ObjectKind.CT_COUNT);
    }
    if (tokens.peek(1).is("name")) {
      ObjectKind kind = named(word);
      if (kind != null) {
        return namedObject(word, kind);
      }
    }
    return switch (word.text()) {
      case "accept", "drop", "continue", "return", "jump", "goto" -> verdict(word);
      case "counter", "limit", "quota", "last" -> new StatefulParser(parsing).statement();
      case "dup", "flow", "fwd", "queue", "synproxy", "tproxy" ->
          new HandoverParser(parsing, expressions).statement();
      case "xt" -> compat();
      case "log" -> new LogParser(parsing).log();
      case "reject" -> reject();
      case "snat", "dnat" -> nat();
      case "masquerade", "redirect" -> local();
      case "notrack" -> new Statement.Notrack(tokens.next().span());
      case "meter" -> meter();
      case "set" -> oldSetUpdate();
      case "reset" -> reset();
      case "add", "update", "delete" ->
          tokens.peek(1).is("@") || tokens.peek(1).is("$") ? setUpdate() : match();
      case "ct" ->
          tokens.peek(1).is("count")
              ? new StatefulParser(parsing).statement()
              : isObjectSet() ? objectSet() : match();
      default -> match();
    };
  }

  private Statement verdict(Token word) throws SyntaxException {
    boolean leads = word.is("jump") || word.is("goto");
    if (leads && tokens.peek(1).is("{")) {
      return chainBlock(word);
    }
    Expression.Verdict verdict = sets.verdict();
    if (verdict == null) {
      throw tokens.unexpected();
    }
    return new Statement.VerdictStatement(verdict, tokens.since(word.span()));
  }

  /** Rules in braces, in the stead of a chain's name. */
  private Statement chainBlock(Token word) throws SyntaxException {
    tokens.next();
    List<Rule> rules = new ArrayList<>();
    parsing.enter();
    new BlockParser(parsing)
        .block(
            () -> {
              rules.add(
                  new RuleParser(parsing, expressions).rule(Family.UNSPEC, NONE, NONE, 0, null));
              parsing.separator();
            });
    parsing.leave();
    Verdict.Code code = word.is("jump") ? Verdict.Code.JUMP : Verdict.Code.GOTO;
    return new Statement.ChainBlock(code, rules, tokens.since(word.span()));
  }

  /** The kind of object that a word and {@code name} behind it refer to; null if none. */
  private static @Nullable ObjectKind named(Token word) {
    return switch (word.text()) {
      case "counter" -> ObjectKind.COUNTER;
      case "limit" -> ObjectKind.LIMIT;
      case "quota" -> ObjectKind.QUOTA;
      case "synproxy" -> ObjectKind.SYNPROXY;
      case "tunnel" -> ObjectKind.TUNNEL;
      default -> null;
    };
  }

  private Statement namedObject(Token word, ObjectKind kind) throws SyntaxException {
    tokens.next();
    tokens.next();
    Expression name = expressions.statementValue();
    return new Statement.ObjectReference(kind, name, tokens.since(word.span()));
  }

  /** What iptables-nft put into a rule can be listed only. */
  private Statement compat() throws SyntaxException {
    Span start = tokens.next().span();
    tokens.next();
    tokens.next();
    throw Tokens.error(
        tokens.since(start),
        "unsupported xtables compat expression, use iptables-nft with this ruleset",
        null);
  }

  /** {@code ct helper set "ftp"}, {@code ct timeout set …}, {@code ct expectation set …}. */
  private boolean isObjectSet() {
    Token kind = tokens.peek(1);
    return (kind.is("helper") || kind.is("timeout") || kind.is("expectation"))
        && tokens.peek(2).is("set");
  }

  private Statement objectSet() throws SyntaxException {
    Span start = tokens.next().span();
    ObjectKind kind =
        switch (tokens.next().text()) {
          case "helper" -> ObjectKind.CT_HELPER;
          case "timeout" -> ObjectKind.CT_TIMEOUT;
          default -> ObjectKind.CT_EXPECTATION;
        };
    tokens.expect("set");
    Expression name = expressions.statementValue();
    return new Statement.ObjectReference(kind, name, tokens.since(start));
  }

  private Statement setUpdate() throws SyntaxException {
    Token word = tokens.peek();
    Statement.SetOperation operation = setOperation();
    Expression.SetReference set = expressions.updatedSet();
    tokens.expect("{");
    Expression.Element element = sets.element(expressions.concat(Side.FIELDS), Side.FIELDS);
    tokens.expect("}");
    return new Statement.SetUpdate(operation, set, element, tokens.since(word.span()));
  }

  private Statement.SetOperation setOperation() throws SyntaxException {
    for (Statement.SetOperation operation : Statement.SetOperation.values()) {
      if (tokens.accept(operation.word())) {
        return operation;
      }
    }
    throw tokens.misspelt(List.of("add", "update", "delete"), "add", "update", "delete");
  }

  /** As older versions wrote it: {@code set add ip saddr @seen}. */
  private Statement oldSetUpdate() throws SyntaxException {
    Span start = tokens.next().span();
    Statement.SetOperation operation = setOperation();
    Expression.Element element = sets.element(expressions.concat(Side.FIELDS), Side.FIELDS);
    Expression.SetReference set = expressions.updatedSet();
    return new Statement.SetUpdate(operation, set, element, tokens.since(start));
  }

  private Statement meter() throws SyntaxException {
    Span start = tokens.next().span();
    Name name = parsing.name();
    Long size = tokens.accept("size") ? parsing.number() : null;
    tokens.expect("{");
    Expression.Element element = sets.element(expressions.concat(Side.FIELDS), Side.FIELDS);
    tokens.expect("}");
    return new Statement.Meter(name, size, element, tokens.since(start));
  }

  /** An option that is overwritten with padding. */
  private Statement reset() throws SyntaxException {
    Span start = tokens.next().span();
    Span tcp = tokens.expect("tcp").span();
    if (!tokens.at("option")) {
      throw tokens.unexpected("option");
    }
    Expression.Exthdr option = new ExtensionParser(parsing).reset(tcp);
    return new Statement.OptionReset(option, tokens.since(start));
  }

  private Statement reject() throws SyntaxException {
    Span start = tokens.next().span();
    if (!tokens.accept("with")) {
      return new Statement.Reject(null, null, start);
    }
    Token word = tokens.peek();
    Statement.RejectType type =
        switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
          case "icmp" -> Statement.RejectType.ICMP;
          case "icmpv6" -> Statement.RejectType.ICMPV6;
          case "icmpx" -> Statement.RejectType.ICMPX;
          case "tcp" -> Statement.RejectType.TCP_RESET;
          default ->
              throw tokens.misspelt(
                  List.of("icmp", "icmpv6", "icmpx", "tcp"), "icmp", "icmpv6", "tcp", "icmpx");
        };
    tokens.next();
    return new Statement.Reject(type, rejectCode(type), start);
  }

  private @Nullable Expression rejectCode(Statement.RejectType type) throws SyntaxException {
    if (type == Statement.RejectType.TCP_RESET) {
      tokens.expect("reset");
      return null;
    }
    tokens.accept("type");
    return expressions.concat(Side.VALUES);
  }

  private Statement nat() throws SyntaxException {
    Token word = tokens.next();
    Statement.NatType type = word.is("snat") ? Statement.NatType.SNAT : Statement.NatType.DNAT;
    Family family = natFamily();
    NatTarget target = natTarget();
    tokens.accept("to");
    Expression address = tokens.at(":") ? null : expressions.statementValue();
    Expression port = tokens.accept(":") ? expressions.statementValue() : null;
    Set<NatFlag> flags = natFlags();
    Span span = word.span();
    return new Statement.Nat(type, family, target, address, port, flags, span);
  }

  /** The family is written before {@code to} and what that is of, never before a field. */
  private @Nullable Family natFamily() {
    Token after = tokens.peek(1);
    boolean named =
        after.is("to") || after.is("addr") || after.is("prefix") || after.is("interval");
    if (!named || !(tokens.at("ip") || tokens.at("ip6"))) {
      return null;
    }
    return tokens.next().is("ip") ? Family.IP : Family.IP6;
  }

  private @Nullable NatTarget natTarget() throws SyntaxException {
    if (tokens.accept("prefix")) {
      return NatTarget.PREFIX;
    }
    if (tokens.accept("interval")) {
      return NatTarget.INTERVAL;
    }
    if (!tokens.accept("addr")) {
      return null;
    }
    tokens.expect(".");
    tokens.expect("port");
    return NatTarget.ADDRESS_AND_PORT;
  }

  private Statement local() throws SyntaxException {
    Token word = tokens.next();
    Expression port = null;
    if (tokens.accept("to")) {
      if (!tokens.accept(":") && word.is("masquerade")) {
        throw tokens.unexpected("colon");
      }
      port = expressions.statementValue();
    }
    Set<NatFlag> flags = natFlags();
    Span span = word.span();
    return word.is("masquerade")
        ? new Statement.Masquerade(port, flags, span)
        : new Statement.Redirect(port, flags, span);
  }

  private Set<NatFlag> natFlags() throws SyntaxException {
    Set<NatFlag> flags = EnumSet.noneOf(NatFlag.class);
    if (!tokens.at(Token.Kind.WORD)) {
      return flags;
    }
    NatFlag flag = natFlag();
    if (flag == null) {
      return flags;
    }
    flags.add(flag);
    while (tokens.accept(",")) {
      NatFlag next = natFlag();
      if (next == null) {
        throw tokens.unexpected("random", "fully-random", "persistent");
      }
      flags.add(next);
    }
    return flags;
  }

  private @Nullable NatFlag natFlag() {
    for (NatFlag flag : NatFlag.values()) {
      if (tokens.accept(flag.word())) {
        return flag;
      }
    }
    return null;
  }

  /** Forgets the words of the rule before. */
  void begin() {
    unknown = null;
  }

  /** A match, a verdict map, or a value being set: all begin with what is looked at. */
  private Statement match() throws SyntaxException {
    Token first = tokens.peek();
    Expression left = expressions.left();
    if (unknown == null && left instanceof Expression.Symbol && first.kind() == Token.Kind.WORD) {
      unknown = first;
    }
    return unknown == null ? match(left) : guessed(unknown, left);
  }

  /**
   * nft takes a word it does not know for a value that is compared with the next, and stumbles over
   * what comes then.
   */
  private Statement guessed(Token word, Expression left) throws SyntaxException {
    try {
      return match(left);
    } catch (SyntaxException mistake) {
      Diagnostic d = mistake.diagnostic();
      throw d.hint() != null
          ? mistake
          : Tokens.error(d.span(), d.message(), Guess.hint(word.text()));
    }
  }

  private Statement match(Expression left) throws SyntaxException {
    Span start = left.span();
    if (tokens.accept("vmap")) {
      Expression map = tokens.at("{") ? sets.verdicts() : expressions.set();
      return new Statement.VerdictMap(left, map, tokens.since(start));
    }
    if (tokens.at("set") && isWritable(left)) {
      tokens.next();
      Expression value = expressions.writtenValue();
      boolean names = value instanceof Expression.Symbol || value instanceof Expression.MapExpr;
      return names && left instanceof Expression.Meta meta && meta.key() == MetaKey.SECMARK
          ? new Statement.ObjectReference(ObjectKind.SECMARK, value, tokens.since(start))
          : new Statement.Mangle(left, value, tokens.since(start));
    }
    return relational(left, start);
  }

  private static boolean isWritable(Expression key) {
    return key instanceof Expression.Meta
        || key instanceof Expression.Ct
        || key instanceof Expression.Exthdr exthdr
            && exthdr.extension().op() != dev.dejima.nft.expr.Exthdr.Op.IPV6
        || key instanceof Expression.Payload
        || key instanceof Expression.RawOption
        || key instanceof Expression.Inner
        || key instanceof Expression.RawPayload;
  }

  private Statement relational(Expression left, Span start) throws SyntaxException {
    Span sign = tokens.peek().span();
    RelationalOperator operator = operator();
    Expression right = expressions.right();
    if (isMaskable(right) && tokens.accept("/")) {
      return masked(left, operator, right, start);
    }
    boolean implicit = operator == RelationalOperator.IMPLICIT;
    return new Statement.Match(left, operator, right, implicit ? tokens.since(start) : sign);
  }

  private static boolean isMaskable(Expression value) {
    return switch (value) {
      case Expression.Symbol _, FlagList _, BinaryOp _ -> true;
      default -> false;
    };
  }

  private RelationalOperator operator() {
    if (!tokens.at(Token.Kind.SIGN)) {
      return RelationalOperator.IMPLICIT;
    }
    for (RelationalOperator operator : OPERATORS) {
      if (!operator.word().isEmpty() && tokens.accept(operator.word())) {
        return operator;
      }
    }
    return RelationalOperator.IMPLICIT;
  }

  /**
   * {@code tcp flags syn / syn,ack} is another way to write {@code tcp flags & (syn | ack) == syn}.
   */
  private Statement masked(
      Expression left, RelationalOperator operator, Expression value, Span start)
      throws SyntaxException {
    Expression flags = expressions.right();
    if (!(flags instanceof FlagList)) {
      throw tokens.unexpected("comma");
    }
    Expression mask = ExpressionParser.joined(flags);
    Expression compared = ExpressionParser.joined(value);
    Expression and = new BinaryOp(BinaryOp.Operator.AND, left, mask, left.span().to(mask.span()));
    RelationalOperator exact =
        operator == RelationalOperator.IMPLICIT ? RelationalOperator.EQ : operator;
    return new Statement.Match(and, exact, compared, tokens.since(start));
  }
}
