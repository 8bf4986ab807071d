package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one command, from its verb to the separator. */
final class CommandParser {
  private static final List<String> FIRST_WORDS =
      List.of(
          "add",
          "create",
          "insert",
          "replace",
          "delete",
          "destroy",
          "list",
          "flush",
          "reset",
          "get",
          "rename",
          "table",
          "chain",
          "rule",
          "set",
          "map",
          "element",
          "flowtable",
          "counter",
          "quota",
          "limit",
          "secmark",
          "synproxy",
          "tunnel",
          "define",
          "include");
  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final ReferenceParser references;
  private final Tokens tokens;

  CommandParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.expressions = new ExpressionParser(parsing);
    this.references = new ReferenceParser(parsing);
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
      case LIST -> references.listed();
      case FLUSH -> references.flushed();
      case RESET -> tokens.at("element") ? elements("element") : references.reset();
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
      case "flowtable" -> flowtable();
      case "rule" -> {
        if (verb == Verb.CREATE) {
          throw tokens.unexpected();
        }
        tokens.next();
        yield rule();
      }
      default -> {
        ObjectKind kind = ObjectParser.kind(tokens);
        if (kind != null) {
          yield object(kind);
        }
        if (tokens.accept("ct")) {
          throw tokens.misspelt(ObjectParser.CT_WORDS);
        }
        if (verb == Verb.CREATE) {
          throw tokens.misspelt(ReferenceParser.CREATABLE);
        }
        yield impliedRule(word);
      }
    };
  }

  private Flowtable flowtable() throws SyntaxException {
    tokens.next();
    Family family = family();
    Name table = parsing.name();
    Name name = parsing.name();
    return new FlowtableParser(parsing, expressions, family, table, name).flowtable(true);
  }

  private StatefulObject object(ObjectKind kind) throws SyntaxException {
    Family family = family();
    Name table = parsing.name();
    Name name = parsing.name();
    return new ObjectParser(parsing, expressions, family, table).object(kind, name, false);
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
    return new SetBlockParser(parsing, expressions, family, table, name, map, false).set();
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

  /** What goes: by its name or handle, or of a chain or a flowtable its devices. */
  private Subject deleted() throws SyntaxException {
    if (tokens.at("element")) {
      return elements("element");
    }
    Reference what = references.deleted();
    Name table = what.table();
    Name name = what.name();
    if (!tokens.at("{") || table == null || name == null) {
      return what;
    }
    Family family = what.family() == null ? Family.IP : what.family();
    return switch (what.kind()) {
      case CHAIN -> new ChainParser(parsing, expressions, family, table, name).chain(true);
      case FLOWTABLE ->
          new FlowtableParser(parsing, expressions, family, table, name).flowtable(true);
      default -> throw tokens.unexpected("end of file", "newline", "semicolon");
    };
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
    return references.handle();
  }

  private Family family() {
    return references.family();
  }
}
