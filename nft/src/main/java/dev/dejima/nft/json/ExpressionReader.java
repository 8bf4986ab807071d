package dev.dejima.nft.json;

import dev.dejima.nft.expr.Ct.Direction;
import dev.dejima.nft.expr.Verdict.Code;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions out of what libnftables-json(5) says. */
final class ExpressionReader {
  private static final long MILLISECONDS = 1000;

  Expression read(@Nullable JsonValue value) {
    return switch (value) {
      case null -> throw new NftJsonException("an expression is missing");
      case Text t -> text(t.value());
      case Whole w -> new Symbol(Long.toString(w.value()), Symbol.Kind.NUMBER, Span.NONE);
      case Truth t -> Symbol.word(t.value() ? "exists" : "missing");
      case Items i -> new Expression.FlagList(all(i.list()), Span.NONE);
      case Nothing _ -> throw new NftJsonException("an expression is null");
      case Members m -> object(m);
    };
  }

  List<Expression> all(List<JsonValue> values) {
    return values.stream().map(this::read).toList();
  }

  private static Expression text(String text) {
    if (text.equals("*")) {
      return new Expression.Wildcard(Span.NONE);
    }
    if (text.startsWith("@")) {
      return reference(text);
    }
    return isWord(text) ? Symbol.word(text) : Symbol.string(text);
  }

  static Expression.SetReference reference(String text) {
    if (!text.startsWith("@")) {
      throw new NftJsonException("‘" + text + "’ is not the name of a set");
    }
    return new Expression.SetReference(Name.of(text.substring(1)), Span.NONE);
  }

  /** Whether text needs no quotes. */
  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_./:-".indexOf(c) >= 0);
  }

  private Expression object(Members object) {
    String name = JsonFields.onlyName(object, "an expression");
    JsonValue value = object.get(name);
    return switch (name) {
      case "payload" -> payload(JsonFields.members(value, name));
      case "exthdr", "tcp option", "ip option", "sctp chunk", "dccp option" ->
          ExtensionJson.read(name, JsonFields.members(value, name));
      case "meta" -> meta(JsonFields.members(value, name));
      case "ct" -> ct(JsonFields.members(value, name));
      case "prefix" -> prefix(JsonFields.members(value, name));
      case "range" -> range(JsonFields.items(value));
      case "concat" -> new Expression.Concat(all(JsonFields.items(value)), Span.NONE);
      case "set" -> elements(value);
      case "elem" -> key(JsonFields.members(value, name));
      case "map" -> map(JsonFields.members(value, name));
      case "|", "&", "^", "<<", ">>" -> binary(name, JsonFields.items(value));
      default -> {
        Expression source = SourceJson.read(name, value);
        if (source != null) {
          yield source;
        }
        Expression.Verdict verdict = verdict(name, value);
        if (verdict == null) {
          throw new NftJsonException("unknown expression ‘" + name + "’");
        }
        yield verdict;
      }
    };
  }

  private static Expression payload(Members payload) {
    if (payload.get("base") != null) {
      Expression.RawPayload.Base base =
          JsonFields.choice(
              Expression.RawPayload.Base.values(),
              Expression.RawPayload.Base::word,
              JsonFields.text(payload, "base"),
              "payload base");
      return new Expression.RawPayload(
          base, JsonFields.count(payload, "offset"), JsonFields.count(payload, "len"), Span.NONE);
    }
    String word = JsonFields.text(payload, "protocol");
    String name = JsonFields.text(payload, "field");
    Protocol protocol = Protocol.named(word);
    HeaderField field = protocol == null ? null : protocol.field(name);
    if (field == null) {
      throw new NftJsonException("unknown payload ‘" + word + " " + name + "’");
    }
    return new Expression.Payload(field, Span.NONE);
  }

  private static Expression meta(Members meta) {
    String key = JsonFields.text(meta, "key");
    MetaField field = MetaField.named(key);
    if (field == null) {
      throw new NftJsonException("unknown meta key ‘" + key + "’");
    }
    return new Expression.Meta(field.key(), Span.NONE);
  }

  private static Expression ct(Members ct) {
    String key = JsonFields.text(ct, "key");
    CtField field = CtField.named(key);
    if (field == null) {
      throw new NftJsonException("unknown ct key ‘" + key + "’");
    }
    Direction direction =
        switch (JsonFields.optionalText(ct, "dir")) {
          case null -> null;
          case "original" -> Direction.ORIGINAL;
          case "reply" -> Direction.REPLY;
          case String other -> throw new NftJsonException("unknown direction ‘" + other + "’");
        };
    return new Expression.Ct(field.key(), direction, Span.NONE);
  }

  private Expression prefix(Members prefix) {
    return new Expression.Prefix(
        read(prefix.get("addr")), JsonFields.count(prefix, "len"), Span.NONE);
  }

  private Expression range(List<JsonValue> ends) {
    if (ends.size() != 2) {
      throw new NftJsonException("a range has two ends");
    }
    return new Expression.Range(read(ends.getFirst()), read(ends.getLast()), Span.NONE);
  }

  private Expression map(Members map) {
    return new Expression.MapExpr(read(map.get("key")), read(map.get("data")), Span.NONE);
  }

  private Expression binary(String word, List<JsonValue> operands) {
    BinaryOp.Operator operator =
        JsonFields.choice(BinaryOp.Operator.values(), BinaryOp.Operator::word, word, "operator");
    if (operands.size() < 2) {
      throw new NftJsonException("‘" + word + "’ needs two operands");
    }
    return all(operands).stream()
        .reduce((left, right) -> new BinaryOp(operator, left, right, Span.NONE))
        .orElseThrow();
  }

  Expression.SetLiteral elements(@Nullable JsonValue value) {
    List<Element> elements = new ArrayList<>();
    for (JsonValue item : JsonFields.items(value)) {
      elements.add(element(item));
    }
    return new Expression.SetLiteral(elements, Span.NONE);
  }

  /** A key, or an array of a key and what a map holds for it. */
  private Element element(JsonValue item) {
    if (!(item instanceof Items pair)) {
      return keyOf(read(item));
    }
    if (pair.list().size() != 2) {
      throw new NftJsonException("an element of a map is an array of two");
    }
    Element key = keyOf(read(pair.list().getFirst()));
    return new Element(
        key.key(),
        read(pair.list().getLast()),
        key.timeout(),
        key.expires(),
        key.comment(),
        key.statements(),
        Span.NONE);
  }

  static Element keyOf(Expression expression) {
    return expression instanceof Element element ? element : Element.of(expression);
  }

  private Element key(Members element) {
    List<Statement> statements = new ArrayList<>();
    for (String word : List.of("counter", "limit")) {
      JsonValue value = element.get(word);
      if (value != null) {
        statements.add(new StatementReader(this).read(JsonValue.object(word, value)));
      }
    }
    return new Element(
        read(element.get("val")),
        null,
        milliseconds(element, "timeout"),
        milliseconds(element, "expires"),
        JsonFields.optionalText(element, "comment"),
        statements,
        Span.NONE);
  }

  /** A time, which JSON has in seconds. */
  static @Nullable Long milliseconds(Members members, String name) {
    Long seconds = JsonFields.optionalWhole(members, name);
    if (seconds != null && (seconds < 0 || seconds > Long.MAX_VALUE / MILLISECONDS)) {
      throw new NftJsonException("‘" + name + "’ is out of range");
    }
    return seconds == null ? null : seconds * MILLISECONDS;
  }

  /** The verdict of a word; null if it is none. */
  static Expression.@Nullable Verdict verdict(String word, @Nullable JsonValue value) {
    return switch (word) {
      case "accept" -> Expression.Verdict.of(Code.ACCEPT);
      case "drop" -> Expression.Verdict.of(Code.DROP);
      case "continue" -> Expression.Verdict.of(Code.CONTINUE);
      case "return" -> Expression.Verdict.of(Code.RETURN);
      case "jump" -> new Expression.Verdict(Code.JUMP, target(value), Span.NONE);
      case "goto" -> new Expression.Verdict(Code.GOTO, target(value), Span.NONE);
      default -> null;
    };
  }

  private static Name target(@Nullable JsonValue value) {
    return Name.of(JsonFields.text(JsonFields.members(value, "a jump"), "target"));
  }
}
