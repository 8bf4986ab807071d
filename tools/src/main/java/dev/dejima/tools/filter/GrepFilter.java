package dev.dejima.tools.filter;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** {@code grep}: the lines that a pattern is found in. */
final class GrepFilter {
  private enum Kind {
    BASIC,
    EXTENDED,
    FIXED,
    PERL
  }

  private final Lines lines;
  private final List<String> patterns = new ArrayList<>();
  private Kind kind = Kind.BASIC;
  private boolean inverts;
  private boolean ignoresCase;
  private boolean counts;
  private boolean onlyMatching;
  private boolean quiet;
  private boolean numbers;
  private boolean lists;
  private boolean words;
  private boolean whole;
  private boolean withNames;
  private boolean withoutNames;
  private int most = Integer.MAX_VALUE;
  private boolean found;

  private GrepFilter(Lines lines) {
    this.lines = lines;
  }

  static int run(Lines lines) throws IOException {
    return new GrepFilter(lines).run();
  }

  private int run() throws IOException {
    List<String> names = new ArrayList<>(parse());
    if (patterns.isEmpty()) {
      if (names.isEmpty()) {
        throw lines.wrong("a pattern is expected: grep [OPTION]... PATTERN [FILE]...");
      }
      patterns.add(names.removeFirst());
    }
    Pattern pattern = pattern();
    boolean named = withNames || names.size() > 1 && !withoutNames;
    lines.files(names, (name, in) -> search(pattern, name, in, named));
    return found && (quiet || !lines.failed()) ? 0 : lines.failed() ? 2 : 1;
  }

  private List<String> parse() {
    return lines
        .options()
        .flag('v', () -> inverts = true)
        .flag('i', () -> ignoresCase = true)
        .flag('E', () -> kind = Kind.EXTENDED)
        .flag('F', () -> kind = Kind.FIXED)
        .flag('G', () -> kind = Kind.BASIC)
        .flag('P', () -> kind = Kind.PERL)
        .flag('c', () -> counts = true)
        .flag('o', () -> onlyMatching = true)
        .flag('q', () -> quiet = true)
        .flag('n', () -> numbers = true)
        .flag('l', () -> lists = true)
        .flag('w', () -> words = true)
        .flag('x', () -> whole = true)
        .flag('H', () -> withNames = true)
        .flag('h', () -> withoutNames = true)
        .flag('s', () -> {})
        .flag('a', () -> {})
        .value('e', patterns::add)
        .value('m', word -> most = lines.number(word))
        .parse(lines.arguments());
  }

  /** Each line of each pattern is one that may be found. */
  private Pattern pattern() {
    String regex =
        patterns.stream()
            .flatMap(each -> List.of(each.split("\n", -1)).stream())
            .map(this::regex)
            .collect(Collectors.joining("|"));
    if (words) {
      regex = "(?<![A-Za-z0-9_])(?:" + regex + ")(?![A-Za-z0-9_])";
    }
    if (whole) {
      regex = "^(?:" + regex + ")$";
    }
    try {
      return Pattern.compile(regex, ignoresCase ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      throw lines.wrong(e.getDescription() + " in " + String.join(" ", patterns));
    }
  }

  private String regex(String pattern) {
    return switch (kind) {
      case FIXED -> Pattern.quote(pattern);
      case PERL -> pattern;
      case BASIC -> new PosixPattern(pattern, false).java();
      case EXTENDED -> new PosixPattern(pattern, true).java();
    };
  }

  private void search(Pattern pattern, String name, InputStream in, boolean named)
      throws IOException {
    String shown = name.equals("-") ? "(standard input)" : name;
    int[] number = {0};
    int[] selected = {0};
    if (most > 0) {
      lines.each(
          in,
          line -> {
            number[0]++;
            Matcher matcher = pattern.matcher(line);
            if (matcher.find() == inverts) {
              return true;
            }
            found = true;
            selected[0]++;
            if (quiet || lists) {
              return false;
            }
            if (!counts) {
              String prefix = (named ? shown + ":" : "") + (numbers ? number[0] + ":" : "");
              print(prefix, line, matcher);
            }
            return selected[0] < most;
          });
    }
    if (lists && selected[0] > 0 && !quiet) {
      lines.print(shown);
    } else if (counts && !quiet && !lists) {
      lines.print((named ? shown + ":" : "") + selected[0]);
    }
  }

  private void print(String prefix, String line, Matcher matcher) throws IOException {
    if (!onlyMatching) {
      lines.print(prefix + line);
      return;
    }
    boolean any = !inverts;
    while (any) {
      if (!matcher.group().isEmpty()) {
        lines.print(prefix + matcher.group());
      }
      any = matcher.find();
    }
  }
}
