package dev.dejima.nft.json;

import dev.dejima.nft.compile.Typeof;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Numbers;
import dev.dejima.nft.syntax.Statement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Expressions as libnftables-json(5) has them. */
final class ExpressionWriter {
  private final ListOptions options;

  private final boolean compared;

  ExpressionWriter(ListOptions options) {
    this(options, false);
  }

  private ExpressionWriter(ListOptions options, boolean compared) {
    this.options = options;
    this.compared = compared;
  }

  /** For what stands in a match, where some things are said otherwise. */
  ExpressionWriter compared() {
    return new ExpressionWriter(options, true);
  }

  /** What the values of an expression mean, field by field; nothing if it does not say. */
  static List<DataType> types(Expression expression) {
    return Typeof.types(expression).stream().map(ValueType::data).toList();
  }

  /** Values of given types. */
  JsonValue write(Expression expression, List<DataType> types) {
    return write(Seconds.of(expression, types));
  }

  JsonValue write(Expression expression) {
    return switch (expression) {
      case Symbol s -> symbol(s);
      case Expression.Payload p -> FieldJson.write(p);
      case Expression.Inner i -> FieldJson.write(i);
      case Expression.RawPayload r -> FieldJson.write(r);
      case Expression.Meta m -> FieldJson.write(m);
      case Expression.Ct c -> FieldJson.write(c);
      case Expression.Read r -> SourceJson.write(r.source(), compared);
      case Expression.Hash h ->
          JsonValue.object(
              "jhash",
              SourceJson.modulo(h.modulus(), h.seed(), h.offset()).with("expr", write(h.key())));
      case Expression.NextHop _ ->
          JsonValue.object("rt", JsonValue.object().with("key", "nexthop"));
      case Expression.Exthdr e -> ExtensionJson.write(e);
      case Expression.RawOption o -> ExtensionJson.write(o);
      case Expression.Prefix p ->
          JsonValue.object(
              "prefix",
              JsonValue.object().with("addr", write(p.address())).with("len", p.length()));
      case Expression.Range r ->
          JsonValue.object("range", new Items(List.of(write(r.low()), write(r.high()))));
      case Expression.Concat c -> JsonValue.object("concat", writeAll(c.parts()));
      case Expression.FlagList f -> writeAll(f.flags());
      case BinaryOp b -> JsonValue.object(b.operator().word(), new Items(operands(b)));
      case Expression.SetLiteral s -> JsonValue.object("set", writeAll(s.elements()));
      case Element e -> element(e);
      case Expression.Wildcard _ -> new Text("*");
      case Expression.SetReference r -> new Text("@" + r.name().text());
      case Expression.MapExpr m -> JsonValue.object("map", map(m.key(), m.map()));
      case Expression.Verdict v -> verdict(v);
    };
  }

  /** A key, and what it is looked up in. */
  Members map(Expression key, Expression map) {
    return JsonValue.object().with("key", write(key)).with("data", write(map, types(key)));
  }

  private static JsonValue symbol(Symbol symbol) {
    return switch (symbol.kind()) {
      case NUMBER -> number(symbol.text());
      case STRING -> new Text(symbol.text());
      case WORD ->
          switch (symbol.text()) {
            case "exists" -> new Truth(true);
            case "missing" -> new Truth(false);
            default -> new Text(symbol.text());
          };
    };
  }

  /** Up to 64 bits it is an integer, whose sign is the highest bit; beyond, hexadecimal text. */
  private static JsonValue number(String digits) {
    try {
      boolean negative = digits.startsWith("-");
      return new Whole(negative ? Long.parseLong(digits) : Numbers.parse(digits));
    } catch (NumberFormatException e) {
      return new Text(digits.startsWith("0x") ? digits : hex(digits));
    }
  }

  private static String hex(String decimal) {
    return "0x" + new BigInteger(decimal).toString(16);
  }

  Items writeAll(List<? extends Expression> expressions) {
    return JsonValue.each(expressions, this::write);
  }

  /** A chain of the same operator is one list. */
  private List<JsonValue> operands(BinaryOp whole) {
    List<JsonValue> operands = new ArrayList<>();
    if (whole.left() instanceof BinaryOp left && left.operator() == whole.operator()) {
      operands.addAll(operands(left));
    } else {
      operands.add(write(whole.left()));
    }
    operands.add(write(whole.right()));
    return operands;
  }

  /** Elements of a set or map whose types are known. */
  Items elements(Expression.SetLiteral set, List<DataType> keys, List<DataType> data) {
    return JsonValue.each(set.elements(), element -> element(Seconds.of(element, keys, data)));
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
    members.withSeconds("timeout", element.timeout());
    if (!options.stateless()) {
      members.withSeconds("expires", element.expires());
    }
    members.withText("comment", element.comment());
    StatementWriter statements = new StatementWriter(options, Family.UNSPEC);
    for (Statement statement : element.statements()) {
      if (statements.write(statement) instanceof Members written) {
        written.map().forEach(members.map()::putIfAbsent);
      }
    }
    return JsonValue.object("elem", members);
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
