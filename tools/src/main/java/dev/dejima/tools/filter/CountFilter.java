package dev.dejima.tools.filter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code wc}: lines, words and octets. */
final class CountFilter {
  private boolean countsLines;
  private boolean countsWords;
  private boolean countsOctets;

  private record Count(String name, long lines, long words, long octets) {}

  static int run(Lines lines) throws IOException {
    return new CountFilter().count(lines);
  }

  private int count(Lines lines) throws IOException {
    List<String> names =
        lines
            .options()
            .flag('l', () -> countsLines = true)
            .flag('w', () -> countsWords = true)
            .flag('c', () -> countsOctets = true)
            .parse(lines.arguments());
    if (!countsLines && !countsWords && !countsOctets) {
      countsLines = true;
      countsWords = true;
      countsOctets = true;
    }
    List<Count> counts = new ArrayList<>();
    lines.files(names, (name, in) -> counts.add(count(name, in.readAllBytes())));
    if (names.size() > 1) {
      counts.add(
          new Count(
              "total",
              counts.stream().mapToLong(Count::lines).sum(),
              counts.stream().mapToLong(Count::words).sum(),
              counts.stream().mapToLong(Count::octets).sum()));
    }
    int width = width(names, counts);
    for (Count count : counts) {
      String numbers =
          numbers(count).stream()
              .map(number -> " ".repeat(Math.max(0, width - number.length())) + number)
              .collect(Collectors.joining(" "));
      lines.print(names.isEmpty() ? numbers : numbers + " " + count.name());
    }
    return lines.status();
  }

  private static Count count(String name, byte[] all) {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    long newlines = text.chars().filter(c -> c == '\n').count();
    String stripped = text.strip();
    long words = stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
    return new Count(name, newlines, words, all.length);
  }

  private List<String> numbers(Count count) {
    List<String> numbers = new ArrayList<>();
    if (countsLines) {
      numbers.add(Long.toString(count.lines()));
    }
    if (countsWords) {
      numbers.add(Long.toString(count.words()));
    }
    if (countsOctets) {
      numbers.add(Long.toString(count.octets()));
    }
    return numbers;
  }

  /**
   * As coreutils has it: of files the digits of their size, of what has none 7; of one number 1.
   */
  private int width(List<String> names, List<Count> counts) {
    int columns = numbers(new Count("", 0, 0, 0)).size();
    if (columns == 1 && names.size() <= 1) {
      return 1;
    }
    if (names.isEmpty() || names.contains("-")) {
      return 7;
    }
    long largest = counts.isEmpty() ? 0 : counts.getLast().octets();
    return Long.toString(largest).length();
  }
}
