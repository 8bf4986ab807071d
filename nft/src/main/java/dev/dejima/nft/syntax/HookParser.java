package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads where packets are caught: hooks, devices, priorities. */
final class HookParser {
  /** Octets of an interface's name at most: IFNAMSIZ without the NUL. */
  private static final int DEVICE_NAME_MOST = 15;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

  private final Parsing parsing;
  private final Tokens tokens;
  private final Family family;

  /**
   * A reader of hooks.
   *
   * @param family whose hooks they are; of a flowtable always {@code NETDEV}
   */
  HookParser(Parsing parsing, Family family) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
    this.family = family;
  }

  HookNumber hookNumber() throws SyntaxException {
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

  static SyntaxException unknown(Token word, String message, List<String> known) {
    String near = Words.nearest(word.text(), known);
    String hint = near == null ? "known are " + String.join(", ", known) : Tokens.didYouMean(near);
    return Tokens.error(word.span(), message, hint);
  }

  /**
   * The devices of a hook, if it names any; those that it cannot have are told of.
   *
   * @param hook what is bound to them
   */
  List<String> devices(HookNumber hook) throws SyntaxException {
    Token word = tokens.peek();
    if (!word.is("device") && !word.is("devices")) {
      return List.of();
    }
    tokens.next();
    Span start = word.is("device") ? word.span() : tokens.peek(1).span();
    List<String> names = word.is("device") ? device(word.span()) : devices();
    boolean ofDevice =
        family == Family.NETDEV || (family == Family.INET && hook == HookNumber.INGRESS);
    if (!ofDevice) {
      parsing.reportLater(
          Diagnostic.of(tokens.since(start), "This chain type cannot be bound to device"));
    }
    return names;
  }

  /** What stands behind {@code device}: one, or those of a variable. */
  private List<String> device(Span word) throws SyntaxException {
    if (tokens.at("$")) {
      return deviceNames(parsing.variable());
    }
    Token name = parsing.string();
    checkDevice(name.text(), word.to(name.span()));
    return List.of(name.text());
  }

  private List<String> listed() throws SyntaxException {
    if (tokens.at("$")) {
      return deviceNames(parsing.variable());
    }
    Token name = parsing.string();
    checkDevice(name.text(), name.span());
    return List.of(name.text());
  }

  private static void checkDevice(String name, Span span) throws SyntaxException {
    if (name.isEmpty()) {
      throw Tokens.error(span, "empty interface name", null);
    }
    if (name.length() > DEVICE_NAME_MOST) {
      throw Tokens.error(span, "interface name too long", null);
    }
  }

  /** What stands behind {@code devices}. */
  List<String> devices() throws SyntaxException {
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
      names.addAll(listed());
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
      checkDevice(symbol.text(), symbol.span());
      names.add(symbol.text());
    } else {
      throw Tokens.error(value.span(), "not a device's name", null);
    }
    return names;
  }

  /** A priority, behind the hook that it is for. */
  Priority priority(HookNumber hook) throws SyntaxException {
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

  /** What a variable holds: a number, a name, or both in quotes with blanks about the sign. */
  private static Priority priorityOf(Expression.Symbol symbol) throws SyntaxException {
    String[] words = symbol.text().split(" ", -1);
    boolean counted = words.length == 3 && (words[1].equals("+") || words[1].equals("-"));
    try {
      if (NUMBER.matcher(symbol.text()).matches()) {
        return Priority.of(Integer.parseInt(symbol.text()));
      }
      return counted
          ? new Priority(words[0], Integer.parseInt(words[1] + words[2]), Span.NONE)
          : new Priority(symbol.text(), 0, Span.NONE);
    } catch (NumberFormatException e) {
      throw Tokens.error(symbol.span(), "invalid priority expression type.", null);
    }
  }
}
