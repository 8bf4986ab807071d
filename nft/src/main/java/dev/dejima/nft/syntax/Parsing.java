package dev.dejima.nft.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the parts of the parser share: the tokens, the variables, the errors so far. */
final class Parsing {
  /** nft gives up after so many errors. */
  private static final int ERRORS_MOST = 10;

  private static final int DEPTH_MOST = 64;

  /** Operators of a rule, those of its variables among them: so deep can their operands nest. */
  private static final int OPERATIONS_MOST = 1024;

  /** Characters of a name; kernels keep one for the zero behind it. */
  private static final int NAME_MOST = 256;

  final Tokens tokens;
  final Sources sources = new Sources();
  final Variables variables;
  private final Inclusion inclusion;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Diagnostic> late = new ArrayList<>();
  private boolean hasGivenUp;
  private int depth;
  private int operations;

  Parsing(String file, String text, IncludeReader reader, Variables variables) {
    this.tokens = new Tokens(new Lexer(new SourceFile(file), text));
    this.variables = variables;
    this.inclusion = new Inclusion(tokens, sources, reader);
    sources.add(file, text);
  }

  /** All mistakes, in nft's order. */
  List<Diagnostic> errors() {
    return Stream.concat(errors.stream(), late.stream()).toList();
  }

  /** Notes a mistake that shows only when all was read, as nft tells those last. */
  void reportLater(Diagnostic mistake) {
    late.add(mistake);
  }

  /**
   * Notes a mistake and goes on behind the next separator.
   *
   * @param nesting how deep the text nested where reading goes on
   * @throws SyntaxException if that is nowhere
   */
  void recover(SyntaxException mistake, int nesting) throws SyntaxException {
    if (hasGivenUp) {
      throw mistake;
    }
    errors.add(mistake.diagnostic());
    depth = nesting;
    operations = 0;
    if (!tokens.recover() || errors.size() >= ERRORS_MOST) {
      hasGivenUp = true;
      throw mistake;
    }
  }

  /** Notes a mistake behind which there is nothing more to read. */
  SyntaxException giveUp(SyntaxException mistake) {
    if (!hasGivenUp) {
      errors.add(mistake.diagnostic());
      hasGivenUp = true;
    }
    return mistake;
  }

  /** Goes one level deeper into what nests. */
  void enter() throws SyntaxException {
    if (depth >= DEPTH_MOST) {
      throw Tokens.error(tokens.peek().span(), "nested too deeply", null);
    }
    depth++;
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Counts operators that join what may nest. */
  void operations(int more, Span place) throws SyntaxException {
    operations += more;
    if (operations > OPERATIONS_MOST) {
      String message = "expression too long, " + OPERATIONS_MOST + " operators maximum allowed";
      throw Tokens.error(place, message, null);
    }
  }

  /** How many operators were counted so far of what is read. */
  int operations() {
    return operations;
  }

  /** Begins to count anew, from what was counted before something that stands on its own. */
  void operationsFrom(int before) {
    operations = before;
  }

  /** Members for the set of a name: in braces, or of a variable. */
  Expression.SetLiteral elements(ExpressionParser expressions, Name name) throws SyntaxException {
    if (!tokens.at("{") && !tokens.at("$")) {
      throw tokens.unexpected("'{'", "'$'");
    }
    Expression set = expressions.set();
    if (set instanceof Expression.SetLiteral literal) {
      return literal;
    }
    throw Tokens.error(
        set.span(), "Set " + name.text() + ": Unexpected initial type value, missing { }?", null);
  }

  /** The value of {@code $name}, the sign not yet read; its place is where it was defined. */
  Expression variable() throws SyntaxException {
    tokens.expect("$");
    Token name = identifier();
    Variables.Variable variable = variables.get(name.text(), name.span());
    operations(variable.operations(), name.span());
    return variable.value();
  }

  /** A word that names something. */
  Token identifier() throws SyntaxException {
    Token token = tokens.peek();
    if (token.kind() != Token.Kind.WORD || (Words.isReserved(token.text()) && !token.is("last"))) {
      throw tokens.unexpected("string", "last");
    }
    return tokens.next();
  }

  Name name() throws SyntaxException {
    Token token = identifier();
    if (token.text().length() > NAME_MOST) {
      String message = "name too long, " + NAME_MOST + " characters maximum allowed";
      throw Tokens.error(token.span(), message, null);
    }
    return new Name(token.text(), token.span());
  }

  /** A word, in quotes or not. */
  Token string() throws SyntaxException {
    return switch (tokens.peek().kind()) {
      case QUOTED, ASTERISK -> tokens.next();
      case WORD -> {
        if (Words.isReserved(tokens.peek().text())) {
          throw noString();
        }
        yield tokens.next();
      }
      case NUMBER, SIGN, NEWLINE, END, JUNK -> throw noString();
    };
  }

  private SyntaxException noString() {
    return tokens.unexpected("string", "quoted string", "string with a trailing asterisk");
  }

  /**
   * A comment's text, its word not yet read.
   *
   * @param before the comment that there is already; absent for none
   */
  String comment(@Nullable String before) throws SyntaxException {
    Span start = tokens.peek().span();
    String text = comment();
    once(before, start);
    return text;
  }

  /** Refuses a part that was there already, from its first word to the last that was read. */
  void once(@Nullable Object before, Span start) throws SyntaxException {
    if (before != null) {
      throw Tokens.error(
          tokens.since(start),
          "You can only specify this once. This statement is duplicated.",
          null);
    }
  }

  private String comment() throws SyntaxException {
    tokens.expect("comment");
    Token text = string();
    if (text.text().length() > 128) {
      throw Tokens.error(text.span(), "comment too long, 128 characters maximum allowed", null);
    }
    return text.text();
  }

  long number() throws SyntaxException {
    if (!tokens.at(Token.Kind.NUMBER)) {
      throw tokens.unexpected("number");
    }
    return Numbers.parse(tokens.next().text());
  }

  /** A number of 31 bits. */
  int smallNumber() throws SyntaxException {
    Span span = tokens.peek().span();
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw Tokens.error(span, "value too large", null);
    }
    return (int) value;
  }

  /** A time, ms. */
  long time() throws SyntaxException {
    Token token = tokens.peek();
    if (token.kind() != Token.Kind.WORD) {
      throw tokens.unexpected("string");
    }
    try {
      long time = Numbers.parseTime(token.text());
      tokens.next();
      return time;
    } catch (NumberFormatException e) {
      throw Tokens.error(token.span(), String.valueOf(e.getMessage()), null);
    }
  }

  void separator() throws SyntaxException {
    if (!tokens.peek().isSeparator()) {
      throw tokens.unexpected("newline", "semicolon");
    }
    operations = 0;
    tokens.next();
  }

  /**
   * Reads a variable's definition or an include.
   *
   * @return whether there was one
   */
  boolean common(ExpressionParser expressions) throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "include" -> include();
      case "define", "redefine" -> define(tokens.next(), expressions);
      case "undefine" -> undefine();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void define(Token word, ExpressionParser expressions) throws SyntaxException {
    Token name = identifier();
    tokens.expect("=");
    Expression value = expressions.initializer();
    int nested = operations;
    separator();
    if (word.is("define") && variables.find(name.text()) != null) {
      throw Tokens.error(name.span(), "redefinition of symbol '" + name.text() + "'", null);
    }
    variables.put(name.text(), value, nested);
    sources.defined(value);
  }

  private void undefine() throws SyntaxException {
    tokens.next();
    Token name = identifier();
    separator();
    variables.remove(name.text());
  }

  private void include() throws SyntaxException {
    Span start = tokens.next().span();
    if (!tokens.at(Token.Kind.QUOTED)) {
      throw tokens.unexpected("quoted string");
    }
    String path = tokens.next().text();
    separator();
    inclusion.include(path, tokens.since(start));
  }
}
