package dev.dejima.packet.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The golden programs: a line {@code # EXPRESSION}, then the program as {@code -d} prints it. */
final class GoldenFilters {
  static final Path FILE = Path.of("src/test/resources/golden/filter/programs.txt");

  private GoldenFilters() {}

  static List<String> expressions() {
    return List.copyOf(programs().keySet());
  }

  static Map<String, List<String>> programs() {
    Map<String, List<String>> programs = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(FILE)) {
        if (line.startsWith("# ")) {
          current = new ArrayList<>();
          programs.put(line.substring(2), current);
        } else if (!line.isEmpty()) {
          current.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return programs;
  }
}
