package dev.dejima.lab.file;

import dev.dejima.lab.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A mapping whose keys are known words. */
final class Section {
  private final Yaml.Fields fields;
  private final Mistakes mistakes;
  private final String what;

  private Section(Yaml.Fields fields, String what, Mistakes mistakes) {
    this.fields = fields;
    this.what = what;
    this.mistakes = mistakes;
  }

  /**
   * A value as a section; empty if it is no mapping. Keys that are not known or there twice are
   * noted.
   *
   * @param what what it describes, for messages
   */
  static Optional<Section> of(Yaml value, String what, List<String> known, Mistakes mistakes) {
    if (!(value instanceof Yaml.Fields fields)) {
      mistakes.add(
          value.place(),
          "%s is %s, expected a mapping of %s"
              .formatted(what, value.kind(), String.join(", ", known)));
      return Optional.empty();
    }
    for (Yaml.Field field : fields.fields()) {
      String key = field.key().text();
      if (!known.contains(key)) {
        mistakes.addUnknown(
            field.key().place(),
            "%s has no key '%s', expected one of %s".formatted(what, key, String.join(", ", known)),
            key,
            known);
      }
    }
    return Optional.of(new Section(unique(fields, mistakes), what, mistakes));
  }

  /** The same without keys that are there a second time, which are noted. */
  static Yaml.Fields unique(Yaml.Fields fields, Mistakes mistakes) {
    Set<String> seen = new HashSet<>();
    List<Yaml.Field> first =
        fields.fields().stream()
            .filter(
                field -> {
                  boolean isNew = seen.add(field.key().text());
                  if (!isNew) {
                    mistakes.add(
                        field.key().place(),
                        "'%s' is there twice, expected it once".formatted(field.key().text()));
                  }
                  return isNew;
                })
            .toList();
    return new Yaml.Fields(first, fields.place());
  }

  Place place() {
    return fields.place();
  }

  boolean has(String key) {
    return fields.fields().stream().anyMatch(field -> field.key().text().equals(key));
  }

  /** The value of a key that may be left out. */
  Optional<Yaml> optional(String key) {
    return fields.fields().stream()
        .filter(field -> field.key().text().equals(key))
        .map(Yaml.Field::value)
        .findFirst();
  }

  /** The place of a key, or of the whole where it is left out. */
  Place keyPlace(String key) {
    return fields.fields().stream()
        .filter(field -> field.key().text().equals(key))
        .map(field -> field.key().place())
        .findFirst()
        .orElse(place());
  }

  /** The value of a key that has to be there; empty if it is not, which is noted. */
  Optional<Yaml> required(String key, String expected) {
    Optional<Yaml> value = optional(key);
    if (value.isEmpty()) {
      mistakes.add(place(), "%s has no '%s', expected %s".formatted(what, key, expected));
    }
    return value;
  }

  /** A word that has to be there; empty if it is not, which is noted. */
  Optional<Yaml.Text> word(String key, String expected) {
    return required(key, expected).flatMap(value -> word(value, key, expected));
  }

  /** A value as a word; empty if it is none, which is noted. */
  Optional<Yaml.Text> word(Yaml value, String key, String expected) {
    if (value instanceof Yaml.Text text && !text.isEmpty()) {
      return Optional.of(text);
    }
    mistakes.add(value.place(), "'%s' is %s, expected %s".formatted(key, value.kind(), expected));
    return Optional.empty();
  }

  /** What something is called, in reports and on terminals: in a line of letters. */
  Optional<Yaml.Text> title(String expected) {
    Optional<Yaml.Text> title = word("name", expected);
    if (title.isPresent() && title.get().text().chars().anyMatch(Character::isISOControl)) {
      mistakes.add(title.get().place(), "a name has no control characters and is in one line");
    }
    return title;
  }

  /** A word that may be left out; a value that is none is noted. */
  Optional<Yaml.Text> optionalWord(String key, String expected) {
    return optional(key).flatMap(value -> word(value, key, expected));
  }

  /** One of some words, that may be left out. */
  Optional<String> oneOf(String key, List<String> words) {
    String expected = "one of " + String.join(", ", words);
    Optional<Yaml.Text> word = optionalWord(key, expected);
    if (word.isPresent() && !words.contains(word.get().text())) {
      String text = word.get().text();
      mistakes.addUnknown(
          word.get().place(),
          "'%s' is '%s', expected %s".formatted(key, text, expected),
          text,
          words);
      return Optional.empty();
    }
    return word.map(Yaml.Text::text);
  }

  /** A number that may be left out. */
  Optional<Integer> number(String key, int least, int most) {
    String expected = "a number from %d to %d".formatted(least, most);
    Optional<Yaml.Text> word = optionalWord(key, expected);
    if (word.isEmpty()) {
      return Optional.empty();
    }
    String text = word.get().text();
    if (text.matches("[0-9]{1,10}")
        && Long.parseLong(text) >= least
        && Long.parseLong(text) <= most) {
      return Optional.of(Integer.valueOf(text));
    }
    mistakes.add(word.get().place(), "'%s' is '%s', expected %s".formatted(key, text, expected));
    return Optional.empty();
  }

  /** On or off. */
  Optional<Boolean> flag(Yaml value, String key) {
    return word(value, key, "on or off")
        .flatMap(
            text ->
                switch (text.text()) {
                  case "on", "yes", "true" -> Optional.of(true);
                  case "off", "no", "false" -> Optional.of(false);
                  default -> {
                    mistakes.add(
                        text.place(),
                        "'%s' is '%s', expected on or off".formatted(key, text.text()));
                    yield Optional.empty();
                  }
                });
  }

  /** One of a thing, or a list of them; none where the key is left out. */
  <T> List<T> several(String key, Function<Yaml, Optional<T>> read) {
    return optional(key).stream()
        .flatMap(
            value -> value instanceof Yaml.Items list ? list.items().stream() : Stream.of(value))
        .flatMap(value -> read.apply(value).stream())
        .toList();
  }

  /** One text or a list of them; what is none is noted. */
  static List<Yaml.Text> texts(Yaml value, String expected, Mistakes mistakes) {
    List<Yaml.Text> texts = new ArrayList<>();
    for (Yaml item : value instanceof Yaml.Items list ? list.items() : List.of(value)) {
      if (item instanceof Yaml.Text text && !text.isEmpty()) {
        texts.add(text);
      } else {
        mistakes.add(item.place(), "this is %s, expected %s".formatted(item.kind(), expected));
      }
    }
    return texts;
  }
}
