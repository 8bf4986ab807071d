package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.choice;
import static dev.dejima.nft.json.JsonFields.optionalText;
import static dev.dejima.nft.json.JsonFields.text;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LogFlag;
import dev.dejima.nft.syntax.Statement.NatFlag;
import dev.dejima.nft.syntax.Statement.NatTarget;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Statement.RelationalOperator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statements out of what libnftables-json(5) says. */
final class StatementReader {
  private final ExpressionReader expressions;

  StatementReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  List<Statement> readAll(@Nullable JsonValue value) {
    return JsonFields.items(value).stream().map(this::read).toList();
  }

  Statement read(JsonValue value) {
    Members object = JsonFields.members(value, "a statement");
    String name = JsonFields.onlyName(object, "a statement");
    JsonValue content = object.get(name);
    Expression.Verdict verdict = ExpressionReader.verdict(name, content);
    if (verdict != null) {
      return new Statement.VerdictStatement(verdict, Span.NONE);
    }
    if (content instanceof Text && objectKind(name) != null) {
      return object(name, content);
    }
    if (name.equals("notrack")) {
      return new Statement.Notrack(Span.NONE);
    }
    return statement(name, JsonFields.membersOrNone(content, name));
  }

  private Statement statement(String name, Members of) {
    return switch (name) {
      case "match" -> match(of);
      case "vmap" -> new Statement.VerdictMap(read(of, "key"), read(of, "data"), Span.NONE);
      case "mangle" -> new Statement.Mangle(read(of, "key"), read(of, "value"), Span.NONE);
      case "counter" ->
          new Statement.Counter(orZero(of, "packets"), orZero(of, "bytes"), Span.NONE);
      case "log" -> log(of);
      case "limit" -> limit(of);
      case "reject" -> reject(of);
      case "reset" -> new Statement.OptionReset(ExtensionJson.readReset(of), Span.NONE);
      case "snat", "dnat" -> nat(name, of);
      case "masquerade" -> new Statement.Masquerade(optional(of, "port"), natFlags(of), Span.NONE);
      case "redirect" -> new Statement.Redirect(optional(of, "port"), natFlags(of), Span.NONE);
      case "set", "map" -> setUpdate(name, of);
      default -> throw new NftJsonException("unknown or unsupported statement ‘" + name + "’");
    };
  }

  private Expression read(Members members, String name) {
    return expressions.read(members.get(name));
  }

  private @Nullable Expression optional(Members members, String name) {
    JsonValue value = members.get(name);
    return value == null || value instanceof Nothing ? null : expressions.read(value);
  }

  private static long orZero(Members members, String name) {
    Long value = JsonFields.optionalWhole(members, name);
    return value == null ? 0 : value;
  }

  private static @Nullable ObjectKind objectKind(String word) {
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  private Statement object(String name, JsonValue content) {
    ObjectKind kind = choice(ObjectKind.values(), ObjectKind::word, name, "object");
    return new Statement.ObjectReference(kind, expressions.read(content), Span.NONE);
  }

  private Statement match(Members match) {
    Expression left = read(match, "left");
    Expression right = read(match, "right");
    return new Statement.Match(left, operator(text(match, "op"), left, right), right, Span.NONE);
  }

  /**
   * Equality goes without saying, but for flags, where saying nothing asks for any of them ({@code
   * in}).
   */
  private static RelationalOperator operator(String word, Expression left, Expression right) {
    boolean exact =
        left instanceof Expression.BinaryOp
            || (StatementWriter.type(left).isBitmask()
                && !(right instanceof Expression.SetLiteral)
                && !(right instanceof Expression.SetReference));
    return switch (word) {
      case "in" ->
          StatementWriter.type(left) == DataType.TIME_HOUR && right instanceof Expression.Range
              ? RelationalOperator.IN
              : RelationalOperator.IMPLICIT;
      case "==" -> exact ? RelationalOperator.EQ : RelationalOperator.IMPLICIT;
      default -> choice(RelationalOperator.values(), RelationalOperator::word, word, "operator");
    };
  }

  private static Statement log(Members log) {
    Set<LogFlag> flags = EnumSet.noneOf(LogFlag.class);
    for (String word : words(log, "flags")) {
      if (word.equals("all")) {
        flags.addAll(EnumSet.allOf(LogFlag.class));
      } else {
        flags.add(choice(LogFlag.values(), StatementWriter::logFlag, word, "log flag"));
      }
    }
    String level = optionalText(log, "level");
    return new Statement.Log(
        optionalText(log, "prefix"),
        JsonFields.optionalCount(log, "group"),
        JsonFields.optionalWhole(log, "snaplen"),
        JsonFields.optionalCount(log, "queue-threshold"),
        level == null
            ? null
            : choice(Statement.LogLevel.values(), Statement.LogLevel::word, level, "log level"),
        flags,
        Span.NONE);
  }

  private static List<String> words(Members members, String name) {
    List<String> words = new ArrayList<>();
    for (JsonValue item : JsonFields.items(members.get(name))) {
      if (!(item instanceof Text text)) {
        throw new NftJsonException("‘" + name + "’ is not a list of words");
      }
      words.add(text.value());
    }
    return words;
  }

  private static Statement limit(Members limit) {
    Statement.LimitUnit unit = unit(limit, "rate_unit");
    Long burst = JsonFields.optionalWhole(limit, "burst");
    boolean bytes = unit != Statement.LimitUnit.PACKETS;
    boolean said = burst != null && !(bytes && burst == 0);
    Statement.LimitUnit burstUnit = bytes ? unit(limit, "burst_unit") : unit;
    boolean unknown = bytes && burstUnit == Statement.LimitUnit.PACKETS;
    String per = optionalText(limit, "per");
    return new Statement.Limit(
        JsonFields.whole(limit, "rate"),
        unit,
        choice(
            Statement.LimitPer.values(),
            Statement.LimitPer::word,
            per == null ? "second" : per,
            "time"),
        JsonFields.truth(limit, "inv"),
        said ? burst : null,
        said ? unknown ? Statement.LimitUnit.BYTES : burstUnit : null,
        Span.NONE);
  }

  private static Statement.LimitUnit unit(Members limit, String name) {
    String word = optionalText(limit, name);
    return choice(
        Statement.LimitUnit.values(),
        Statement.LimitUnit::word,
        word == null ? "packets" : word,
        "unit");
  }

  private Statement reject(Members reject) {
    String type = optionalText(reject, "type");
    return new Statement.Reject(
        type == null
            ? null
            : choice(
                Statement.RejectType.values(), Statement.RejectType::word, type, "reject type"),
        optional(reject, "expr"),
        Span.NONE);
  }

  private Statement nat(String name, Members nat) {
    String family = optionalText(nat, "family");
    return new Statement.Nat(
        choice(Statement.NatType.values(), Statement.NatType::word, name, "nat"),
        family == null ? null : choice(Family.values(), Family::word, family, "family"),
        target(nat),
        optional(nat, "addr"),
        optional(nat, "port"),
        natFlags(nat),
        Span.NONE);
  }

  /** A prefix is also an interval; it is what {@code netmap} asks for. */
  private static @Nullable NatTarget target(Members nat) {
    Set<NatTarget> targets = EnumSet.noneOf(NatTarget.class);
    for (String word : words(nat, "type_flags")) {
      targets.add(choice(NatTarget.values(), StatementWriter::typeFlag, word, "type flag"));
    }
    if (targets.contains(NatTarget.PREFIX) || words(nat, "flags").contains("netmap")) {
      return NatTarget.PREFIX;
    }
    return targets.stream().findFirst().orElse(null);
  }

  private static Set<NatFlag> natFlags(Members members) {
    Set<NatFlag> flags = EnumSet.noneOf(NatFlag.class);
    for (String word : words(members, "flags")) {
      if (!word.equals("netmap")) {
        flags.add(choice(NatFlag.values(), NatFlag::word, word, "nat flag"));
      }
    }
    return flags;
  }

  private Statement setUpdate(String name, Members update) {
    Expression.Element key = ExpressionReader.keyOf(read(update, "elem"));
    Expression.Element element =
        new Expression.Element(
            key.key(),
            optional(update, "data"),
            key.timeout(),
            key.expires(),
            key.comment(),
            readAll(update.get("stmt")),
            Span.NONE);
    Statement.SetOperation operation =
        choice(
            Statement.SetOperation.values(),
            Statement.SetOperation::word,
            text(update, "op"),
            "set operation");
    return new Statement.SetUpdate(
        operation, ExpressionReader.reference(text(update, name)), element, Span.NONE);
  }
}
