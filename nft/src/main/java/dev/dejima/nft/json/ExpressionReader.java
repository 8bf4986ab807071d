package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.within;

import dev.dejima.nft.expr.Verdict.Code;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Real;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Expressions out of what libnftables-json(5) says. */
final class ExpressionReader {
  /** Members of an element that are no statements. */
  private static final Set<String> ELEMENT_OPTIONS = Set.of("val", "timeout", "expires", "comment");

  /** What has more than 64 bits, and therefore is no integer of JSON. */
  private static final Pattern LONG_NUMBER = Pattern.compile("0x[1-9a-f][0-9a-f]{16,}");

  Expression read(JsonValue value) {
    return switch (value) {
      case Text t -> text(t.value());
      case Whole w -> symbol(Long.toUnsignedString(w.value()), Symbol.Kind.NUMBER);
      case Truth t -> symbol(t.value() ? "exists" : "missing", Symbol.Kind.WORD);
      case Items i -> list(i);
      case Members m -> object(m);
      case Nothing _, Real _ ->
          throw new NftJsonException(
              "Unexpected JSON type " + JsonValue.typeName(value) + " for immediate value.");
    };
  }

  /** The value of a member that must be there; what goes wrong with it is said to be that. */
  Expression read(Members members, String name, String wrong) {
    JsonValue value = JsonFields.value(members, name);
    return within(wrong, () -> read(value));
  }

  /** The value of a member that may be absent or null. */
  @Nullable Expression optional(Members members, String name, String wrong) {
    JsonValue value = members.get(name);
    return value == null || value instanceof Nothing ? null : within(wrong, () -> read(value));
  }

  private Expression list(Items items) {
    List<Expression> parts = new ArrayList<>();
    for (JsonValue item : items.list()) {
      String part = "Parsing list expression item at index " + parts.size() + " failed.";
      parts.add(within(part, () -> read(item)));
    }
    if (parts.isEmpty()) {
      throw new NftJsonException("A list has one item at least.");
    }
    return new Expression.FlagList(parts, Span.INTERNAL);
  }

  private static Symbol symbol(String text, Symbol.Kind kind) {
    return new Symbol(text, kind, Span.INTERNAL);
  }

  private static Expression text(String text) {
    if (text.equals("*")) {
      return new Expression.Wildcard(Span.INTERNAL);
    }
    if (text.startsWith("@")) {
      Name name = new Name(text.substring(1), Span.INTERNAL);
      return new Expression.SetReference(name, Span.INTERNAL);
    }
    if (LONG_NUMBER.matcher(text).matches()) {
      return symbol(text, Symbol.Kind.NUMBER);
    }
    return symbol(text, isWord(text) ? Symbol.Kind.WORD : Symbol.Kind.STRING);
  }

  /** Whether text needs no quotes. */
  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_./:-".indexOf(c) >= 0);
  }

  private Expression object(Members object) {
    String name = JsonFields.onlyName(object);
    JsonValue value = JsonFields.value(object, name);
    return switch (name) {
      case "payload" -> FieldJson.payload(JsonFields.members(value));
      case "meta" -> FieldJson.meta(JsonFields.members(value));
      case "ct" -> FieldJson.ct(JsonFields.members(value));
      case "exthdr", "tcp option", "ip option", "sctp chunk", "dccp option" ->
          ExtensionJson.read(name, JsonFields.members(value));
      case "prefix" -> prefix(JsonFields.members(value));
      case "range" -> range(JsonFields.items(value));
      case "concat" -> concatenation(value);
      case "set" -> set(value);
      case "elem" -> key(JsonFields.members(value));
      case "map" -> map(JsonFields.members(value));
      case "jhash" -> hash(JsonFields.members(value));
      case "|", "&", "^", "<<", ">>" -> binary(name, JsonFields.items(value));
      default -> {
        Expression source = SourceJson.read(name, value);
        if (source != null) {
          yield source;
        }
        Expression.Verdict verdict = verdict(name, value);
        if (verdict == null) {
          throw new NftJsonException("Unknown expression type '" + name + "'.");
        }
        yield verdict;
      }
    };
  }

  private Expression prefix(Members prefix) {
    return new Expression.Prefix(
        read(prefix, "addr", "Invalid address in prefix expr."),
        JsonFields.count(prefix, "len"),
        Span.INTERNAL);
  }

  private Expression range(List<JsonValue> ends) {
    if (ends.size() != 2) {
      throw new NftJsonException("A range has two ends, not " + ends.size() + ".");
    }
    return new Expression.Range(
        within("Invalid low value in range expression.", () -> read(ends.getFirst())),
        within("Invalid high value in range expression.", () -> read(ends.getLast())),
        Span.INTERNAL);
  }

  private Expression concatenation(JsonValue value) {
    if (!(value instanceof Items items)) {
      throw new NftJsonException(
          "Unexpected concat object type " + JsonValue.typeName(value) + ".");
    }
    List<Expression> parts = new ArrayList<>();
    for (JsonValue item : items.list()) {
      parts.add(within("Parsing expr at index " + parts.size() + " failed.", () -> read(item)));
    }
    if (parts.size() < 2) {
      throw new NftJsonException("Concatenation with " + parts.size() + " elements is illegal");
    }
    return new Expression.Concat(parts, Span.INTERNAL);
  }

  /** What to look a key up in. */
  Expression map(Members map) {
    return new Expression.MapExpr(
        read(map, "key", "Illegal map expression key."),
        read(map, "data", "Illegal map expression data."),
        Span.INTERNAL);
  }

  private Expression hash(Members hash) {
    Long seed = JsonFields.optionalWhole(hash, "seed");
    return new Expression.Hash(
        read(hash, "expr", "Invalid jhash expression."),
        (int) JsonFields.whole(hash, "mod"),
        seed == null ? null : seed.intValue(),
        SourceJson.offset(hash),
        Span.NONE);
  }

  private Expression binary(String word, List<JsonValue> operands) {
    BinaryOp.Operator operator =
        JsonFields.choice(
            BinaryOp.Operator.values(), BinaryOp.Operator::word, word, "Invalid binop type");
    if (operands.size() < 2) {
      throw new NftJsonException("‘" + word + "’ needs two operands.");
    }
    Expression left =
        within("Failed to parse LHS of binop expression.", () -> read(operands.getFirst()));
    for (JsonValue operand : operands.subList(1, operands.size())) {
      Expression right = within("Failed to parse RHS of binop expression.", () -> read(operand));
      left = new BinaryOp(operator, left, right, Span.INTERNAL);
    }
    return left;
  }

  /** Elements, or a named set. */
  private Expression set(JsonValue value) {
    return value instanceof Text text && text.value().startsWith("@")
        ? read(text)
        : elements(value);
  }

  Expression.SetLiteral elements(JsonValue value) {
    List<Element> elements = new ArrayList<>();
    for (JsonValue item : JsonFields.items(value)) {
      elements.add(
          within("Invalid set elem at index " + elements.size() + ".", () -> element(item)));
    }
    if (elements.isEmpty()) {
      throw new NftJsonException("A set has one element at least.");
    }
    return new Expression.SetLiteral(elements, Span.INTERNAL);
  }

  /** A key, or an array of a key and what a map holds for it. */
  private Element element(JsonValue item) {
    if (!(item instanceof Items pair) || pair.list().size() != 2) {
      return keyOf(read(item));
    }
    Element key = keyOf(read(pair.list().getFirst()));
    return withValue(key, read(pair.list().getLast()));
  }

  static Element withValue(Element key, @Nullable Expression value) {
    return new Element(
        key.key(),
        value,
        key.timeout(),
        key.expires(),
        key.comment(),
        key.statements(),
        Span.INTERNAL);
  }

  static Element keyOf(Expression expression) {
    return expression instanceof Element element ? element : Element.of(expression);
  }

  private Element key(Members element) {
    StatementReader statements = new StatementReader(this);
    List<Statement> carried = new ArrayList<>();
    for (Map.Entry<String, JsonValue> member : element.map().entrySet()) {
      if (!ELEMENT_OPTIONS.contains(member.getKey())) {
        carried.add(statements.read(JsonValue.object(member.getKey(), member.getValue())));
      }
    }
    return new Element(
        read(JsonFields.value(element, "val")),
        null,
        JsonFields.milliseconds(element, "timeout"),
        JsonFields.milliseconds(element, "expires"),
        JsonFields.optionalText(element, "comment"),
        carried,
        Span.INTERNAL);
  }

  /** The verdict of a word; null if it is none. */
  static Expression.@Nullable Verdict verdict(String word, JsonValue value) {
    return switch (word) {
      case "accept" -> new Expression.Verdict(Code.ACCEPT, null, Span.INTERNAL);
      case "drop" -> new Expression.Verdict(Code.DROP, null, Span.INTERNAL);
      case "continue" -> new Expression.Verdict(Code.CONTINUE, null, Span.INTERNAL);
      case "return" -> new Expression.Verdict(Code.RETURN, null, Span.INTERNAL);
      case "jump" -> new Expression.Verdict(Code.JUMP, target(value), Span.INTERNAL);
      case "goto" -> new Expression.Verdict(Code.GOTO, target(value), Span.INTERNAL);
      default -> null;
    };
  }

  private static Name target(JsonValue value) {
    return JsonFields.name(JsonFields.members(value), "target");
  }
}
