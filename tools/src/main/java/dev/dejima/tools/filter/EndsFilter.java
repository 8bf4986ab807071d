package dev.dejima.tools.filter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** {@code head} and {@code tail}: lines ({@code -n}) or octets ({@code -c}) of an end. */
final class EndsFilter {
  private final Lines lines;
  private final boolean head;
  private int count = 10;
  private boolean octets;

  /** Whether the count is from the other end: {@code head -n -1}, {@code tail -n +2}. */
  private boolean other;

  private boolean quiet;

  private EndsFilter(Lines lines, boolean head) {
    this.lines = lines;
    this.head = head;
  }

  static int run(Lines lines, boolean head) throws IOException {
    return new EndsFilter(lines, head).run();
  }

  private void count(String word, boolean ofOctets) {
    octets = ofOctets;
    char mark = head ? '-' : '+';
    other = !word.isEmpty() && word.charAt(0) == mark;
    String digits = word.replaceFirst("^[-+]", "");
    if (!digits.matches("[0-9]{1,9}")) {
      throw lines.wrong(
          "invalid number of %s: \u2018%s\u2019".formatted(ofOctets ? "bytes" : "lines", word));
    }
    count = lines.number(digits);
  }

  private int run() throws IOException {
    List<String> words = new ArrayList<>(lines.arguments());
    if (!words.isEmpty() && words.getFirst().matches("-[0-9]+")) {
      count(words.removeFirst().substring(1), false);
    }
    List<String> names =
        lines
            .options()
            .value('n', word -> count(word, false))
            .value('c', word -> count(word, true))
            .flag('q', () -> quiet = true)
            .parse(words);
    boolean[] first = {true};
    lines.files(
        names,
        (name, in) -> {
          if (names.size() > 1 && !quiet) {
            String shown = name.equals("-") ? "standard input" : name;
            lines.print((first[0] ? "" : "\n") + "==> " + shown + " <==");
          }
          first[0] = false;
          pass(in);
        });
    return lines.status();
  }

  private void pass(InputStream in) throws IOException {
    if (octets) {
      byte[] all = head && !other ? in.readNBytes(count) : in.readAllBytes();
      int from = head ? 0 : other ? Math.min(count - 1, all.length) : all.length - count;
      int to = head && other ? Math.max(0, all.length - count) : all.length;
      from = Math.clamp(from, 0, all.length);
      lines.write(new String(all, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1));
    } else if (head && !other) {
      first(in);
    } else {
      last(in);
    }
  }

  private void first(InputStream in) throws IOException {
    int[] left = {count};
    if (count > 0) {
      lines.each(
          in,
          line -> {
            lines.print(line);
            return --left[0] > 0;
          });
    }
  }

  private void last(InputStream in) throws IOException {
    Deque<String> kept = new ArrayDeque<>();
    int[] passed = {0};
    lines.each(
        in,
        line -> {
          passed[0]++;
          if (!head && other) {
            if (passed[0] >= count) {
              lines.print(line);
            }
            return true;
          }
          kept.add(line);
          if (kept.size() > count) {
            String oldest = kept.remove();
            if (head) {
              lines.print(oldest);
            }
          }
          return true;
        });
    if (!head) {
      for (String line : kept) {
        lines.print(line);
      }
    }
  }
}
