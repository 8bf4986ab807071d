package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the braces of a flowtable. */
final class FlowtableParser {
  private static final List<String> ITEMS =
      List.of("hook", "devices", "counter", "flags", "define", "include");

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;
  private final HookParser hooks;
  private final Family family;
  private final Name table;
  private final Name name;
  private Flowtable.@Nullable Hook hook;
  private List<String> devices = new ArrayList<>();
  private final Set<Flowtable.Flag> flags = EnumSet.noneOf(Flowtable.Flag.class);

  FlowtableParser(
      Parsing parsing, ExpressionParser expressions, Family family, Name table, Name name) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
    this.hooks = new HookParser(parsing, Family.NETDEV);
    this.family = family;
    this.table = table;
    this.name = name;
  }

  /** A flowtable without braces, or with those that come next. */
  Flowtable flowtable(boolean block) throws SyntaxException {
    if (block) {
      new BlockParser(parsing).block(this::item);
    }
    return new Flowtable(family, table, name, 0, hook, devices, flags, name.span());
  }

  private void item() throws SyntaxException {
    Token word = tokens.peek();
    switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
      case "hook" -> {
        tokens.next();
        HookNumber number = hooks.hookNumber();
        hook = new Flowtable.Hook(number, hooks.priority(number));
      }
      case "devices" -> {
        tokens.next();
        devices = hooks.devices();
      }
      case "counter" -> {
        tokens.next();
        flags.add(Flowtable.Flag.COUNTER);
        return;
      }
      case "flags" -> {
        tokens.next();
        tokens.expect("offload");
        flags.add(Flowtable.Flag.OFFLOAD);
      }
      default -> {
        if (parsing.common(expressions)) {
          return;
        }
        throw tokens.misspelt(ITEMS);
      }
    }
    parsing.separator();
  }
}
