package dev.dejima.conformance;

import java.util.List;

/** Two texts, without the lines that both begin and end with. */
final class LineDifference {
  private static final int LINES_MOST = 12;

  private LineDifference() {}

  /** Lines of the first behind {@code -}, of the second behind {@code +}. */
  static String of(String expected, String found) {
    List<String> wanted = expected.lines().toList();
    List<String> got = found.lines().toList();
    int most = Math.min(wanted.size(), got.size());
    int head = 0;
    while (head < most && wanted.get(head).equals(got.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && wanted.get(wanted.size() - 1 - tail).equals(got.get(got.size() - 1 - tail))) {
      tail++;
    }
    return lines("-", wanted.subList(head, wanted.size() - tail))
        + lines("+", got.subList(head, got.size() - tail));
  }

  private static String lines(String sign, List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(0, Math.min(LINES_MOST, lines.size()))) {
      text.append(sign).append(line).append('\n');
    }
    return text.append(lines.size() > LINES_MOST ? sign + "…\n" : "").toString();
  }
}
