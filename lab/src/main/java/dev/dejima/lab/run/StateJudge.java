package dev.dejima.lab.run;

import dev.dejima.lab.Comparison;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a step expects of all that is there with what is. */
record StateJudge(Step step, List<SeenPacket> packets, Duration took, Tooling tooling) {
  private static final int SHOWN = 4;
  private static final java.util.regex.Pattern TIMES =
      java.util.regex.Pattern.compile(" (timeout|expires) \\w+");

  /** What stands between an element and, in maps, what it leads to. */
  private static final java.util.regex.Pattern STATE =
      java.util.regex.Pattern.compile(
          " (counter|limit|quota|last|ct count|comment) (\"[^\"]*\"|[^:\"])*?(?=( : |$))");

  /**
   * Why it failed; empty if it passed.
   *
   * @param conversation the packets of the step's probe; absent where it has none
   */
  List<String> failures(@Nullable Conversation conversation) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    failures.addAll(new PacketJudge(step, packets, took).failures(conversation));
    for (Expectation expectation : step.expectations()) {
      switch (expectation) {
        case Expectation.Counter counter -> counter(counter, failures);
        case Expectation.SetContent set -> set(set, failures);
        case Expectation.Tracked tracked -> tracked(tracked, failures);
        case Expectation.Seen _,
            Expectation.Took _,
            Expectation.Answer _,
            Expectation.OneOf _,
            Expectation.Arrives _,
            Expectation.Decided _,
            Expectation.Dropped _,
            Expectation.Translated _,
            Expectation.Status _,
            Expectation.Output _ -> {}
      }
    }
    return failures;
  }

  private void counter(Expectation.Counter expected, List<String> failures)
      throws InterruptedException {
    List<Tooling.Count> found = tooling.counters(expected.node(), expected.counter());
    if (found.isEmpty()) {
      failures.add("there is no counter at %s: %s".formatted(expected.node(), expected.counter()));
    }
    for (Tooling.Count count : found) {
      String what = "counter %s at %s".formatted(expected.counter(), expected.node());
      compare(what, "packets", expected.packets(), count.packets(), failures);
      compare(what, "bytes", expected.octets(), count.octets(), failures);
    }
  }

  private static void compare(
      String what, String unit, @Nullable Comparison bound, long number, List<String> failures) {
    if (bound != null && !bound.admits(number)) {
      failures.add("%s: expected %s %s, but there are %d".formatted(what, bound, unit, number));
    }
  }

  private void set(Expectation.SetContent expected, List<String> failures)
      throws InterruptedException {
    List<String> elements;
    try {
      elements = tooling.elements(expected.node(), expected.set());
    } catch (IllegalStateException e) {
      failures.add(e.getMessage());
      return;
    }
    String what = "set %s at %s".formatted(expected.set(), expected.node());
    List<String> before = List.copyOf(failures);
    expected.has().stream()
        .filter(pattern -> elements.stream().noneMatch(e -> isElement(pattern, e)))
        .forEach(pattern -> failures.add("%s has no element %s".formatted(what, pattern)));
    for (String pattern : expected.lacks()) {
      elements.stream()
          .filter(e -> isElement(pattern, e))
          .forEach(e -> failures.add("%s has %s, but should not".formatted(what, e)));
    }
    compare(what, "elements", expected.size(), elements.size(), failures);
    if (!failures.equals(before)) {
      failures.add(
          "  its elements: " + (elements.isEmpty() ? "none" : String.join(", ", elements)));
    }
  }

  /** Also without the time that is left to it, and without what is counted or said of it. */
  private static boolean isElement(String pattern, String element) {
    String timeless = TIMES.matcher(element).replaceAll("");
    return Stream.of(element, timeless, STATE.matcher(timeless).replaceAll(""))
        .anyMatch(text -> Pattern.matches(pattern, text));
  }

  private void tracked(Expectation.Tracked expected, List<String> failures)
      throws InterruptedException {
    List<String> entries = tooling.run(expected.node(), List.of("conntrack", "-L"), "").lines();
    Stream<String> plain = entries.stream().map(line -> line.strip().replaceAll("\\s+", " "));
    long count = plain.filter(line -> Pattern.matches(expected.entry(), line)).count();
    if (!expected.count().admits(count)) {
      failures.add(
          "tracked at %s: expected %s of %s, but there are %d"
              .formatted(expected.node(), expected.count(), expected.entry(), count));
      entries.stream().limit(SHOWN).forEach(line -> failures.add("    " + line.strip()));
    }
  }
}
