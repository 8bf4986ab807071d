package dev.dejima.lab.file;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON Schema (2020-12) of lab files, for editors: made of the same keys as the reader's. */
public final class LabSchema {
  private LabSchema() {}

  /** The whole of it. */
  public static String text() {
    String sections =
        Vocabulary.sections().entrySet().stream()
            .map(entry -> "    %s: %s".formatted(quote(entry.getKey()), section(entry.getValue())))
            .collect(Collectors.joining(",\n"));
    return """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A lab of Dejima",
      "$ref": "#/$defs/lab",
      "$defs": {
    %s
      }
    }
    """
        .formatted(sections);
  }

  private static String section(List<Vocabulary.Key> keys) {
    return keys.stream()
        .map(
            key ->
                "      %s: { \"description\": %s, %s }"
                    .formatted(quote(key.name()), quote(key.says()), shape(key.shape())))
        .collect(
            Collectors.joining(
                ",\n",
                "{\n"
                    + "      \"type\": \"object\", \"additionalProperties\": false, \"properties\":"
                    + " {\n",
                "\n      }\n    }"));
  }

  private static String shape(Shape shape) {
    return switch (shape) {
      case Shape.Text _ -> "\"type\": [\"string\", \"number\", \"boolean\"]";
      case Shape.Whole _ -> "\"type\": [\"integer\", \"string\"]";
      case Shape.Words words -> "\"enum\": " + words(words.words());
      case Shape.Nothing _ -> "\"type\": \"null\"";
      case Shape.ListOf list -> "\"type\": \"array\", \"items\": { " + shape(list.item()) + " }";
      case Shape.Mapping mapping ->
          "\"type\": \"object\", \"additionalProperties\": { " + shape(mapping.value()) + " }";
      case Shape.Section section -> "\"$ref\": " + quote("#/$defs/" + section.name());
      case Shape.Either either ->
          either.shapes().stream()
              .map(each -> "{ " + shape(each) + " }")
              .collect(Collectors.joining(", ", "\"anyOf\": [", "]"));
    };
  }

  /** YAML reads some words as truth values. */
  private static String words(List<String> words) {
    return words.stream()
        .flatMap(
            word ->
                switch (word) {
                  case "true", "false" -> Stream.of(word);
                  default -> Stream.of(quote(word));
                })
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
