package dev.dejima.lab.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces variables by their values, and repeats what has {@code count} or {@code for}, once for
 * each value of its variables.
 */
final class Expansion {
  /** Under these keys, elements may be repeated. */
  private static final Set<String> REPEATING = Set.of("nodes", "interfaces", "links", "tests");

  /** More elements than any lab needs. */
  private static final int MOST = 100_000;

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");

  private final Mistakes mistakes;
  private int made;

  Expansion(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The whole lab, its {@code define} applied and left out. */
  Yaml expand(Yaml root) {
    if (!(root instanceof Yaml.Fields lab)) {
      return root;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    lab.find("define").ifPresent(value -> define(value, variables));
    return value(lab.without(Set.of("define")), variables, false);
  }

  private void define(Yaml value, Map<String, String> variables) {
    if (!(value instanceof Yaml.Fields fields)) {
      mistakes.add(
          value.place(),
          "'define' is %s, expected a mapping of names to values".formatted(value.kind()));
      return;
    }
    for (Yaml.Field field : Section.unique(fields, mistakes).fields()) {
      if (!field.key().text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        mistakes.add(
            field.key().place(),
            "'%s' cannot be a variable's name, expected letters, digits and _"
                .formatted(field.key().text()));
      } else if (field.value() instanceof Yaml.Text text) {
        variables.put(field.key().text(), text(text, variables).text());
      } else {
        mistakes.add(
            field.value().place(),
            "variable '%s' is %s, expected a word or a number"
                .formatted(field.key().text(), field.value().kind()));
      }
    }
  }

  private Yaml value(Yaml value, Map<String, String> variables, boolean repeating) {
    return switch (value) {
      case Yaml.Text text -> text(text, variables);
      case Yaml.Items list -> {
        List<Yaml> items = new ArrayList<>();
        for (Yaml item : list.items()) {
          for (Map<String, String> each :
              repeating ? repetitions(item, variables) : List.of(variables)) {
            items.add(value(repeating ? once(item) : item, each, false));
          }
        }
        yield new Yaml.Items(items, list.place());
      }
      case Yaml.Fields mapping -> fields(mapping, variables, repeating);
    };
  }

  private Yaml fields(Yaml.Fields mapping, Map<String, String> variables, boolean repeating) {
    List<Yaml.Field> fields = new ArrayList<>();
    for (Yaml.Field field : mapping.fields()) {
      boolean inside = !repeating && REPEATING.contains(field.key().text());
      for (Map<String, String> each :
          repeating ? repetitions(field.value(), variables) : List.of(variables)) {
        Yaml once = repeating ? once(field.value()) : field.value();
        fields.add(new Yaml.Field(text(field.key(), each), value(once, each, inside)));
      }
    }
    return new Yaml.Fields(fields, mapping.place());
  }

  private Yaml.Text text(Yaml.Text text, Map<String, String> variables) {
    if (!text.text().contains("${")) {
      return text;
    }
    try {
      return new Yaml.Text(
          Formula.expand(text.text(), variables), text.block(), text.plain(), text.place());
    } catch (Formula.Wrong e) {
      String message =
          e.unknown().isEmpty()
              ? e.getMessage() + " in '%s'".formatted(text.text().strip())
              : "there is no variable '%s', expected one of define, or the i of a count"
                  .formatted(e.unknown());
      mistakes.addUnknown(text.place(), message, e.unknown(), variables.keySet());
      return text;
    }
  }

  private static Yaml once(Yaml element) {
    return element instanceof Yaml.Fields fields ? fields.without(Set.of("count", "for")) : element;
  }

  /** The variables of each repetition of an element; those there are for one without. */
  private List<Map<String, String>> repetitions(Yaml element, Map<String, String> variables) {
    List<Map<String, String>> all = List.of(variables);
    if (!(element instanceof Yaml.Fields fields)) {
      return all;
    }
    if (fields.find("count").isPresent()) {
      all = each(all, "i", count(fields.find("count").get(), variables));
    }
    if (fields.find("for").isPresent()) {
      Yaml loops = fields.find("for").get();
      if (!(loops instanceof Yaml.Fields named)) {
        mistakes.add(
            loops.place(),
            "'for' is %s, expected a mapping as in { i: 1-10 }".formatted(loops.kind()));
        return all;
      }
      for (Yaml.Field loop : named.fields()) {
        all = each(all, loop.key().text(), values(loop.value(), variables));
      }
    }
    return all;
  }

  private List<Map<String, String>> each(
      List<Map<String, String>> all, String name, List<String> values) {
    List<Map<String, String>> result = new ArrayList<>();
    for (Map<String, String> variables : all) {
      for (String value : values) {
        if (made++ >= MOST) {
          return result;
        }
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        result.add(more);
      }
    }
    return result;
  }

  private List<String> count(Yaml value, Map<String, String> variables) {
    String word = value instanceof Yaml.Text text ? text(text, variables).text() : "";
    if (!word.matches("[0-9]{1,6}") || Integer.parseInt(word) > MOST) {
      mistakes.add(
          value.place(), "'count' is %s, expected a number up to %d".formatted(value.kind(), MOST));
      return List.of();
    }
    return range(1, Integer.parseInt(word));
  }

  private List<String> values(Yaml value, Map<String, String> variables) {
    List<String> values = new ArrayList<>();
    for (Yaml.Text text : Section.texts(value, "a value or a range as in 1-10", mistakes)) {
      String word = text(text, variables).text();
      Matcher range = RANGE.matcher(word);
      if (range.matches()) {
        values.addAll(range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))));
      } else {
        values.add(word);
      }
    }
    return values;
  }

  private static List<String> range(int first, int last) {
    List<String> numbers = new ArrayList<>();
    for (int i = first; i <= last && numbers.size() <= MOST; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }
}
