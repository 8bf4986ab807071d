package dev.dejima.tools.filter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code cut}: some fields, or some characters, of each line. */
final class CutFilter {
  private static final int END = 1 << 16;

  private final Lines lines;
  private String delimiter = "\t";
  private @Nullable BitSet fields;
  private @Nullable BitSet characters;
  private boolean onlyDelimited;

  private CutFilter(Lines lines) {
    this.lines = lines;
  }

  static int run(Lines lines) throws IOException {
    return new CutFilter(lines).run();
  }

  private int run() throws IOException {
    List<String> names =
        lines
            .options()
            .value('d', word -> delimiter = word)
            .value('f', word -> fields = list(word))
            .value('c', word -> characters = list(word))
            .value('b', word -> characters = list(word))
            .flag('s', () -> onlyDelimited = true)
            .parse(lines.arguments());
    BitSet chosen = fields == null ? characters : fields;
    if (chosen == null || fields != null && characters != null) {
      throw lines.wrong("you must specify a list of bytes, characters, or fields");
    }
    if (delimiter.length() != 1) {
      throw lines.wrong("the delimiter must be a single character");
    }
    boolean ofFields = fields != null;
    lines.files(
        names,
        (name, in) ->
            lines.each(
                in,
                line -> {
                  if (ofFields) {
                    fields(line, chosen);
                  } else {
                    lines.print(characters(line, chosen));
                  }
                  return true;
                }));
    return lines.status();
  }

  private void fields(String line, BitSet chosen) throws IOException {
    if (line.indexOf(delimiter) < 0) {
      if (!onlyDelimited) {
        lines.print(line);
      }
      return;
    }
    List<String> kept = new ArrayList<>();
    int number = 1;
    int from = 0;
    while (from <= line.length()) {
      int next = line.indexOf(delimiter, from);
      int to = next < 0 ? line.length() : next;
      if (chosen.get(Math.min(number++, END))) {
        kept.add(line.substring(from, to));
      }
      from = to + 1;
    }
    lines.print(String.join(delimiter, kept));
  }

  private static String characters(String line, BitSet chosen) {
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (chosen.get(Math.min(i + 1, END))) {
        kept.append(line.charAt(i));
      }
    }
    return kept.toString();
  }

  /** {@code 1,3-5,7-}. */
  private BitSet list(String word) {
    BitSet list = new BitSet();
    for (String range : word.split(",", -1)) {
      if (!range.matches("[0-9]{1,5}|[0-9]{1,5}-[0-9]{0,5}|-[0-9]{1,5}")) {
        throw lines.wrong("invalid list: \u2018" + word + "\u2019");
      }
      int dash = range.indexOf('-');
      int from = dash == 0 ? 1 : lines.number(dash < 0 ? range : range.substring(0, dash));
      String last = dash < 0 ? range : range.substring(dash + 1);
      int to = last.isEmpty() ? END : Math.min(lines.number(last), END);
      if (from < 1 || to < from) {
        throw lines.wrong("invalid list: \u2018" + word + "\u2019");
      }
      list.set(from, to + 1);
    }
    return list;
  }
}
