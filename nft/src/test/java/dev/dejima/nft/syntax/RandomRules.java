package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Ct.Direction;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Verdict.Code;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.BinaryOp.Operator;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Makes rules that make no sense, but that the language can say; the same for the same seed. */
public final class RandomRules {
  private final Random random;

  public RandomRules(long seed) {
    this.random = new Random(seed);
  }

  public Rule rule() {
    List<Statement> statements = list(4, this::statement);
    statements.removeIf(s -> s instanceof Statement.VerdictStatement);
    if (random.nextBoolean() || statements.isEmpty()) {
      statements.add(new Statement.VerdictStatement(verdict(), Span.NONE));
    }
    String comment = random.nextInt(4) == 0 ? "a comment" : null;
    Family family = pick(List.of(Family.IP, Family.INET, Family.BRIDGE));
    return new Rule(family, Name.of("t"), Name.of("c"), 0, null, statements, comment, Span.NONE);
  }

  private <T> List<T> list(int most, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(most) + 1; i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private Statement statement() {
    return switch (random.nextInt(9)) {
      case 0 -> new Statement.Counter(random.nextInt(99), random.nextInt(9999), Span.NONE);
      case 1 -> new Statement.VerdictMap(left(), map(this::verdict), Span.NONE);
      case 2 -> new Statement.Mangle(field(), written(), Span.NONE);
      case 3 -> limit();
      case 4 -> log();
      case 5 ->
          new Statement.SetUpdate(
              pick(List.of(Statement.SetOperation.values())),
              reference(),
              Element.of(field()),
              Span.NONE);
      default -> new Statement.Match(left(), operator(), right(), Span.NONE);
    };
  }

  private Statement limit() {
    boolean packets = random.nextBoolean();
    Statement.LimitUnit unit = packets ? Statement.LimitUnit.PACKETS : Statement.LimitUnit.KBYTES;
    Long burst = random.nextBoolean() ? 7L : null;
    Statement.LimitUnit burstUnit =
        burst == null ? null : packets ? unit : Statement.LimitUnit.BYTES;
    Statement.LimitPer per = pick(List.of(Statement.LimitPer.values()));
    return new Statement.Limit(
        random.nextInt(1000), unit, per, random.nextBoolean(), burst, burstUnit, Span.NONE);
  }

  private Statement log() {
    Set<Statement.LogFlag> flags = EnumSet.noneOf(Statement.LogFlag.class);
    for (Statement.LogFlag flag : Statement.LogFlag.values()) {
      if (random.nextBoolean()) {
        flags.add(flag);
      }
    }
    Statement.LogLevel level =
        random.nextBoolean() ? pick(List.of(Statement.LogLevel.values())) : null;
    return new Statement.Log("p: ", random.nextInt(9), null, null, level, flags, Span.NONE);
  }

  private RelationalOperator operator() {
    List<RelationalOperator> all = new ArrayList<>(List.of(RelationalOperator.values()));
    all.remove(RelationalOperator.IN);
    return pick(all);
  }

  private Expression.Verdict verdict() {
    return switch (random.nextInt(4)) {
      case 0 -> Expression.Verdict.of(Code.DROP);
      case 1 -> new Expression.Verdict(Code.GOTO, Name.of("other"), Span.NONE);
      case 2 -> new Expression.Verdict(Code.JUMP, Name.of("other-one"), Span.NONE);
      default -> Expression.Verdict.of(Code.ACCEPT);
    };
  }

  private Expression left() {
    return switch (random.nextInt(6)) {
      case 0 -> new Expression.Concat(List.of(field(), field()), Span.NONE);
      case 1 -> binary(field(), binary(number(), number()));
      default -> field();
    };
  }

  private Expression field() {
    return switch (random.nextInt(4)) {
      case 0 -> meta();
      case 1 -> ct();
      case 2 ->
          new Expression.RawPayload(
              pick(List.of(Expression.RawPayload.Base.values())),
              random.nextInt(512),
              1 + random.nextInt(128),
              Span.NONE);
      default -> {
        Protocol protocol = pick(List.of(Protocol.values()));
        yield protocol == Protocol.GRETAP
            ? new Expression.Inner(protocol, payload(Protocol.VLAN), Span.NONE)
            : payload(protocol);
      }
    };
  }

  private Expression.Payload payload(Protocol protocol) {
    return new Expression.Payload(pick(protocol.fields()), Span.NONE);
  }

  /** All but the key that, where it is set, names an object. */
  private Expression meta() {
    List<MetaKey> keys = new ArrayList<>(List.of(MetaKey.values()));
    keys.remove(MetaKey.SECMARK);
    return new Expression.Meta(pick(keys), Span.NONE);
  }

  private Expression ct() {
    CtKey key = pick(List.of(CtKey.values()));
    boolean directed =
        switch (key) {
          case SRC_IP, DST_IP, SRC_IP6, DST_IP6 -> true;
          default -> CtField.of(key).hasDirections() && random.nextBoolean();
        };
    Direction direction = directed ? pick(List.of(Direction.values())) : null;
    return key == CtKey.HELPER ? ct() : new Expression.Ct(key, direction, Span.NONE);
  }

  private Expression binary(Expression left, Expression right) {
    return new BinaryOp(pick(List.of(Operator.values())), left, right, Span.NONE);
  }

  private Expression written() {
    return random.nextBoolean()
        ? new Expression.MapExpr(field(), map(this::value), Span.NONE)
        : random.nextBoolean() ? left() : value();
  }

  private Expression.SetLiteral map(Supplier<? extends Expression> value) {
    return new Expression.SetLiteral(list(3, () -> Element.of(value(), value.get())), Span.NONE);
  }

  private Expression.SetReference reference() {
    return new Expression.SetReference(Name.of("set_1"), Span.NONE);
  }

  private Expression right() {
    return switch (random.nextInt(5)) {
      case 0 -> new Expression.SetLiteral(list(4, this::element), Span.NONE);
      case 1 -> reference();
      case 2 -> new Expression.FlagList(List.of(symbol("syn"), symbol("ack")), Span.NONE);
      default -> value();
    };
  }

  private Element element() {
    Long timeout = random.nextBoolean() ? (long) random.nextInt(100_000_000) : null;
    String comment = random.nextInt(3) == 0 ? "why" : null;
    Expression key = random.nextInt(9) == 0 ? new Expression.Wildcard(Span.NONE) : value();
    return new Element(key, null, timeout, null, comment, List.of(), Span.NONE);
  }

  private Expression value() {
    return switch (random.nextInt(6)) {
      case 0 -> new Expression.Range(number(), number(), Span.NONE);
      case 1 -> new Expression.Prefix(symbol("192.0.2.0"), random.nextInt(33), Span.NONE);
      case 2 ->
          new Expression.Concat(List.of(symbol("::1"), number(), symbol("established")), Span.NONE);
      case 3 -> binary(number(), binary(symbol("syn"), number()));
      case 4 -> Symbol.string("a string");
      default -> number();
    };
  }

  private Expression number() {
    return random.nextBoolean()
        ? Symbol.number(random.nextLong())
        : Symbol.number("0x" + Integer.toHexString(random.nextInt()));
  }

  private static Symbol symbol(String text) {
    return Symbol.word(text);
  }
}
