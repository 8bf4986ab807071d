package dev.dejima.tools.filter;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code uniq}: lines that are alike and follow each other are one. */
final class UniqueFilter {
  private final Lines lines;
  private boolean counts;
  private boolean onlyRepeated;
  private boolean onlySingle;
  private boolean ignoresCase;
  private @Nullable String current;
  private int times;

  private UniqueFilter(Lines lines) {
    this.lines = lines;
  }

  static int run(Lines lines) throws IOException {
    return new UniqueFilter(lines).run();
  }

  private int run() throws IOException {
    List<String> names =
        lines
            .options()
            .flag('c', () -> counts = true)
            .flag('d', () -> onlyRepeated = true)
            .flag('u', () -> onlySingle = true)
            .flag('i', () -> ignoresCase = true)
            .parse(lines.arguments());
    if (names.size() > 1) {
      throw lines.wrong("extra operand \u2018" + names.get(1) + "\u2019");
    }
    lines.files(
        names,
        (name, in) ->
            lines.each(
                in,
                line -> {
                  next(line);
                  return true;
                }));
    flush();
    return lines.status();
  }

  private void next(String line) throws IOException {
    String before = current;
    boolean same =
        before != null && (ignoresCase ? before.equalsIgnoreCase(line) : before.equals(line));
    if (same) {
      times++;
    } else {
      flush();
      current = line;
      times = 1;
    }
  }

  private void flush() throws IOException {
    boolean wanted = !(onlyRepeated && times < 2) && !(onlySingle && times > 1);
    if (current != null && wanted) {
      lines.print(counts ? "%7d %s".formatted(times, current) : current);
    }
  }
}
