package dev.dejima.lab.run;

import dev.dejima.lab.Expectation.Translated;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what NAT was to make of a probe with what it made. */
record TranslationJudge(Translated expected, Conversation conversation) {
  List<String> failures() {
    List<Translation> tracked =
        conversation.tracked().stream()
            .filter(t -> expected.node() == null || expected.node().equals(t.node()))
            .toList();
    if (tracked.isEmpty()) {
      return expected.changed()
          ? List.of("expected a translation, but no connection was tracked" + where())
          : List.of();
    }
    Flow before = tracked.getFirst().before();
    Flow after = tracked.getLast().after();
    List<String> failures = new ArrayList<>();
    if (before.equals(after) == expected.changed()) {
      failures.add(
          expected.changed()
              ? "expected a translation, but nothing was translated" + where()
              : "expected no translation, but %s became %s%s".formatted(before, after, where()));
    }
    compare("source behind translation", expected.from(), after.sourceText(), failures);
    compare("destination behind translation", expected.to(), after.destinationText(), failures);
    compare("original", expected.original(), before.toString(), failures);
    compare("translated", expected.translated(), after.toString(), failures);
    compare("reply", expected.reply(), after.reversed().toString(), failures);
    return failures;
  }

  private String where() {
    return expected.node() == null ? "" : " at " + expected.node();
  }

  /** An address alone stands for whatever port. */
  private static void compare(
      String what, @Nullable String pattern, String text, List<String> failures) {
    if (pattern != null && !Pattern.matches(pattern, text) && !text.startsWith(pattern + ":")) {
      failures.add("expected the %s %s, but it was %s".formatted(what, pattern, text));
    }
  }
}
