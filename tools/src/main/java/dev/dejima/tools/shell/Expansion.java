package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Word.Arithmetic;
import dev.dejima.tools.shell.Word.Literal;
import dev.dejima.tools.shell.Word.Parameter;
import dev.dejima.tools.shell.Word.Part;
import dev.dejima.tools.shell.Word.Substitution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes words into fields: expansions, splitting, file names (POSIX.1-2017, Shell Command Language,
 * 2.6).
 */
final class Expansion {
  /** Runs the commands of {@code $(…)} and returns what they print. */
  interface Substituter {
    String output(Script script) throws IOException, InterruptedException;
  }

  private static final String USUAL_SEPARATORS = " \t\n";

  private final ShellState state;
  private final Substituter substituter;

  Expansion(ShellState state, Substituter substituter) {
    this.state = state;
    this.substituter = substituter;
  }

  /** The fields of words. */
  List<String> fields(List<Word> words) throws IOException, InterruptedException {
    List<String> fields = new ArrayList<>();
    for (Word word : words) {
      List<Word> ranges = NumberRange.expand(word);
      for (Word each : ranges) {
        Fields draft = new Fields(separators());
        add(each, draft, false);
        for (Fields.Field field : draft.end(each.quoted() && !isNobody(each))) {
          fields.addAll(FileNames.of(state.directory, field));
        }
      }
    }
    return fields;
  }

  /** A word that is not split: an assignment's value, a file's name. */
  String text(Word word) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (Part part : word.parts()) {
      text.append(value(part));
    }
    return text.toString();
  }

  /** A word as a pattern: what is quoted in it stands for itself. */
  String pattern(Word word) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (Part part : word.parts()) {
      String value = value(part);
      text.append(part.quoted() ? value.replaceAll("[\\\\*?\\[]", "\\\\$0") : value);
    }
    return text.toString();
  }

  /** Whether it is {@code "$@"} where there are no parameters: no field at all. */
  private boolean isNobody(Word word) {
    return word.parts().size() == 1
        && word.parts().getFirst() instanceof Parameter parameter
        && parameter.name().equals("@")
        && parameter.operator().isEmpty()
        && state.positional().isEmpty();
  }

  private String separators() {
    String separators = state.value("IFS");
    return separators == null ? USUAL_SEPARATORS : separators;
  }

  /**
   * Adds what a word becomes.
   *
   * @param splitsText whether its text is split too, being an expansion's argument
   */
  private void add(Word word, Fields fields, boolean splitsText)
      throws IOException, InterruptedException {
    for (Part part : word.parts()) {
      if (part instanceof Parameter(String name, String operator, Word _, boolean quoted)
          && operator.isEmpty()
          && (name.equals("@") || name.equals("*") && !quoted)) {
        fields.each(state.positional(), quoted);
      } else if (part.quoted() || part instanceof Literal && !splitsText) {
        fields.text(value(part), part.quoted());
      } else if (part instanceof Parameter parameter && usesArgument(parameter)) {
        add(parameter.argument(), fields, true);
      } else {
        fields.split(value(part));
      }
    }
  }

  /** Whether what stands behind the operator is the value, with its own quotes. */
  private boolean usesArgument(Parameter parameter) {
    return switch (parameter.operator()) {
      case "-" -> state.value(parameter.name()) == null;
      case ":-" -> isEmpty(state.value(parameter.name()));
      case "+" -> state.value(parameter.name()) != null;
      case ":+" -> !isEmpty(state.value(parameter.name()));
      default -> false;
    };
  }

  private static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }

  private String value(Part part) throws IOException, InterruptedException {
    return switch (part) {
      case Literal literal -> literal.text();
      case Parameter parameter -> value(parameter);
      case Substitution substitution ->
          substituter.output(substitution.script()).replaceFirst("\n+$", "");
      case Arithmetic arithmetic ->
          Long.toString(ArithmeticExpression.evaluate(state, text(arithmetic.expression())));
    };
  }

  private String value(Parameter parameter) throws IOException, InterruptedException {
    String name = parameter.name();
    String value = state.value(name);
    String operator = parameter.operator();
    switch (operator) {
      case "-", "+", ":-", ":+" -> {
        if (usesArgument(parameter)) {
          return text(parameter.argument());
        }
        return operator.endsWith("+") || value == null ? "" : value;
      }
      case "=", ":=" -> {
        if (value == null || operator.length() == 2 && value.isEmpty()) {
          value = text(parameter.argument());
          state.assign(name, value);
        }
        return value;
      }
      case "?", ":?" -> {
        if (value == null || operator.length() == 2 && value.isEmpty()) {
          String why = text(parameter.argument());
          throw new ShellError(name + ": " + (why.isEmpty() ? "parameter null or not set" : why));
        }
        return value;
      }
      default -> {
        String set = set(name, value);
        return operator.isEmpty()
            ? set
            : operator.equals("length")
                ? Integer.toString(set.length())
                : cut(set, operator, pattern(parameter.argument()));
      }
    }
  }

  private String set(String name, @Nullable String value) {
    if (value == null && state.unsetIsWrong && !name.equals("@") && !name.equals("*")) {
      throw new ShellError(name + ": unbound variable");
    }
    return value == null ? "" : value;
  }

  /** Takes off the shortest or longest beginning or end that is of a pattern. */
  private static String cut(String value, String operator, String pattern) {
    boolean shortest = operator.length() == 1;
    if (operator.startsWith("#")) {
      Matcher matcher = Pattern.compile(ShellPattern.regex(pattern, shortest)).matcher(value);
      return matcher.lookingAt() ? value.substring(matcher.end()) : value;
    }
    Pattern whole = Pattern.compile(ShellPattern.regex(pattern, false));
    for (int i = 0; i <= value.length(); i++) {
      int from = shortest ? value.length() - i : i;
      if (whole.matcher(value).region(from, value.length()).matches()) {
        return value.substring(0, from);
      }
    }
    return value;
  }
}
