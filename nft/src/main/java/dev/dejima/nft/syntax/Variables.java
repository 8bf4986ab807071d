package dev.dejima.nft.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code define} has named, in the scopes that are open: the file's, a table's, a chain's.
 * Variables in the values of others can make a short text grow without end, so what they bring in
 * is counted.
 */
final class Variables {
  /** Members of sets that variables may bring in, in all. */
  private static final int MEMBERS_MOST = 1 << 24;

  private final List<Map<String, Variable>> scopes = new java.util.ArrayList<>();
  private int members;

  /**
   * A value with a name.
   *
   * @param operations how deep it nests, at most
   */
  record Variable(Expression value, int operations) {}

  Variables() {
    open();
  }

  void open() {
    scopes.add(new HashMap<>());
  }

  void close() {
    scopes.removeLast();
  }

  /** Defines a name in the innermost scope; again if it was there. */
  void put(String name, Expression value, int operations) {
    scopes.getLast().put(name, new Variable(value, operations));
  }

  /** Forgets a name of the innermost scope, if it has it. */
  void remove(String name) {
    scopes.getLast().remove(name);
  }

  /** The value of a name; null if no scope has it. */
  @Nullable Variable find(String name) {
    for (Map<String, Variable> scope : scopes.reversed()) {
      Variable value = scope.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /**
   * The value of a name.
   *
   * @param span where it is asked for
   */
  Variable get(String name, Span span) throws SyntaxException {
    Variable variable = find(name);
    if (variable == null) {
      throw unknown(name, span);
    }
    if (variable.value() instanceof Expression.SetLiteral set) {
      members = Math.min(MEMBERS_MOST, members + set.elements().size());
      if (members == MEMBERS_MOST) {
        String message = "variables bring in more than " + MEMBERS_MOST + " members of sets";
        throw Tokens.error(span, message, null);
      }
    }
    return variable;
  }

  private SyntaxException unknown(String name, Span span) {
    List<String> all = scopes.stream().flatMap(scope -> scope.keySet().stream()).toList();
    String near = Words.nearest(name, all);
    String message = "unknown identifier '" + name + "'";
    return Tokens.error(
        span, near == null ? message : message + "; did you mean identifier '" + near + "'?", null);
  }

  /** Text in which the names behind dollar signs give way to their values. */
  String fill(String text, Span span) throws SyntaxException {
    StringBuilder filled = new StringBuilder();
    int at = 0;
    for (int sign; (sign = text.indexOf('$', at)) >= 0; ) {
      int end = sign + 1;
      while (end < text.length() && isPartOfName(text.charAt(end))) {
        end++;
      }
      filled.append(text, at, sign);
      boolean plain = end > sign + 1 && Character.isDigit(text.charAt(sign + 1));
      filled.append(
          plain
              ? text.substring(sign, end)
              : text(get(text.substring(sign + 1, end), span).value(), span));
      at = end;
    }
    return filled.append(text, at, text.length()).toString();
  }

  private static boolean isPartOfName(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private static String text(Expression value, Span span) throws SyntaxException {
    if (value instanceof Expression.Symbol symbol) {
      return symbol.text();
    }
    throw Tokens.error(span, "a variable in text must be a word", null);
  }
}
