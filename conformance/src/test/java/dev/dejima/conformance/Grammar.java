package dev.dejima.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The language's phrases, from the files under {@code grammar}: {@code name = one | other}, or a
 * name and indented lines of one phrase each, with a weight before some ({@code 3* accept}). In a
 * phrase {@code <name>} stands for another; {@code ?A} draws a type, which {@code <A.val>} asks for
 * a value; {@code <+set A>} is something that must be declared.
 */
final class Grammar {
  private final Map<String, List<String>> phrases = new LinkedHashMap<>();

  private Grammar() {}

  /** The grammar of the tests' resources. */
  static Grammar load() {
    Grammar grammar = new Grammar();
    grammar.read("/grammar/types.txt");
    grammar.read("/grammar/rules.txt");
    return grammar;
  }

  private void read(String resource) {
    try (InputStream in = Objects.requireNonNull(Grammar.class.getResourceAsStream(resource));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> open = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("  ")) {
          add(open, line.strip());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          int equals = line.indexOf(" =");
          open = phrases.computeIfAbsent(line.substring(0, equals), _ -> new ArrayList<>());
          String rest = line.substring(equals + 2);
          if (!rest.isBlank()) {
            for (String phrase : rest.split("(?<!\\\\)\\|", -1)) {
              add(open, phrase.strip());
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<String> phrases, String phrase) {
    String plain = phrase.replace("\\|", "|");
    int star = plain.indexOf("* ");
    boolean weighted = star > 0 && plain.substring(0, star).chars().allMatch(Character::isDigit);
    int times = weighted ? Integer.parseInt(plain.substring(0, star)) : 1;
    for (int i = 0; i < times; i++) {
      phrases.add(weighted ? plain.substring(star + 2) : plain);
    }
  }

  /** The phrases of a name; null if there are none. */
  @Nullable List<String> phrases(String name) {
    return phrases.get(name);
  }

  /** The types that have something of a name, as {@code sel}. */
  List<String> types(String part) {
    return phrases.keySet().stream()
        .filter(name -> name.endsWith("." + part))
        .map(name -> name.substring(0, name.length() - part.length() - 1))
        .toList();
  }
}
