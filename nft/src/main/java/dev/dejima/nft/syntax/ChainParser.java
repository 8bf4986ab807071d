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
  private final HookParser hooks;
  private Chain.@Nullable Base base;
  private final List<String> devices = new ArrayList<>();
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
    this.hooks = new HookParser(parsing, family);
  }

  /** A chain without braces, or with those that come next. */
  Chain chain(boolean block) throws SyntaxException {
    if (block) {
      new BlockParser(parsing).scope(this::item);
    }
    return new Chain(
        family, table, name, 0, base, devices, policy, flags, comment, rules, name.span());
  }

  private void item() throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "type" -> hook(word);
      case "devices" -> {
        tokens.next();
        devices.addAll(hooks.devices());
      }
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
    final HookNumber hook = hooks.hookNumber();
    devices.addAll(hooks.devices(hook));
    Priority priority = hooks.priority(hook);
    base = new Chain.Base(type, hook, priority, tokens.since(start.span()));
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

  private Chain.Policy policyOf(Expression.Symbol symbol) {
    return switch (symbol.text()) {
      case "accept" -> Chain.Policy.ACCEPT;
      case "drop" -> Chain.Policy.DROP;
      default -> {
        parsing.reportLater(Diagnostic.of(symbol.span(), "wrong policy"));
        parsing.reportLater(Diagnostic.of(name.span(), "invalid policy expression variable"));
        yield Chain.Policy.ACCEPT;
      }
    };
  }

  private void flags() throws SyntaxException {
    tokens.expect("flags");
    tokens.expect("offload");
    flags.add(Chain.Flag.OFFLOAD);
  }
}
