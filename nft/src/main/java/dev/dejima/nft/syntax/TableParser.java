package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the braces of a table. */
final class TableParser {
  private static final List<String> ITEMS =
      List.of(
          "chain",
          "set",
          "map",
          "flowtable",
          "counter",
          "quota",
          "limit",
          "secmark",
          "synproxy",
          "tunnel",
          "flags",
          "comment",
          "define",
          "include");

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;
  private final Family family;
  private final Name name;
  private final Set<Table.Flag> flags = EnumSet.noneOf(Table.Flag.class);
  private @Nullable String comment;
  private final List<StatefulObject> objects = new ArrayList<>();
  private final List<Flowtable> flowtables = new ArrayList<>();
  private final List<SetDefinition> sets = new ArrayList<>();
  private final List<Chain> chains = new ArrayList<>();

  TableParser(Parsing parsing, ExpressionParser expressions, Family family, Name name) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
    this.family = family;
    this.name = name;
  }

  /** A table without braces, or with those that come next. */
  Table table() throws SyntaxException {
    if (tokens.at("{")) {
      new BlockParser(parsing).scope(this::item);
    }
    return new Table(
        family, name, 0, flags, comment, objects, sets, flowtables, chains, name.span());
  }

  private void item() throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "chain" -> chain();
      case "set", "map" -> set();
      case "flowtable" -> flowtable();
      case "flags" -> flags();
      case "comment" -> comment = parsing.comment(comment);
      default -> {
        if (parsing.common(expressions)) {
          return;
        }
        object();
      }
    }
    parsing.separator();
  }

  private void chain() throws SyntaxException {
    tokens.next();
    Name chain = parsing.name();
    chains.add(new ChainParser(parsing, expressions, family, name, chain).chain(true));
  }

  private void set() throws SyntaxException {
    boolean map = tokens.next().is("map");
    Name set = parsing.name();
    SetDefinition definition =
        new SetBlockParser(parsing, expressions, family, name, set, map, true).set();
    if (definition != null) {
      sets.add(definition);
    }
  }

  private void flowtable() throws SyntaxException {
    tokens.next();
    Name own = parsing.name();
    flowtables.add(new FlowtableParser(parsing, expressions, family, name, own).flowtable(true));
  }

  private void object() throws SyntaxException {
    Statement.ObjectKind kind = ObjectParser.kind(tokens);
    if (kind == null) {
      throw tokens.accept("ct") ? tokens.misspelt(ObjectParser.CT_WORDS) : tokens.misspelt(ITEMS);
    }
    Name object = parsing.name();
    objects.add(new ObjectParser(parsing, expressions, family, name).object(kind, object, true));
  }

  private void flags() throws SyntaxException {
    tokens.expect("flags");
    do {
      Token word = parsing.identifier();
      flags.add(flag(word));
    } while (tokens.accept(","));
  }

  private static Table.Flag flag(Token word) throws SyntaxException {
    for (Table.Flag flag : Table.Flag.values()) {
      if (flag.word().equals(word.text())) {
        return flag;
      }
    }
    List<String> known = Stream.of(Table.Flag.values()).map(Table.Flag::word).toList();
    String near = Words.nearest(word.text(), known);
    throw Tokens.error(
        word.span(),
        "unknown table option " + word.text(),
        near == null ? null : Tokens.didYouMean(near));
  }
}
