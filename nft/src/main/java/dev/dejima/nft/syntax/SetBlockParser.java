package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the braces of a named set or map. */
final class SetBlockParser {
  private static final List<String> ITEMS =
      List.of(
          "type",
          "typeof",
          "flags",
          "timeout",
          "gc-interval",
          "elements",
          "size",
          "policy",
          "auto-merge",
          "comment",
          "counter");

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;
  private final Family family;
  private final Name table;
  private final Name name;
  private final boolean map;

  /** Whether it stands within a table, not behind a command. */
  private final boolean ofTable;

  private SetDefinition.@Nullable Type keyType;
  private SetDefinition.@Nullable Type dataType;
  private boolean dataIsInterval;
  private final Set<SetDefinition.Flag> flags = EnumSet.noneOf(SetDefinition.Flag.class);
  private @Nullable Long timeout;
  private @Nullable Long gcInterval;
  private @Nullable Long size;
  private SetDefinition.@Nullable Policy policy;
  private boolean autoMerge;
  private @Nullable String comment;
  private final List<Statement> statements = new ArrayList<>();
  private Expression.@Nullable SetLiteral elements;

  SetBlockParser(
      Parsing parsing,
      ExpressionParser expressions,
      Family family,
      Name table,
      Name name,
      boolean map,
      boolean ofTable) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
    this.family = family;
    this.table = table;
    this.name = name;
    this.map = map;
    this.ofTable = ofTable;
  }

  /** The set, or null where it has no type, perhaps because that could not be read. */
  @Nullable SetDefinition set() throws SyntaxException {
    Span block = new BlockParser(parsing).block(this::item);
    Span span = ofTable ? name.span() : block;
    SetDefinition.Type key = keyType;
    if (timeout != null && flags.equals(Set.of(SetDefinition.Flag.TIMEOUT))) {
      flags.remove(SetDefinition.Flag.TIMEOUT);
    }
    if (key == null || (map && dataType == null)) {
      parsing.reportLater(Diagnostic.of(span, "set definition does not specify key"));
      return null;
    }
    return new SetDefinition(
        family,
        table,
        name,
        0,
        key,
        dataType,
        dataIsInterval,
        flags,
        timeout,
        gcInterval,
        size,
        policy,
        autoMerge,
        comment,
        statements,
        elements,
        span);
  }

  private void item() throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "type" -> types(this::named);
      case "typeof" -> types(this::typeOf);
      case "flags" -> flags();
      case "timeout" -> timeout = timeAfterWord();
      case "gc-interval" -> gcInterval = timeAfterWord();
      case "size" -> size = numberAfterWord();
      case "policy" -> policy();
      case "auto-merge" -> {
        if (map) {
          throw tokens.misspelt(ITEMS);
        }
        autoMerge = tokens.next().is("auto-merge");
        return;
      }
      case "elements" -> {
        elements();
        return;
      }
      case "comment" -> comment = parsing.comment(comment);
      case "counter", "ct", "last", "limit", "quota" -> statements();
      default -> {
        if (parsing.common(expressions)) {
          return;
        }
        throw tokens.misspelt(ITEMS);
      }
    }
    parsing.separator();
  }

  private interface TypeReader {
    SetDefinition.Type read() throws SyntaxException;
  }

  private void types(TypeReader reader) throws SyntaxException {
    Token word = tokens.next();
    final Span start = word.span();
    SetDefinition.Type key = reader.read();
    if (!map) {
      if (!tokens.peek().isSeparator()) {
        throw tokens.unexpected("newline", "semicolon", ".");
      }
      parsing.once(keyType, start);
      keyType = key;
      return;
    }
    if (!tokens.accept(":")) {
      throw tokens.unexpected("colon", ".");
    }
    parsing.once(keyType, start);
    keyType = key;
    dataIsInterval = tokens.accept("interval");
    SetDefinition.Type object = objectType(word.is("typeof"));
    dataType = object == null ? reader.read() : object;
  }

  private SetDefinition.Type named() throws SyntaxException {
    List<Name> types = new ArrayList<>();
    do {
      Token word = tokens.peek();
      Name type = word.is("time") || word.is("mark") ? literally() : parsing.name();
      if (DataType.named(type.text()) == null || type.text().equals("invalid")) {
        throw unknownType(type);
      }
      types.add(type);
    } while (tokens.accept("."));
    return new SetDefinition.Type.Named(types);
  }

  private Name literally() {
    Token word = tokens.next();
    return new Name(word.text(), word.span());
  }

  private static SyntaxException unknownType(Name type) {
    List<String> known = Arrays.stream(DataType.values()).map(DataType::word).toList();
    String near = Words.nearest(type.text(), known);
    return Tokens.error(
        type.span(),
        "unknown datatype " + type.text(),
        near == null ? null : Tokens.didYouMean(near));
  }

  private SetDefinition.Type typeOf() throws SyntaxException {
    if (keyType != null && tokens.at("verdict")) {
      return new SetDefinition.Type.Named(List.of(parsing.name()));
    }
    Expression fields = expressions.concat(ExpressionParser.Side.FIELDS);
    checkTyped(fields);
    return new SetDefinition.Type.TypeOf(fields);
  }

  /** A number is of no type. */
  private static void checkTyped(Expression fields) throws SyntaxException {
    switch (fields) {
      case Expression.Concat concat -> {
        for (Expression part : concat.parts()) {
          checkTyped(part);
        }
      }
      case Expression.Symbol symbol when symbol.kind() == Expression.Symbol.Kind.NUMBER ->
          throw Tokens.error(symbol.span(), "syntax error, unexpected number", null);
      default -> {}
    }
  }

  /**
   * Objects of connection tracking are told by a type of an expression alone, tunnels by neither.
   */
  private SetDefinition.@Nullable Type objectType(boolean ofExpression) {
    boolean known = ofExpression || !tokens.at("ct");
    ObjectKind kind = known && !tokens.at("tunnel") ? ObjectParser.kind(tokens) : null;
    return kind == null ? null : new SetDefinition.Type.OfObject(kind);
  }

  private void flags() throws SyntaxException {
    tokens.next();
    do {
      flags.add(flag());
    } while (tokens.accept(","));
  }

  private SetDefinition.Flag flag() throws SyntaxException {
    for (SetDefinition.Flag flag : SetDefinition.Flag.values()) {
      if (tokens.accept(flag.word())) {
        return flag;
      }
    }
    throw tokens.misspelt(
        Arrays.stream(SetDefinition.Flag.values()).map(SetDefinition.Flag::word).toList(),
        "constant",
        "interval",
        "dynamic",
        "timeout");
  }

  private long timeAfterWord() throws SyntaxException {
    tokens.next();
    return parsing.time();
  }

  private long numberAfterWord() throws SyntaxException {
    tokens.next();
    return parsing.number();
  }

  private void policy() throws SyntaxException {
    tokens.next();
    for (SetDefinition.Policy candidate : SetDefinition.Policy.values()) {
      if (tokens.accept(candidate.word())) {
        policy = candidate;
        return;
      }
    }
    throw tokens.misspelt(List.of("performance", "memory"), "performance", "memory");
  }

  private void statements() throws SyntaxException {
    StatefulParser parser = new StatefulParser(parsing);
    do {
      statements.add(parser.statement());
    } while (parser.follows());
  }

  private void elements() throws SyntaxException {
    tokens.next();
    tokens.expect("=");
    elements = parsing.elements(expressions, name);
  }
}
