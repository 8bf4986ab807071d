package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject.Kind;
import dev.dejima.nft.syntax.Subject.Reference;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a command lists, deletes, flushes or resets: a kind of thing, and which of them. */
final class ReferenceParser {
  /** First words of what can be made anew. */
  static final List<String> CREATABLE =
      Words.list(
          """
          synproxy table chain set element map flowtable ct counter tunnel limit quota secmark
          """);

  private static final List<String> DELETABLE =
      Words.list(
          """
          synproxy table chain rule set element map flowtable ct counter tunnel limit quota secmark
          """);
  private static final List<String> LISTABLE =
      Words.list(
          """
          synproxy hooks table tables chain chains sets set map maps flowtable ruleset flow meter
          meters flowtables ct counter tunnel counters quotas limits tunnels synproxys limit quota
          secmark secmarks
          """);
  private static final List<String> FLUSHABLE =
      Words.list("table chain set map ruleset flow meter");
  private static final List<String> RESETTABLE =
      Words.list("rule rules set element map counter counters quotas quota");

  private static final Set<Kind> LISTED =
      EnumSet.complementOf(EnumSet.of(Kind.RULES, Kind.RULE, Kind.ELEMENT));
  private static final Set<Kind> DELETED =
      EnumSet.of(Kind.TABLE, Kind.CHAIN, Kind.RULE, Kind.SET, Kind.MAP, Kind.FLOWTABLE);
  private static final Set<Kind> FLUSHED =
      EnumSet.of(Kind.RULESET, Kind.TABLE, Kind.CHAIN, Kind.SET, Kind.MAP, Kind.METER);
  private static final Set<Kind> RESET =
      EnumSet.of(
          Kind.RULES,
          Kind.RULE,
          Kind.SET,
          Kind.MAP,
          Kind.COUNTERS,
          Kind.COUNTER,
          Kind.QUOTAS,
          Kind.QUOTA);

  static {
    for (ObjectKind kind : ObjectKind.values()) {
      DELETED.add(Kind.of(kind));
    }
  }

  private final Parsing parsing;
  private final Tokens tokens;

  ReferenceParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  Reference listed() throws SyntaxException {
    Token word = tokens.peek();
    return reference(kind(LISTED, LISTABLE), word, false);
  }

  Reference deleted() throws SyntaxException {
    Token word = tokens.peek();
    return reference(kind(DELETED, DELETABLE), word, true);
  }

  Reference flushed() throws SyntaxException {
    Token word = tokens.peek();
    return reference(kind(FLUSHED, FLUSHABLE), word, false);
  }

  Reference reset() throws SyntaxException {
    Token word = tokens.peek();
    Kind kind = kind(RESET, RESETTABLE);
    if (kind != Kind.RULES || !tokens.accept("chain")) {
      return reference(kind, word, false);
    }
    return named(kind, word, false);
  }

  /** The kind that the next words name. */
  private Kind kind(Set<Kind> known, List<String> words) throws SyntaxException {
    if (tokens.at("flow") && known.contains(Kind.METER)) {
      return oldMeter(known);
    }
    for (Kind kind : known) {
      String[] parts = kind.word().split(" ", -1);
      boolean there = tokens.at(parts[0]) && (parts.length == 1 || tokens.peek(1).is(parts[1]));
      if (there && isMeant(kind, parts.length)) {
        for (int i = 0; i < parts.length; i++) {
          tokens.next();
        }
        return kind;
      }
    }
    if (tokens.accept("ct")) {
      throw tokens.misplaced(ObjectParser.CT_WORDS, ObjectParser.CT_WORDS);
    }
    throw tokens.misplaced(List.of("rules"), words, words.toArray(String[]::new));
  }

  /** {@code ct timeout table t} is all of a table, {@code ct timeout t x} is one. */
  private boolean isMeant(Kind kind, int words) {
    return switch (kind) {
      case CT_TIMEOUTS, CT_EXPECTATIONS -> tokens.peek(words).is("table");
      default -> true;
    };
  }

  /** {@code flow table} was the word for meters once. */
  private Kind oldMeter(Set<Kind> known) throws SyntaxException {
    tokens.next();
    if (known.contains(Kind.METERS) && tokens.accept("tables")) {
      return Kind.METERS;
    }
    tokens.expect("table");
    return Kind.METER;
  }

  private Reference reference(Kind kind, Token word, boolean byHandle) throws SyntaxException {
    return switch (kind) {
      case RULE -> rule(word);
      case HOOKS -> hooks(word);
      case TABLE -> table(word, byHandle);
      case RULESET, TABLES, CHAINS, METERS -> all(kind, word);
      default -> kind.isPlural() ? some(kind, word) : named(kind, word, byHandle);
    };
  }

  /** What a rule's handle names. */
  private Reference rule(Token word) throws SyntaxException {
    Family family = family();
    Name table = parsing.name();
    Name chain = parsing.name();
    return reference(Kind.RULE, family, table, chain, handle(), word);
  }

  private Reference table(Token word, boolean byHandle) throws SyntaxException {
    Family family = family();
    return byHandle && tokens.at("handle")
        ? new Reference(Kind.TABLE, family, null, null, handle(), tokens.since(word.span()))
        : reference(Kind.TABLE, family, parsing.name(), null, 0, word);
  }

  /** What is in a table by its name, or by its handle where that is allowed. */
  private Reference named(Kind kind, Token word, boolean byHandle) throws SyntaxException {
    Family family = family();
    Name table = parsing.name();
    boolean handled = byHandle && tokens.at("handle") && !isHandleless(kind);
    return handled
        ? reference(kind, family, table, null, handle(), word)
        : reference(kind, family, table, parsing.name(), 0, word);
  }

  private static boolean isHandleless(Kind kind) {
    return switch (kind) {
      case CT_HELPER, CT_TIMEOUT, CT_EXPECTATION, CT_COUNT -> true;
      default -> false;
    };
  }

  /** Those of a family, or that a device has; the device stands for a name. */
  private Reference hooks(Token word) throws SyntaxException {
    Family family = explicitFamily();
    Name device = null;
    if (tokens.accept("device")) {
      Token name = parsing.string();
      device = new Name(name.text(), name.span());
    }
    if (!tokens.at(Token.Kind.END) && !tokens.peek().isSeparator()) {
      throw device == null
          ? tokens.unexpected("end of file", "newline", "semicolon", "device")
          : tokens.unexpected("end of file", "newline", "semicolon");
    }
    return new Reference(Kind.HOOKS, family, null, device, 0, tokens.since(word.span()));
  }

  private Reference all(Kind kind, Token word) {
    Family family = explicitFamily();
    return new Reference(kind, family, null, null, 0, tokens.since(word.span()));
  }

  /** Of all tables, of those of a family, of one table, or of rules also of one chain. */
  private Reference some(Kind kind, Token word) throws SyntaxException {
    boolean table = tokens.accept("table");
    Family family = explicitFamily();
    boolean ended = tokens.peek().isSeparator() || tokens.at(Token.Kind.END);
    if (!table && ended) {
      return new Reference(kind, family, null, null, 0, tokens.since(word.span()));
    }
    Name name = parsing.name();
    boolean chain = kind == Kind.RULES && !table && tokens.at(Token.Kind.WORD);
    return reference(
        kind, family == null ? Family.IP : family, name, chain ? parsing.name() : null, 0, word);
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

  long handle() throws SyntaxException {
    if (!tokens.accept("handle")) {
      throw tokens.unexpected("handle");
    }
    return parsing.number();
  }

  /** The family, {@code ip} where none is written. */
  Family family() {
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
