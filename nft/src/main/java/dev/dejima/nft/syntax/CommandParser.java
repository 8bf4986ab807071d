package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Subject.Kind;
import dev.dejima.nft.syntax.Subject.Reference;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one command, from its verb to the separator. */
final class CommandParser {
  private static final List<String> FIRST_WORDS =
      List.of(
          "add", "create", "insert", "replace", "delete", "destroy", "list", "flush", "reset",
          "get", "rename", "table", "chain", "rule", "set", "map", "element", "define", "include");
  private static final Set<String> OBJECTS =
      Set.of("flowtable", "counter", "quota", "ct", "limit", "secmark", "synproxy", "tunnel");

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;

  CommandParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.expressions = new ExpressionParser(parsing);
  }

  /** The next command; null where a definition or an include was read instead. */
  @Nullable Command command() throws SyntaxException {
    if (parsing.common(expressions)) {
      return null;
    }
    Token first = tokens.peek();
    if (first.kind() != Token.Kind.WORD) {
      throw tokens.unexpected();
    }
    Verb verb = verb(first);
    @Nullable Subject subject = verb == null ? added(Verb.ADD) : subject(verb);
    if (!tokens.at(Token.Kind.END) && !tokens.peek().isSeparator()) {
      throw tokens.unexpected("end of file", "newline", "semicolon");
    }
    tokens.next();
    Span span = tokens.since(first.span());
    return subject == null ? null : new Command(verb == null ? Verb.ADD : verb, subject, span);
  }

  private static @Nullable Verb verb(Token word) {
    for (Verb verb : Verb.values()) {
      if (word.is(verb.word())) {
        return verb;
      }
    }
    return null;
  }

  private @Nullable Subject subject(Verb verb) throws SyntaxException {
    tokens.next();
    return switch (verb) {
      case ADD, CREATE -> added(verb);
      case INSERT -> inserted();
      case REPLACE -> replacement();
      case DELETE, DESTROY -> deleted();
      case LIST -> listed();
      case FLUSH -> flushed();
      case RESET -> reset();
      case GET -> elements("element");
      case RENAME -> renamed();
      case DESCRIBE -> new QuestionParser(parsing, expressions).described();
      case MONITOR -> new QuestionParser(parsing, expressions).watched();
      case IMPORT, EXPORT -> new QuestionParser(parsing, expressions).markup();
    };
  }

  private @Nullable Subject added(Verb verb) throws SyntaxException {
    Token word = tokens.peek();
    return switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "table" -> table();
      case "chain" -> chain();
      case "set" -> set(false);
      case "map" -> set(true);
      case "element" -> elements("element");
      case "rule" -> {
        if (verb == Verb.CREATE) {
          throw tokens.unexpected();
        }
        tokens.next();
        yield rule();
      }
      default -> {
        if (OBJECTS.contains(word.text())) {
          throw unsupported(word);
        }
        if (verb == Verb.CREATE) {
          throw tokens.misspelt(List.of("table", "chain", "set", "map", "element"));
        }
        yield impliedRule(word);
      }
    };
  }

  private static SyntaxException unsupported(Token word) {
    return Tokens.error(word.span(), "‘" + word.text() + "’ is not supported yet", null);
  }

  /**
   * Without the word {@code rule} the table's name comes first, so a typing error passes for one.
   */
  private Subject impliedRule(Token first) throws SyntaxException {
    try {
      return rule();
    } catch (SyntaxException mistake) {
      String near =
          first.kind() == Token.Kind.WORD && !Words.FAMILIES.contains(first.text())
              ? Words.nearest(first.text(), FIRST_WORDS)
              : null;
      Diagnostic d = mistake.diagnostic();
      if (near == null) {
        throw mistake;
      }
      throw Tokens.error(d.span(), d.message(), Tokens.didYouMean(near));
    }
  }

  private Table table() throws SyntaxException {
    tokens.next();
    Family family = family();
    return new TableParser(parsing, expressions, family, parsing.name()).table();
  }

  private Chain chain() throws SyntaxException {
    tokens.next();
    Family family = family();
    Name table = parsing.name();
    Name name = parsing.name();
    return new ChainParser(parsing, expressions, family, table, name).chain(tokens.at("{"));
  }

  private @Nullable SetDefinition set(boolean map) throws SyntaxException {
    tokens.next();
    Family family = family();
    Name table = parsing.name();
    Name name = parsing.name();
    return new SetBlockParser(parsing, expressions, family, table, name, map).set();
  }

  private Elements elements(String word) throws SyntaxException {
    Span start = tokens.expect(word).span();
    Family family = family();
    Name table = parsing.name();
    Name set = parsing.name();
    Expression.SetLiteral elements = parsing.elements(expressions, set);
    return new Elements(family, table, set, elements, tokens.since(start));
  }

  private Rule rule() throws SyntaxException {
    Family family = family();
    Name table = parsing.name();
    Name chain = parsing.name();
    Rule.Place place = null;
    for (Rule.Place.Kind kind : Rule.Place.Kind.values()) {
      Token word = tokens.peek();
      if (word.is(kind.word()) && tokens.peek(1).kind() == Token.Kind.NUMBER) {
        tokens.next();
        place = new Rule.Place(kind, parsing.number(), tokens.since(word.span()));
      }
    }
    return new RuleParser(parsing, expressions).rule(family, table, chain, 0, place);
  }

  private Rule inserted() throws SyntaxException {
    tokens.expect("rule");
    return rule();
  }

  private Rule replacement() throws SyntaxException {
    tokens.expect("rule");
    Family family = family();
    Name table = parsing.name();
    Name chain = parsing.name();
    return new RuleParser(parsing, expressions).rule(family, table, chain, handle(), null);
  }

  private Subject deleted() throws SyntaxException {
    Token word = tokens.peek();
    return switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "table" -> {
        tokens.next();
        Family family = family();
        yield tokens.at("handle")
            ? new Reference(Kind.TABLE, family, null, null, handle(), tokens.since(word.span()))
            : reference(Kind.TABLE, family, parsing.name(), null, 0, word);
      }
      case "chain" -> named(Kind.CHAIN, true);
      case "set" -> named(Kind.SET, true);
      case "map" -> named(Kind.MAP, true);
      case "element" -> elements("element");
      case "rule" -> rule(Kind.RULE);
      default -> throw notAnObject(word, "table", "chain", "rule", "set", "map", "element");
    };
  }

  /** What a rule's handle names. */
  private Reference rule(Kind kind) throws SyntaxException {
    Token word = tokens.next();
    Family family = family();
    Name table = parsing.name();
    Name chain = parsing.name();
    return reference(kind, family, table, chain, handle(), word);
  }

  private SyntaxException notAnObject(Token word, String... known) {
    if (OBJECTS.contains(word.text()) || Words.UNSUPPORTED.contains(word.text())) {
      return unsupported(word);
    }
    return tokens.misspelt(List.of(known));
  }

  private Reference reference(
      Kind kind,
      @Nullable Family family,
      Name table,
      @Nullable Name name,
      long handle,
      Token start) {
    Span named = start.span().to(name == null ? table.span() : name.span());
    Span span = handle > 0 ? tokens.since(start.span()) : named;
    return new Reference(kind, family, table, name, handle, span);
  }

  /** A chain, set or map by its table and name, or by its handle where that is allowed. */
  private Reference named(Kind kind, boolean byHandle) throws SyntaxException {
    Token word = tokens.next();
    Family family = family();
    Name table = parsing.name();
    if (byHandle && tokens.at("handle")) {
      return reference(kind, family, table, null, handle(), word);
    }
    return reference(kind, family, table, parsing.name(), 0, word);
  }

  private Subject listed() throws SyntaxException {
    Token word = tokens.peek();
    return switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "ruleset" -> all(Kind.RULESET);
      case "tables" -> all(Kind.TABLES);
      case "table" -> ofTable(Kind.TABLE);
      case "chains" -> all(Kind.CHAINS);
      case "chain" -> named(Kind.CHAIN, false);
      case "sets" -> allOrOfTable(Kind.SETS);
      case "set" -> named(Kind.SET, false);
      case "maps" -> allOrOfTable(Kind.MAPS);
      case "map" -> named(Kind.MAP, false);
      default ->
          throw notAnObject(
              word, "ruleset", "tables", "table", "chains", "chain", "sets", "set", "maps", "map");
    };
  }

  private Subject flushed() throws SyntaxException {
    Token word = tokens.peek();
    return switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "ruleset" -> all(Kind.RULESET);
      case "table" -> ofTable(Kind.TABLE);
      case "chain" -> named(Kind.CHAIN, false);
      case "set" -> named(Kind.SET, false);
      case "map" -> named(Kind.MAP, false);
      default -> throw notAnObject(word, "ruleset", "table", "chain", "set", "map");
    };
  }

  private Subject reset() throws SyntaxException {
    Token word = tokens.peek();
    if (word.is("rule")) {
      return rule(Kind.RULE);
    }
    if (!word.is("rules")) {
      throw notAnObject(word, "rules", "rule");
    }
    if (tokens.peek(1).is("chain")) {
      tokens.next();
      return named(Kind.RULES, false);
    }
    return allOrOfTable(Kind.RULES);
  }

  private Reference all(Kind kind) {
    Token word = tokens.next();
    Family family = explicitFamily();
    return new Reference(kind, family, null, null, 0, tokens.since(word.span()));
  }

  private Reference ofTable(Kind kind) throws SyntaxException {
    Token word = tokens.next();
    Family family = family();
    return reference(kind, family, parsing.name(), null, 0, word);
  }

  private Reference allOrOfTable(Kind kind) throws SyntaxException {
    if (!tokens.peek(1).is("table")) {
      return all(kind);
    }
    tokens.next();
    return ofTable(kind);
  }

  private Subject renamed() throws SyntaxException {
    Span start = tokens.expect("chain").span();
    Family family = family();
    Name table = parsing.name();
    Name chain = parsing.name();
    Name newName = parsing.name();
    return new Subject.Renaming(family, table, chain, newName, tokens.since(start));
  }

  private long handle() throws SyntaxException {
    if (!tokens.accept("handle")) {
      throw tokens.unexpected("handle");
    }
    return parsing.number();
  }

  /** The family, {@code ip} where none is written. */
  private Family family() {
    Family family = explicitFamily();
    return family == null ? Family.IP : family;
  }

  private @Nullable Family explicitFamily() {
    for (Family family : Family.values()) {
      if (family != Family.UNSPEC && tokens.accept(family.word())) {
        return family;
      }
    }
    return null;
  }
}
