package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LogFlag;
import dev.dejima.nft.syntax.Statement.NatFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements as libnftables-json(5) has them. */
final class StatementWriter {
  private final ListOptions options;
  private final Family family;
  private final ExpressionWriter expressions;

  /**
   * Writes the statements of a rule.
   *
   * @param family of its table; {@code UNSPEC} where that does not matter
   */
  StatementWriter(ListOptions options, Family family) {
    this.options = options;
    this.family = family;
    this.expressions = new ExpressionWriter(options);
  }

  Items writeAll(List<Statement> statements) {
    return new Items(statements.stream().map(this::write).toList());
  }

  JsonValue write(Statement statement) {
    return switch (statement) {
      case Statement.Match m -> match(m);
      case Statement.VerdictStatement v -> ExpressionWriter.verdict(v.verdict());
      case Statement.VerdictMap v -> keyed("vmap", v.key(), "data", v.map());
      case Statement.Counter c -> JsonValue.object("counter", counter(c));
      case Statement.ObjectReference o ->
          JsonValue.object(o.kind().word(), expressions.write(o.name()));
      case Statement.Log l -> JsonValue.object("log", orNothing(log(l)));
      case Statement.Limit l -> JsonValue.object("limit", limit(l));
      case Statement.Reject r -> JsonValue.object("reject", orNothing(reject(r)));
      case Statement.Nat n -> JsonValue.object(n.type().word(), orNothing(nat(n)));
      case Statement.Masquerade m ->
          JsonValue.object("masquerade", orNothing(local(m.port(), m.flags())));
      case Statement.Redirect r ->
          JsonValue.object("redirect", orNothing(local(r.port(), r.flags())));
      case Statement.OptionReset r ->
          JsonValue.object("reset", ExtensionJson.writeReset(r.option()));
      case Statement.Notrack _ -> JsonValue.object("notrack", JsonValue.nothing());
      case Statement.Mangle m -> keyed("mangle", m.key(), "value", m.value());
      case Statement.SetUpdate s -> setUpdate(s);
    };
  }

  private static JsonValue orNothing(Members members) {
    return members.map().isEmpty() ? JsonValue.nothing() : members;
  }

  private JsonValue keyed(String word, Expression key, String second, Expression value) {
    return JsonValue.object(
        word,
        JsonValue.object()
            .with("key", expressions.write(key))
            .with(second, expressions.write(value)));
  }

  private JsonValue match(Statement.Match match) {
    DataType type = type(match.left());
    Members members =
        JsonValue.object()
            .with("op", operator(match, type))
            .with("left", left(match.left()))
            .with("right", right(match.right(), type));
    return JsonValue.object("match", members);
  }

  private JsonValue left(Expression left) {
    return left instanceof Expression.Read(Source source, var _)
        ? SourceJson.write(source, true)
        : expressions.write(left);
  }

  /** Flags without an operator ask whether any of them is set. */
  private static String operator(Statement.Match match, DataType type) {
    switch (match.operator()) {
      case IMPLICIT -> {}
      case IN -> {
        return "in";
      }
      default -> {
        return match.operator().word();
      }
    }
    return type.isBitmask() && isFlags(match.right()) ? "in" : "==";
  }

  private static boolean isFlags(Expression right) {
    return switch (right) {
      case Expression.SetLiteral _, Expression.SetReference _ -> false;
      case Expression.Symbol s -> !s.equals(Expression.Symbol.number("0x0"));
      default -> true;
    };
  }

  /** Times are seconds in JSON. */
  private JsonValue right(Expression right, DataType type) {
    return expressions.write(type == DataType.TIME ? inSeconds(right) : right);
  }

  private static Expression inSeconds(Expression expression) {
    return switch (expression) {
      case Expression.Symbol s when s.kind() == Expression.Symbol.Kind.WORD -> inSeconds(s);
      case Expression.Range r ->
          new Expression.Range(inSeconds(r.low()), inSeconds(r.high()), r.span());
      case Expression.SetLiteral s ->
          new Expression.SetLiteral(
              s.elements().stream()
                  .map(element -> Expression.Element.of(inSeconds(element.key())))
                  .toList(),
              s.span());
      default -> expression;
    };
  }

  private static Expression inSeconds(Expression.Symbol symbol) {
    try {
      return Expression.Symbol.number(Numbers.parseTime(symbol.text()) / 1000);
    } catch (NumberFormatException e) {
      return symbol;
    }
  }

  /** What the values of an expression mean; {@code INVALID} if it does not say. */
  static DataType type(Expression expression) {
    return switch (expression) {
      case Expression.Payload p -> p.field().type();
      case Expression.Exthdr e -> e.field() == null ? DataType.BOOLEAN : e.field().type();
      case Expression.Meta m -> MetaField.of(m.key()).type();
      case Expression.Ct c -> CtField.of(c.key()).type();
      default -> DataType.INVALID;
    };
  }

  private JsonValue counter(Statement.Counter counter) {
    return options.stateless()
        ? JsonValue.nothing()
        : JsonValue.object().with("packets", counter.packets()).with("bytes", counter.bytes());
  }

  private static Members log(Statement.Log log) {
    Members members = JsonValue.object().withText("prefix", log.prefix());
    members.withWhole("group", log.group()).withWhole("snaplen", log.snaplen());
    members.withWhole("queue-threshold", log.queueThreshold());
    if (log.level() != null) {
      members.with("level", log.level().word());
    }
    List<String> flags = logFlags(log.flags());
    return flags.isEmpty() ? members : members.with("flags", words(flags));
  }

  private static List<String> logFlags(Set<LogFlag> flags) {
    if (flags.containsAll(EnumSet.allOf(LogFlag.class))) {
      return List.of("all");
    }
    List<String> words = new ArrayList<>();
    for (LogFlag flag : LogFlag.values()) {
      if (flags.contains(flag)) {
        words.add(logFlag(flag));
      }
    }
    return words;
  }

  static String logFlag(LogFlag flag) {
    return switch (flag) {
      case TCP_SEQUENCE -> "tcp sequence";
      case TCP_OPTIONS -> "tcp options";
      case IP_OPTIONS -> "ip options";
      case SKUID -> "skuid";
      case ETHER -> "ether";
    };
  }

  private static Items words(List<String> words) {
    return new Items(words.stream().map(word -> (JsonValue) new Text(word)).toList());
  }

  private static Members limit(Statement.Limit limit) {
    boolean packets = limit.unit() == Statement.LimitUnit.PACKETS;
    Members members = JsonValue.object().with("rate", limit.rate());
    members.with("burst", burst(limit, packets)).with("per", limit.per().word());
    if (limit.over()) {
      members.with("inv", new Truth(true));
    }
    if (!packets) {
      members.with("rate_unit", limit.unit().word());
      members.with("burst_unit", limit.burstUnit() == null ? "bytes" : limit.burstUnit().word());
    }
    return members;
  }

  /** The kernel is given a burst, whether one was written or not. */
  private static long burst(Statement.Limit limit, boolean packets) {
    if (limit.burst() != null) {
      return limit.burst();
    }
    return packets ? 5 : 0;
  }

  private Members reject(Statement.Reject reject) {
    Members members = JsonValue.object();
    if (reject.type() != null) {
      members.with("type", reject.type().word());
    } else if (family != Family.UNSPEC) {
      members.with("type", defaultType().word()).with("expr", "port-unreachable");
    }
    if (reject.code() != null) {
      members.with("expr", expressions.write(reject.code()));
    }
    return members;
  }

  private Statement.RejectType defaultType() {
    return switch (family) {
      case IP -> Statement.RejectType.ICMP;
      case IP6 -> Statement.RejectType.ICMPV6;
      case UNSPEC, INET, ARP, NETDEV, BRIDGE -> Statement.RejectType.ICMPX;
    };
  }

  private Members nat(Statement.Nat nat) {
    Members members = JsonValue.object();
    if (nat.family() != null) {
      members.with("family", nat.family().word());
    }
    if (nat.address() != null) {
      members.with("addr", expressions.write(nat.address()));
    }
    if (nat.port() != null) {
      members.with("port", expressions.write(nat.port()));
    }
    List<String> flags = new ArrayList<>(natFlags(nat.flags()));
    if (nat.target() == Statement.NatTarget.PREFIX) {
      flags.add("netmap");
    }
    if (!flags.isEmpty()) {
      members.with("flags", words(flags));
    }
    if (nat.target() != null) {
      members.with("type_flags", words(List.of(typeFlag(nat.target()))));
    }
    return members;
  }

  private Members local(@Nullable Expression port, Set<NatFlag> flags) {
    Members members = JsonValue.object();
    if (port != null) {
      members.with("port", expressions.write(port));
    }
    return flags.isEmpty() ? members : members.with("flags", words(natFlags(flags)));
  }

  static String typeFlag(Statement.NatTarget target) {
    return switch (target) {
      case ADDRESS_AND_PORT -> "concat";
      case PREFIX -> "prefix";
      case INTERVAL -> "interval";
    };
  }

  private static List<String> natFlags(Set<NatFlag> flags) {
    return Stream.of(NatFlag.values()).filter(flags::contains).map(NatFlag::word).toList();
  }

  private JsonValue setUpdate(Statement.SetUpdate update) {
    Expression.Element element = update.element();
    Expression.Element key =
        new Expression.Element(
            element.key(),
            null,
            element.timeout(),
            element.expires(),
            element.comment(),
            List.of(),
            element.span());
    String kind = element.value() == null ? "set" : "map";
    Members members = JsonValue.object().with("op", update.operation().word());
    members.with("elem", expressions.elementKey(key));
    if (element.value() != null) {
      members.with("data", expressions.write(element.value()));
    }
    members.with(kind, expressions.write(update.set()));
    if (!element.statements().isEmpty()) {
      StatementWriter stateless = new StatementWriter(options.withoutState(), family);
      members.with("stmt", stateless.writeAll(element.statements()));
    }
    return JsonValue.object(kind, members);
  }
}
