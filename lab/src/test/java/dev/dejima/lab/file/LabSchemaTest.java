package dev.dejima.lab.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The schema has every key that the reader knows, and every section that one refers to. */
class LabSchemaTest {
  @Test
  void hasAllSectionsAndKeys() {
    String schema = LabSchema.text();
    Vocabulary.sections()
        .forEach(
            (name, keys) -> {
              assertThat(schema).contains("    \"" + name + "\": {");
              keys.forEach(key -> assertThat(schema).contains("      \"" + key.name() + "\": {"));
            });
    java.util.regex.Pattern.compile("#/\\$defs/(\\w+)")
        .matcher(schema)
        .results()
        .forEach(use -> assertThat(Vocabulary.sections()).containsKey(use.group(1)));
  }
}
