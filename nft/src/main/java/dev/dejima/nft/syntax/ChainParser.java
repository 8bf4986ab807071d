package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the braces of a chain. */
final class ChainParser {
  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;
  private final Family family;
  private final Name table;
  private final Name name;
  private Chain.@Nullable Base base;
  private Chain.@Nullable Policy policy;
  private final Set<Chain.Flag> flags = EnumSet.noneOf(Chain.Flag.class);
  private @Nullable String comment;
  private final List<Rule> rules = new ArrayList<>();

  ChainParser(Parsing parsing, ExpressionParser expressions, Family family, Name table, Name name) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
    this.family = family;
    this.table = table;
    this.name = name;
  }

  /** A chain without braces, or with those that come next. */
  Chain chain(boolean block) throws SyntaxException {
    if (block) {
      new BlockParser(parsing).scope(this::item);
    }
    return new Chain(family, table, name, 0, base, policy, flags, comment, rules, name.span());
  }

  private void item() throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "type" -> hook(word);
      case "policy" -> {
        Chain.Policy read = policy();
        if (policy != null) {
          Span span = tokens.since(word.span());
          throw Tokens.error(span, "you cannot set chain policy twice", null);
        }
        policy = read;
      }
      case "flags" -> flags();
      case "comment" -> comment = parsing.comment(comment);
      default -> {
        if (parsing.common(expressions)) {
          return;
        }
        rules.add(new RuleParser(parsing, expressions).rule(family, table, name, 0, null));
      }
    }
    parsing.separator();
  }

  private void hook(Token start) throws SyntaxException {
    tokens.next();
    final Chain.Type type = type();
    if (!tokens.accept("hook")) {
      throw tokens.unexpected("hook");
    }
    final HookNumber hook = hookNumber();
    List<String> devices = List.of();
    if (tokens.accept("device")) {
      devices = List.of(device());
    } else if (tokens.accept("devices")) {
      devices = devices();
    }
    Priority priority = priority(hook);
    base = new Chain.Base(type, hook, devices, priority, tokens.since(start.span()));
  }

  private Chain.Type type() throws SyntaxException {
    for (Chain.Type type : Chain.Type.values()) {
      if (tokens.accept(type.word())) {
        return type;
      }
    }
    String[] known = Stream.of(Chain.Type.values()).map(Chain.Type::word).toArray(String[]::new);
    throw tokens.misspelt(List.of(known), known);
  }

  private HookNumber hookNumber() throws SyntaxException {
    Token word = parsing.identifier();
    for (HookNumber hook : HookNumber.values()) {
      if (hook.word().equals(word.text())) {
        return checked(hook, word);
      }
    }
    List<String> known = Stream.of(HookNumber.values()).map(HookNumber::word).toList();
    throw unknown(word, "unknown chain hook", known);
  }

  private HookNumber checked(HookNumber hook, Token word) throws SyntaxException {
    try {
      hook.number(family);
      return hook;
    } catch (IllegalArgumentException e) {
      String message = "The " + family.word() + " family does not support this hook";
      throw Tokens.error(word.span(), message, null);
    }
  }

  private static SyntaxException unknown(Token word, String message, List<String> known) {
    String near = Words.nearest(word.text(), known);
    String hint = near == null ? "known are " + String.join(", ", known) : Tokens.didYouMean(near);
    return Tokens.error(word.span(), message, hint);
  }

  private String device() throws SyntaxException {
    if (tokens.at("$")) {
      Expression value = parsing.variable();
      if (value instanceof Expression.Symbol symbol) {
        return symbol.text();
      }
      throw Tokens.error(value.span(), "not a device's name", null);
    }
    return parsing.string().text();
  }

  private List<String> devices() throws SyntaxException {
    tokens.expect("=");
    if (tokens.at("$")) {
      return deviceNames(parsing.variable());
    }
    List<String> names = new ArrayList<>();
    if (!tokens.accept("{")) {
      throw tokens.unexpected("'{'", "'$'");
    }
    do {
      tokens.skipNewlines();
      names.add(device());
      tokens.skipNewlines();
    } while (tokens.accept(","));
    if (!tokens.accept("}")) {
      throw tokens.unexpected("comma", "'}'");
    }
    return names;
  }

  private static List<String> deviceNames(Expression value) throws SyntaxException {
    List<String> names = new ArrayList<>();
    if (value instanceof Expression.SetLiteral set) {
      for (Expression.Element element : set.elements()) {
        names.addAll(deviceNames(element.key()));
      }
    } else if (value instanceof Expression.Symbol symbol) {
      names.add(symbol.text());
    } else {
      throw Tokens.error(value.span(), "not a device's name", null);
    }
    return names;
  }

  private Priority priority(HookNumber hook) throws SyntaxException {
    Token word = tokens.peek();
    if (!word.is("priority")) {
      throw tokens.misspelt(List.of("priority", "device", "devices"), "priority");
    }
    tokens.next();
    Priority read = priorityValue();
    Priority priority = new Priority(read.name(), read.offset(), tokens.since(word.span()));
    if (priority.number(family, hook) == null) {
      String near = Words.nearest(String.valueOf(read.name()), Priority.names(family, hook));
      throw Tokens.error(
          priority.span(),
          "invalid priority expression value in this context.",
          near == null
              ? "names here are " + String.join(", ", Priority.names(family, hook))
              : Tokens.didYouMean(near));
    }
    return priority;
  }

  private Priority priorityValue() throws SyntaxException {
    if (tokens.at("$")) {
      Expression value = parsing.variable();
      if (value instanceof Expression.Symbol symbol) {
        return priorityOf(symbol);
      }
      throw Tokens.error(value.span(), "invalid priority expression type.", null);
    }
    if (tokens.accept("-")) {
      return Priority.of(-parsing.smallNumber());
    }
    if (tokens.at(Token.Kind.NUMBER)) {
      return Priority.of(parsing.smallNumber());
    }
    String name = parsing.identifier().text();
    int sign = tokens.at("-") ? -1 : tokens.at("+") ? 1 : 0;
    if (sign == 0) {
      return new Priority(name, 0, Span.NONE);
    }
    tokens.next();
    return new Priority(name, sign * parsing.smallNumber(), Span.NONE);
  }

  private static Priority priorityOf(Expression.Symbol symbol) throws SyntaxException {
    if (symbol.kind() != Expression.Symbol.Kind.NUMBER) {
      return new Priority(symbol.text(), 0, Span.NONE);
    }
    try {
      return Priority.of(Integer.parseInt(symbol.text()));
    } catch (NumberFormatException e) {
      throw Tokens.error(symbol.span(), "invalid priority expression type.", null);
    }
  }

  private Chain.Policy policy() throws SyntaxException {
    tokens.expect("policy");
    if (tokens.at("$") && parsing.variable() instanceof Expression.Symbol symbol) {
      return policyOf(symbol);
    }
    if (tokens.accept("accept")) {
      return Chain.Policy.ACCEPT;
    }
    if (tokens.accept("drop")) {
      return Chain.Policy.DROP;
    }
    throw tokens.misspelt(List.of("accept", "drop"), "accept", "drop", "'$'");
  }

  private static Chain.Policy policyOf(Expression.Symbol symbol) throws SyntaxException {
    return switch (symbol.text()) {
      case "accept" -> Chain.Policy.ACCEPT;
      case "drop" -> Chain.Policy.DROP;
      default -> throw Tokens.error(symbol.span(), "invalid policy expression value", null);
    };
  }

  private void flags() throws SyntaxException {
    tokens.expect("flags");
    tokens.expect("offload");
    flags.add(Chain.Flag.OFFLOAD);
  }
}
