package dev.dejima.tools.filter;

import java.io.IOException;
import java.util.List;

/** {@code tr}: characters for characters, or without some ({@code -d}), or without repeats. */
final class TranslateFilter {
  private final Lines lines;
  private boolean deletes;
  private boolean squeezes;
  private boolean complements;

  private TranslateFilter(Lines lines) {
    this.lines = lines;
  }

  static int run(Lines lines) throws IOException {
    return new TranslateFilter(lines).run();
  }

  private int run() throws IOException {
    List<String> sets =
        lines
            .options()
            .flag('d', () -> deletes = true)
            .flag('s', () -> squeezes = true)
            .flag('c', () -> complements = true)
            .flag('C', () -> complements = true)
            .parse(lines.arguments());
    int most = deletes && !squeezes ? 1 : 2;
    int least = deletes || squeezes ? 1 : 2;
    if (sets.size() < least || sets.size() > most) {
      throw lines.wrong("usage: tr [-c] [-d] [-s] SET1 [SET2]");
    }
    String from = set(sets.getFirst());
    if (complements) {
      StringBuilder others = new StringBuilder();
      for (char c = 0; c < 256; c++) {
        others.append(from.indexOf(c) < 0 ? String.valueOf(c) : "");
      }
      from = others.toString();
    }
    String to = sets.size() < 2 ? "" : set(sets.get(1));
    byte[] buffer = new byte[8192];
    int last = -1;
    String squeezed = sets.size() < 2 ? from : to;
    for (int n = lines.in().read(buffer); n >= 0; n = lines.in().read(buffer)) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < n; i++) {
        char c = (char) (buffer[i] & 0xff);
        int index = from.indexOf(c);
        if (index >= 0 && deletes) {
          continue;
        }
        char translated =
            index < 0 || deletes || to.isEmpty() ? c : to.charAt(Math.min(index, to.length() - 1));
        if (squeezes && translated == last && squeezed.indexOf(translated) >= 0) {
          continue;
        }
        out.append(translated);
        last = translated;
      }
      lines.write(out.toString());
    }
    return lines.status();
  }

  private String set(String word) {
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (word.startsWith("[:", i) && word.indexOf(":]", i) > 0) {
        int end = word.indexOf(":]", i);
        characterClass(word.substring(i + 2, end), set);
        i = end + 1;
        continue;
      }
      if (c == '\\' && i + 1 < word.length()) {
        i++;
        c =
            switch (word.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              case '0' -> '\0';
              default -> word.charAt(i);
            };
      }
      if (i + 2 < word.length() && word.charAt(i + 1) == '-') {
        char last = word.charAt(i + 2);
        if (last < c) {
          throw lines.wrong("range-endpoints of '" + c + "-" + last + "' are in reverse order");
        }
        for (char each = c; each <= last; each++) {
          set.append(each);
        }
        i += 2;
      } else {
        set.append(c);
      }
    }
    return set.toString();
  }

  private void characterClass(String name, StringBuilder set) {
    for (char c = 0; c < 128; c++) {
      boolean member =
          switch (name) {
            case "upper" -> c >= 'A' && c <= 'Z';
            case "lower" -> c >= 'a' && c <= 'z';
            case "digit" -> c >= '0' && c <= '9';
            case "alpha" -> Character.isLetter(c);
            case "alnum" -> Character.isLetterOrDigit(c);
            case "space" -> c == ' ' || c >= '\t' && c <= '\r';
            case "blank" -> c == ' ' || c == '\t';
            case "cntrl" -> c < ' ' || c == 127;
            case "punct" -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
            default -> throw lines.wrong("invalid character class \u2018" + name + "\u2019");
          };
      if (member) {
        set.append(c);
      }
    }
  }
}
