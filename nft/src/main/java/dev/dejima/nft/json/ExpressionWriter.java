package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expressions as libnftables-json(5) has them. */
final class ExpressionWriter {
  private final ListOptions options;

  ExpressionWriter(ListOptions options) {
    this.options = options;
  }

  JsonValue write(Expression expression) {
    return switch (expression) {
      case Symbol s -> symbol(s);
      case Expression.Payload p ->
          JsonValue.object(
              "payload",
              JsonValue.object()
                  .with("protocol", p.field().protocol().word())
                  .with("field", p.field().name()));
      case Expression.RawPayload r ->
          JsonValue.object(
              "payload",
              JsonValue.object()
                  .with("base", r.base().word())
                  .with("offset", r.offset())
                  .with("len", r.length()));
      case Expression.Exthdr e -> ExtensionJson.write(e);
      case Expression.RawOption o -> ExtensionJson.write(o);
      case Expression.Meta m ->
          JsonValue.object("meta", JsonValue.object().with("key", MetaField.of(m.key()).word()));
      case Expression.Ct c -> ct(c);
      case Expression.Read r -> SourceJson.write(r.source(), false);
      case Expression.NextHop _ ->
          JsonValue.object("rt", JsonValue.object().with("key", "nexthop"));
      case Expression.Prefix p ->
          JsonValue.object(
              "prefix",
              JsonValue.object().with("addr", write(p.address())).with("len", p.length()));
      case Expression.Range r ->
          JsonValue.object("range", new Items(List.of(write(r.low()), write(r.high()))));
      case Expression.Concat c -> JsonValue.object("concat", items(c.parts()));
      case Expression.FlagList f -> items(f.flags());
      case BinaryOp b -> JsonValue.object(b.operator().word(), new Items(operands(b)));
      case Expression.SetLiteral s -> JsonValue.object("set", elements(s));
      case Element e -> element(e);
      case Expression.Wildcard _ -> new Text("*");
      case Expression.SetReference r -> new Text("@" + r.name().text());
      case Expression.MapExpr m ->
          JsonValue.object(
              "map", JsonValue.object().with("key", write(m.key())).with("data", write(m.map())));
      case Expression.Verdict v -> verdict(v);
    };
  }

  private static JsonValue symbol(Symbol symbol) {
    if (symbol.kind() == Symbol.Kind.NUMBER) {
      return number(symbol.text());
    }
    if (symbol.kind() == Symbol.Kind.WORD) {
      switch (symbol.text()) {
        case "exists" -> {
          return new Truth(true);
        }
        case "missing" -> {
          return new Truth(false);
        }
        default -> {
          return new Text(symbol.text());
        }
      }
    }
    return new Text(symbol.text());
  }

  /** What does not fit JSON's integers stays text. */
  private static JsonValue number(String digits) {
    try {
      long value = digits.startsWith("-") ? Long.parseLong(digits) : Numbers.parse(digits);
      return value < 0 && !digits.startsWith("-") ? new Text(digits) : new Whole(value);
    } catch (NumberFormatException e) {
      return new Text(digits);
    }
  }

  private Items items(List<? extends Expression> expressions) {
    return new Items(expressions.stream().map(this::write).toList());
  }

  private static JsonValue ct(Expression.Ct ct) {
    Members members = JsonValue.object().with("key", CtField.of(ct.key()).word());
    if (ct.direction() != null) {
      members.with(
          "dir",
          switch (ct.direction()) {
            case ORIGINAL -> "original";
            case REPLY -> "reply";
          });
    }
    return JsonValue.object("ct", members);
  }

  /** A chain of the same operator is one list. */
  private List<JsonValue> operands(BinaryOp whole) {
    List<JsonValue> operands = new ArrayList<>();
    boolean chained = whole.left() instanceof BinaryOp left && left.operator() == whole.operator();
    if (chained && whole.left() instanceof BinaryOp left) {
      operands.addAll(operands(left));
    } else {
      operands.add(write(whole.left()));
    }
    operands.add(write(whole.right()));
    return operands;
  }

  Items elements(Expression.SetLiteral set) {
    return items(set.elements());
  }

  private JsonValue element(Element element) {
    JsonValue key = elementKey(element);
    Expression value = element.value();
    return value == null ? key : new Items(List.of(key, write(value)));
  }

  /** A key that has options comes with them in an object of its own. */
  JsonValue elementKey(Element element) {
    JsonValue key = write(element.key());
    boolean plain =
        element.timeout() == null
            && element.expires() == null
            && element.comment() == null
            && element.statements().isEmpty();
    if (plain) {
      return key;
    }
    Members members = JsonValue.object().with("val", key);
    members.withWhole("timeout", seconds(element.timeout()));
    if (!options.stateless()) {
      members.withWhole("expires", seconds(element.expires()));
    }
    members.withText("comment", element.comment());
    for (Statement statement : element.statements()) {
      if (new StatementWriter(options, Family.UNSPEC).write(statement) instanceof Members written) {
        for (Map.Entry<String, JsonValue> member : written.map().entrySet()) {
          members.with(member.getKey(), member.getValue());
        }
      }
    }
    return JsonValue.object("elem", members);
  }

  private static @Nullable Long seconds(@Nullable Long milliseconds) {
    return milliseconds == null ? null : milliseconds / 1000;
  }

  static JsonValue verdict(Expression.Verdict verdict) {
    return switch (verdict.code()) {
      case ACCEPT -> JsonValue.object("accept", JsonValue.nothing());
      case DROP -> JsonValue.object("drop", JsonValue.nothing());
      case CONTINUE -> JsonValue.object("continue", JsonValue.nothing());
      case RETURN -> JsonValue.object("return", JsonValue.nothing());
      case QUEUE -> JsonValue.object("queue", JsonValue.nothing());
      case BREAK -> JsonValue.object("break", JsonValue.nothing());
      case JUMP -> JsonValue.object("jump", target(verdict));
      case GOTO -> JsonValue.object("goto", target(verdict));
    };
  }

  private static JsonValue target(Expression.Verdict verdict) {
    return JsonValue.object().with("target", String.valueOf(verdict.chain()));
  }
}
