package dev.dejima.packet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Names of numbers, both ways, from a table that ships with the program: the same on every system.
 * A number may have several names, of which the first is printed.
 */
public final class NameTable {
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<Integer, String> names = new LinkedHashMap<>();

  NameTable() {}

  /** Reads a resource of this package whose lines are a name, its number and further names. */
  public static NameTable load(String resource) {
    NameTable table = new NameTable();
    for (String[] words : lines(resource)) {
      table.add(words, Integer.parseInt(words[1]));
    }
    return table;
  }

  /** The lines of a resource, as words with one space between; without what follows a #. */
  static List<String[]> lines(String resource) {
    List<String[]> lines = new ArrayList<>();
    try (InputStream in = NameTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && line.charAt(0) != '#') {
          lines.add(line.split(" ", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
    return lines;
  }

  /** Adds the names in all words but the second; those that are there already stay. */
  void add(String[] words, int number) {
    names.putIfAbsent(number, words[0]);
    for (int i = 0; i < words.length; i++) {
      if (i != 1) {
        numbers.putIfAbsent(words[i], number);
      }
    }
  }

  /** The number of a name, letter by letter; empty if there is no such name. */
  public OptionalInt number(String name) {
    Integer number = numbers.get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The name of a number; empty if it has none. */
  public Optional<String> name(int number) {
    return Optional.ofNullable(names.get(number));
  }

  /** The name of a number, or the number in decimal. */
  public String nameOrNumber(int number) {
    String name = names.get(number);
    return name == null ? Integer.toString(number) : name;
  }

  /** All names with their numbers, in the table's order. */
  public Map<String, Integer> entries() {
    return Collections.unmodifiableMap(numbers);
  }
}
