package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.choice;
import static dev.dejima.nft.json.JsonFields.members;
import static dev.dejima.nft.json.JsonFields.membersOrNone;
import static dev.dejima.nft.json.JsonFields.within;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.NatType;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Statement.RejectType;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import dev.dejima.nft.syntax.Statement.SetOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements out of what libnftables-json(5) says. */
final class StatementReader {
  private final ExpressionReader expressions;

  StatementReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  /** The statements of a rule. */
  List<Statement> rule(Members rule) {
    if (!(JsonFields.value(rule, "expr") instanceof Items items)) {
      throw new NftJsonException("Value of property \"expr\" must be an array.");
    }
    List<Statement> statements = new ArrayList<>();
    for (JsonValue item : items.list()) {
      if (!(item instanceof Members)) {
        throw new NftJsonException(
            "Unexpected expr array element of type %s, expected object."
                .formatted(JsonValue.typeName(item)));
      }
      statements.add(
          within(
              "Parsing expr array at index " + statements.size() + " failed.", () -> read(item)));
    }
    return statements;
  }

  /** What every element of a set carries. */
  List<Statement> carried(Members set) {
    List<Statement> statements = new ArrayList<>();
    for (JsonValue item : JsonFields.items(set.get("stmt"))) {
      String part = "Parsing set statements array at index " + statements.size() + " failed.";
      statements.add(within(part, () -> read(item)));
    }
    return statements;
  }

  Statement read(JsonValue value) {
    String name = JsonFields.onlyName(value);
    JsonValue content = JsonFields.value(members(value), name);
    Expression.Verdict verdict = ExpressionReader.verdict(name, content);
    if (verdict != null) {
      return new Statement.VerdictStatement(verdict, Span.INTERNAL);
    }
    ObjectKind kind = JsonFields.find(ObjectKind.values(), ObjectKind::word, name);
    if (kind != null && isReference(content)) {
      return object(kind, content);
    }
    return statement(name, content);
  }

  private Statement statement(String name, JsonValue content) {
    return switch (name) {
      case "match" -> match(members(content));
      case "vmap" -> within("Illegal vmap statement.", () -> verdictMap(members(content)));
      case "mangle" -> mangle(members(content));
      case "counter" -> counter(membersOrNone(content));
      case "log" -> LogJson.read(membersOrNone(content));
      case "limit" -> LimitJson.read(members(content));
      case "notrack" -> new Statement.Notrack(Span.INTERNAL);
      case "reject" -> reject(membersOrNone(content));
      case "snat" -> NatJson.nat(NatType.SNAT, membersOrNone(content), expressions);
      case "dnat" -> NatJson.nat(NatType.DNAT, membersOrNone(content), expressions);
      case "masquerade" -> NatJson.masquerade(membersOrNone(content), expressions);
      case "redirect" -> NatJson.redirect(membersOrNone(content), expressions);
      case "reset" ->
          new Statement.OptionReset(ExtensionJson.readReset(members(content)), Span.INTERNAL);
      case "set", "map" -> setUpdate(name, members(content));
      case "meter" -> meter(members(content));
      case "quota" -> StatefulJson.quota(members(content));
      case "last" -> StatefulJson.last(membersOrNone(content));
      case "ct count" -> StatefulJson.connections(members(content));
      case "dup", "flow", "fwd", "queue", "synproxy", "tproxy" ->
          HandoverJson.read(name, membersOrNone(content), expressions);
      case "xt" ->
          throw new NftJsonException(
              "unsupported xtables compat expression, use iptables-nft with this ruleset");
      default -> throw new NftJsonException("Unknown statement object '" + name + "'.");
    };
  }

  private Statement verdictMap(Members map) {
    return new Statement.VerdictMap(
        expressions.read(map, "key", "Illegal map expression key."),
        expressions.read(map, "data", "Illegal map expression data."),
        Span.INTERNAL);
  }

  private static Statement counter(Members counter) {
    return new Statement.Counter(
        JsonFields.wholeOrZero(counter, "packets"),
        JsonFields.wholeOrZero(counter, "bytes"),
        Span.INTERNAL);
  }

  /** Whether an object is named, or looked up in a map. */
  private static boolean isReference(JsonValue content) {
    return content instanceof Text
        || (content instanceof Members members && members.get("map") != null);
  }

  private Statement object(ObjectKind kind, JsonValue content) {
    Expression name =
        within("Invalid " + kind.word() + " reference.", () -> expressions.read(content));
    return new Statement.ObjectReference(kind, name, Span.INTERNAL);
  }

  private Statement match(Members match) {
    String word = JsonFields.text(match, "op");
    JsonFields.value(match, "right");
    Expression left = expressions.read(match, "left", "Invalid LHS of relational.");
    Expression right = expressions.read(match, "right", "Invalid RHS of relational.");
    return new Statement.Match(left, operator(word, left, right), right, Span.INTERNAL);
  }

  /**
   * Equality goes without saying, but for flags, where saying nothing asks for any of them ({@code
   * in}).
   */
  private static RelationalOperator operator(String word, Expression left, Expression right) {
    return switch (word) {
      case "in" -> isHours(left, right) ? RelationalOperator.IN : RelationalOperator.IMPLICIT;
      case "==" -> isExact(left, right) ? RelationalOperator.EQ : RelationalOperator.IMPLICIT;
      case "" -> throw new NftJsonException("Invalid relational op ''.");
      default ->
          choice(
              RelationalOperator.values(), RelationalOperator::word, word, "Invalid relational op");
    };
  }

  private static boolean isHours(Expression left, Expression right) {
    return right instanceof Expression.Range
        && ExpressionWriter.types(left).equals(List.of(DataType.TIME_HOUR));
  }

  private static boolean isExact(Expression left, Expression right) {
    return left instanceof Expression.BinaryOp
        || (StatementWriter.hasFlags(left)
            && !(right instanceof Expression.SetLiteral)
            && !(right instanceof Expression.SetReference));
  }

  private Statement mangle(Members mangle) {
    return new Statement.Mangle(
        expressions.read(mangle, "key", "Invalid mangle statement key"),
        expressions.read(mangle, "value", "Invalid mangle statement value"),
        Span.INTERNAL);
  }

  private Statement reject(Members reject) {
    String word = JsonFields.optionalText(reject, "type");
    RejectType type =
        word == null ? null : JsonFields.find(RejectType.values(), RejectType::word, word);
    return new Statement.Reject(
        type, expressions.optional(reject, "expr", "Illegal reject expr."), Span.INTERNAL);
  }

  private Statement meter(Members meter) {
    Expression key = expressions.read(meter, "key", "Invalid meter key.");
    Expression.Element element = element(ExpressionReader.keyOf(key), null, meter);
    Long size = JsonFields.optionalWhole(meter, "size");
    return new Statement.Meter(JsonFields.name(meter, "name"), size, element, Span.INTERNAL);
  }

  private Statement setUpdate(String kind, Members update) {
    SetOperation operation =
        choice(
            SetOperation.values(),
            SetOperation::word,
            JsonFields.text(update, "op"),
            "Unknown " + kind + " statement op");
    Expression key = expressions.read(update, "elem", "Illegal " + kind + " statement element.");
    Expression data = expressions.optional(update, "data", "Illegal map expression data.");
    if (kind.equals("map") && data == null) {
      throw new NftJsonException("Object item not found: data");
    }
    if (!(expressions.read(JsonFields.value(update, kind))
        instanceof Expression.SetReference reference)) {
      throw new NftJsonException("Illegal " + kind + " reference in " + kind + " statement.");
    }
    return new Statement.SetUpdate(
        operation, reference, element(ExpressionReader.keyOf(key), data, update), Span.INTERNAL);
  }

  private Expression.Element element(
      Expression.Element key, @Nullable Expression data, Members update) {
    List<Statement> carried = new ArrayList<>(key.statements());
    carried.addAll(carried(update));
    return new Expression.Element(
        key.key(), data, key.timeout(), key.expires(), key.comment(), carried, Span.INTERNAL);
  }
}
