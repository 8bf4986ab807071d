package dev.dejima.tools.filter;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code sort}, by octets or by numbers, of whole lines or of fields. */
final class SortFilter {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*(-?[0-9]*\\.?[0-9]*).*", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile("([0-9]{1,4})([nr]*)(?:,([0-9]{1,4})([nr]*))?");

  /**
   * Fields to sort by.
   *
   * @param from the first, from 1
   * @param to the last; 0 for that of the line
   */
  private record Key(int from, int to, boolean numeric, boolean reverse) {}

  private final Lines lines;
  private final List<String> keys = new ArrayList<>();
  private boolean numeric;
  private boolean reverse;
  private boolean unique;
  private boolean stable;
  private @Nullable String separator;

  private SortFilter(Lines lines) {
    this.lines = lines;
  }

  static int run(Lines lines) throws IOException {
    return new SortFilter(lines).run();
  }

  private int run() throws IOException {
    List<String> names =
        lines
            .options()
            .flag('n', () -> numeric = true)
            .flag('r', () -> reverse = true)
            .flag('u', () -> unique = true)
            .flag('s', () -> stable = true)
            .value('t', word -> separator = word)
            .value('k', keys::add)
            .parse(lines.arguments());
    if (separator != null && separator.length() != 1) {
      throw lines.wrong("multi-character tab \u2018" + separator + "\u2019");
    }
    Comparator<String> order = order();
    Comparator<String> full = order;
    if (!unique && !stable) {
      Comparator<String> whole = Comparator.naturalOrder();
      full = order.thenComparing(reverse ? whole.reversed() : whole);
    }
    List<String> sorted = new ArrayList<>(lines.all(names));
    sorted.sort(full);
    String before = null;
    StringBuilder text = new StringBuilder();
    for (String line : sorted) {
      if (!unique || before == null || order.compare(before, line) != 0) {
        text.append(line).append('\n');
        before = line;
      }
    }
    lines.write(text.toString());
    return lines.status();
  }

  private Comparator<String> order() {
    if (keys.isEmpty()) {
      return by(new Key(1, 0, numeric, reverse));
    }
    Comparator<String> order = null;
    for (String word : keys) {
      Comparator<String> next = by(key(word));
      order = order == null ? next : order.thenComparing(next);
    }
    return java.util.Objects.requireNonNull(order);
  }

  private Key key(String word) {
    Matcher matcher = KEY.matcher(word);
    if (!matcher.matches() || matcher.group(1).matches("0+")) {
      throw lines.wrong(
          "-k " + word + " is not supported; known: -k FIRST[nr][,LAST[nr]], fields from 1");
    }
    String last = matcher.group(3);
    String flags = matcher.group(2) + (last == null ? "" : matcher.group(4));
    boolean own = !flags.isEmpty();
    return new Key(
        lines.number(matcher.group(1)),
        last == null ? 0 : lines.number(last),
        own ? flags.contains("n") : numeric,
        own ? flags.contains("r") : reverse);
  }

  private Comparator<String> by(Key key) {
    Comparator<String> order =
        key.numeric()
            ? Comparator.comparing(line -> number(part(line, key)))
            : Comparator.comparing(line -> part(line, key));
    return key.reverse() ? order.reversed() : order;
  }

  private static BigDecimal number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (matcher.matches()) {
      try {
        return new BigDecimal(matcher.group(1));
      } catch (NumberFormatException e) {
        return BigDecimal.ZERO;
      }
    }
    return BigDecimal.ZERO;
  }

  /** The fields of a key; without a separator a field begins with the blanks before it. */
  private String part(String line, Key key) {
    if (key.from() == 1 && key.to() == 0) {
      return line;
    }
    int from = key.from() == 1 ? 0 : end(line, key.from() - 1);
    if (separator != null && key.from() > 1 && from < line.length()) {
      from++;
    }
    int to = key.to() == 0 ? line.length() : end(line, key.to());
    return from < to ? line.substring(from, to) : "";
  }

  /** Where a field ends. */
  private int end(String line, int field) {
    int at = 0;
    for (int i = 0; i < field && at < line.length(); i++) {
      if (separator != null) {
        int next = line.indexOf(separator, i == 0 ? 0 : at + 1);
        at = next < 0 ? line.length() : next;
      } else {
        while (at < line.length() && isBlank(line.charAt(at))) {
          at++;
        }
        while (at < line.length() && !isBlank(line.charAt(at))) {
          at++;
        }
      }
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
