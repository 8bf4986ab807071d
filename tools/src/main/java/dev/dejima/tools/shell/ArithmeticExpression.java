package dev.dejima.tools.shell;

import java.util.List;

/** Evaluates {@code $((…))}: C's operators on numbers of 64 bits. */
final class ArithmeticExpression {
  /** Operators with two sides, those that bind least first. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<=", ">=", "<", ">"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private static final List<String> ASSIGNMENTS =
      List.of("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "|=", "^=");

  private static final List<String> OPERATORS =
      List.of(
          "<<=", ">>=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=",
          "%=", "&=", "|=", "^=", "++", "--", "+", "-", "*", "/", "%", "<", ">", "&", "|", "^", "!",
          "~", "?", ":", "(", ")", "=");

  private final ShellState state;
  private final String text;
  private int at;

  /**
   * How many sides that do not count are being read: they assign nothing, and divide by nothing.
   */
  private int skipped;

  private ArithmeticExpression(ShellState state, String text) {
    this.state = state;
    this.text = text;
  }

  /** The value of an expression; 0 for an empty one. */
  static long evaluate(ShellState state, String text) {
    if (text.isBlank()) {
      return 0;
    }
    ArithmeticExpression expression = new ArithmeticExpression(state, text);
    long value = expression.ternary();
    expression.blanks();
    if (expression.at < text.length()) {
      throw expression.wrong();
    }
    return value;
  }

  private ShellError wrong() {
    return new ShellError(
        "$((%s)): cannot be read from \"%s\" on".formatted(text, text.substring(at)));
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The operator that stands here; empty where none does. */
  private String operator() {
    blanks();
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        return operator;
      }
    }
    return "";
  }

  private boolean takeIf(String operator) {
    if (operator().equals(operator)) {
      at += operator.length();
      return true;
    }
    return false;
  }

  private long ternary() {
    long condition = binary(0);
    if (!takeIf("?")) {
      return condition;
    }
    long yes = skipUnless(condition != 0, this::ternary);
    if (!takeIf(":")) {
      throw wrong();
    }
    long no = skipUnless(condition == 0, this::ternary);
    return condition != 0 ? yes : no;
  }

  private interface Side {
    long value();
  }

  private long skipUnless(boolean counts, Side side) {
    skipped += counts ? 0 : 1;
    try {
      return side.value();
    } finally {
      skipped -= counts ? 0 : 1;
    }
  }

  private long binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    long left = binary(level + 1);
    String operator = operator();
    while (LEVELS.get(level).contains(operator)) {
      at += operator.length();
      long before = left;
      boolean counts =
          switch (operator) {
            case "||" -> before == 0;
            case "&&" -> before != 0;
            default -> true;
          };
      left = apply(operator, before, skipUnless(counts, () -> binary(level + 1)));
      operator = operator();
    }
    return left;
  }

  private long apply(String operator, long a, long b) {
    return switch (operator) {
      case "||" -> a != 0 || b != 0 ? 1 : 0;
      case "&&" -> a != 0 && b != 0 ? 1 : 0;
      case "|" -> a | b;
      case "^" -> a ^ b;
      case "&" -> a & b;
      case "==" -> a == b ? 1 : 0;
      case "!=" -> a != b ? 1 : 0;
      case "<=" -> a <= b ? 1 : 0;
      case ">=" -> a >= b ? 1 : 0;
      case "<" -> a < b ? 1 : 0;
      case ">" -> a > b ? 1 : 0;
      case "<<" -> a << b;
      case ">>" -> a >> b;
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / divisor(b);
      default -> a % divisor(b);
    };
  }

  private long divisor(long value) {
    if (value == 0 && skipped == 0) {
      throw new ShellError("$((" + text + ")): division by zero");
    }
    return value == 0 ? 1 : value;
  }

  private long unary() {
    String operator = operator();
    switch (operator) {
      case "+", "-", "!", "~" -> at++;
      case "(" -> {
        at++;
        long value = ternary();
        if (!takeIf(")")) {
          throw wrong();
        }
        return value;
      }
      case "" -> {
        return operand();
      }
      default -> throw wrong();
    }
    long value = unary();
    return switch (operator) {
      case "-" -> -value;
      case "!" -> value == 0 ? 1 : 0;
      case "~" -> ~value;
      default -> value;
    };
  }

  private long operand() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw wrong();
    }
    if (Character.isDigit(word.charAt(0))) {
      return number(word);
    }
    String operator = operator();
    if (!ASSIGNMENTS.contains(operator)) {
      return variable(word);
    }
    at += operator.length();
    long right = ternary();
    long value =
        operator.equals("=")
            ? right
            : apply(operator.substring(0, operator.length() - 1), variable(word), right);
    if (skipped == 0) {
      state.assign(word, Long.toString(value));
    }
    return value;
  }

  private long variable(String name) {
    String value = state.value(name);
    if (value == null && state.unsetIsWrong) {
      throw new ShellError(name + ": unbound variable");
    }
    return value == null || value.isBlank() ? 0 : number(value.strip());
  }

  private long number(String word) {
    try {
      return Long.decode(word);
    } catch (NumberFormatException e) {
      throw new ShellError("$((" + text + ")): \"" + word + "\" is no number");
    }
  }
}
