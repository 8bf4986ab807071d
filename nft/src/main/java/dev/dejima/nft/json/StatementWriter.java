package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Statement;
import java.util.List;

/** Statements as libnftables-json(5) has them. */
final class StatementWriter {
  private final ListOptions options;
  private final Family family;
  private final ExpressionWriter expressions;
  private final ExpressionWriter compared;

  /**
   * Writes the statements of a rule.
   *
   * @param family of its table; {@code UNSPEC} where that does not matter
   */
  StatementWriter(ListOptions options, Family family) {
    this.options = options;
    this.family = family;
    this.expressions = new ExpressionWriter(options);
    this.compared = expressions.compared();
  }

  Items writeAll(List<Statement> statements) {
    return new Items(statements.stream().map(this::write).toList());
  }

  JsonValue write(Statement statement) {
    return switch (statement) {
      case Statement.Match m -> match(m);
      case Statement.VerdictStatement v -> ExpressionWriter.verdict(v.verdict());
      case Statement.VerdictMap v -> JsonValue.object("vmap", expressions.map(v.key(), v.map()));
      case Statement.Counter c -> JsonValue.object("counter", counter(c));
      case Statement.ObjectReference o ->
          JsonValue.object(o.kind().word(), expressions.write(o.name()));
      case Statement.Log l -> LogJson.write(l);
      case Statement.Limit l -> LimitJson.write(l);
      case Statement.Reject r -> JsonValue.object("reject", JsonValue.orNothing(reject(r)));
      case Statement.Nat n -> NatJson.write(n, expressions);
      case Statement.Masquerade m -> NatJson.write(m, expressions);
      case Statement.Redirect r -> NatJson.write(r, expressions);
      case Statement.Notrack _ -> JsonValue.object("notrack", JsonValue.nothing());
      case Statement.Mangle m -> JsonValue.object("mangle", mangle(m));
      case Statement.OptionReset r ->
          JsonValue.object("reset", ExtensionJson.writeReset(r.option()));
      case Statement.SetUpdate s -> setUpdate(s);
      case Statement.Meter m -> meter(m);
      // As nft does, which has no form of its own for it.
      case Statement.ChainBlock b -> new JsonValue.Text(new NftPrinter(options).print(b));
      case Statement.Handover h -> HandoverJson.write(h, expressions);
      case Statement.Quota q -> StatefulJson.write(q, options);
      case Statement.Last l -> StatefulJson.write(l, options);
      case Statement.ConnectionLimit c -> StatefulJson.write(c);
      case Statement.Compat c ->
          JsonValue.object(
              "xt", JsonValue.object().with("type", c.kind().word()).with("name", c.name()));
    };
  }

  private JsonValue match(Statement.Match match) {
    List<DataType> types = ExpressionWriter.types(match.left());
    Members members =
        JsonValue.object()
            .with("op", operator(match))
            .with("left", compared.write(match.left()))
            .with("right", compared.write(match.right(), types));
    return JsonValue.object("match", members);
  }

  private static String operator(Statement.Match match) {
    return switch (match.operator()) {
      case IN -> "in";
      case IMPLICIT -> asksForAny(match) ? "in" : "==";
      default -> match.operator().word();
    };
  }

  /** Flags without an operator ask whether any of them is set. */
  private static boolean asksForAny(Statement.Match match) {
    boolean flags = hasFlags(match.left());
    return switch (match.right()) {
      case Expression.SetLiteral _, Expression.SetReference _ -> false;
      default -> flags;
    };
  }

  /** Whether the values of an expression are flags. */
  static boolean hasFlags(Expression expression) {
    List<DataType> types = ExpressionWriter.types(expression);
    return types.size() == 1 && types.getFirst().isBitmask();
  }

  private Members mangle(Statement.Mangle mangle) {
    return JsonValue.object()
        .with("key", expressions.write(mangle.key()))
        .with("value", expressions.write(mangle.value()));
  }

  private JsonValue counter(Statement.Counter counter) {
    return options.stateless()
        ? JsonValue.nothing()
        : JsonValue.object().with("packets", counter.packets()).with("bytes", counter.bytes());
  }

  private Members reject(Statement.Reject reject) {
    Members members = JsonValue.object();
    if (reject.type() == Statement.RejectType.ICMP && reject.code() == null) {
      return members;
    }
    if (reject.type() != null) {
      members.with("type", reject.type().word());
    } else if (family != Family.UNSPEC) {
      members.with("type", defaultType().word());
      if (options.numericSymbols()) {
        members.with("expr", defaultCode());
      } else {
        members.with("expr", "port-unreachable");
      }
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

  /** Of a port that is unreachable, in the default type. */
  private long defaultCode() {
    return switch (defaultType()) {
      case ICMP -> 3;
      case ICMPV6 -> 4;
      case ICMPX, TCP_RESET -> 1;
    };
  }

  private JsonValue meter(Statement.Meter meter) {
    Members members = JsonValue.object().with("key", expressions.elementKey(key(meter.element())));
    if (!meter.element().statements().isEmpty()) {
      members.with("stmt", write(meter.element().statements().getFirst()));
    }
    members.withWhole("size", meter.size()).with("name", meter.name().text());
    return JsonValue.object("meter", members);
  }

  /** An element without what it does. */
  private static Expression.Element key(Expression.Element element) {
    return new Expression.Element(
        element.key(),
        null,
        element.timeout(),
        element.expires(),
        element.comment(),
        List.of(),
        element.span());
  }

  private JsonValue setUpdate(Statement.SetUpdate update) {
    Expression.Element element = update.element();
    Expression.Element key = key(element);
    String kind = element.value() == null ? "set" : "map";
    Members members = JsonValue.object().with("op", update.operation().word());
    members.with("elem", expressions.elementKey(key));
    if (element.value() != null) {
      members.with("data", expressions.write(element.value()));
    }
    members.with(kind, expressions.write(update.set()));
    if (!element.statements().isEmpty()) {
      members.with("stmt", stateless(options, family).writeAll(element.statements()));
    }
    return JsonValue.object(kind, members);
  }

  /** For what is carried by elements to come, which has counted nothing yet. */
  static StatementWriter stateless(ListOptions options, Family family) {
    return new StatementWriter(options.withoutState(), family);
  }
}
