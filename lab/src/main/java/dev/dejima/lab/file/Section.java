package dev.dejima.lab.file;

import dev.dejima.lab.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
}
