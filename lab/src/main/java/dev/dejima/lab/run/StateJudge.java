package dev.dejima.lab.run;

import dev.dejima.lab.Comparison;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Expectation.Seen;
import dev.dejima.lab.Port;
import dev.dejima.lab.Step;
import dev.dejima.packet.filter.BpfInterpreter;
import dev.dejima.packet.filter.BpfProgram;
import dev.dejima.packet.filter.FilterCompiler;
import dev.dejima.packet.filter.LinkType;
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

  /** Whether something that has to be seen has not been yet. */
  static boolean someMissing(Step step, List<SeenPacket> packets) {
    return step.expectations(Seen.class).stream()
        .anyMatch(seen -> !seen.isForbidden() && !seen.count().admits(count(seen, packets)));
  }

  /**
   * Why it failed; empty if it passed.
   *
   * @param conversation the packets of the step's probe; absent where it has none
   */
  List<String> failures(@Nullable Conversation conversation) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Expectation expectation : step.expectations()) {
      switch (expectation) {
        case Seen seen -> seen(seen, conversation, failures);
        case Expectation.Took bound -> took(bound, failures);
        case Expectation.Counter counter -> counter(counter, failures);
        case Expectation.SetContent set -> set(set, failures);
        case Expectation.Tracked tracked -> tracked(tracked, failures);
        case Expectation.Answer _,
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

  private void seen(Seen seen, @Nullable Conversation conversation, List<String> failures) {
    long count = count(seen, packets);
    if (seen.count().admits(count)) {
      return;
    }
    String text = seen.packet().text();
    if (seen.isForbidden()) {
      packets.stream()
          .filter(packet -> matches(seen, packet))
          .limit(1)
          .forEach(
              p ->
                  failures.add("seen at %s, but should not be: %s".formatted(seen.at(), p.line())));
    } else if (count > 0 || conversation == null) {
      failures.add(
          "seen %d times at %s, expected %s: %s".formatted(count, seen.at(), seen.count(), text));
    } else {
      failures.add("not seen at %s: %s".formatted(seen.at(), text));
      failures.addAll(instead(seen.at(), conversation));
    }
  }

  private static long count(Seen seen, List<SeenPacket> packets) {
    return packets.stream().filter(packet -> matches(seen, packet)).count();
  }

  private static boolean matches(Seen seen, SeenPacket packet) {
    return packet.at().equals(seen.at())
        && switch (seen.packet()) {
          case Expectation.Line line ->
              Pattern.matches(line.text(), packet.body())
                  || Pattern.matches(line.text(), packet.line());
          case Expectation.Filter filter -> passes(filter.text(), packet);
        };
  }

  private static boolean passes(String filter, SeenPacket packet) {
    BpfProgram program =
        FilterCompiler.compile(
            filter, LinkType.of(packet.linkType()), FilterCompiler.DEFAULT_SNAPLEN, null);
    byte[] octets = packet.frame().toArray();
    return BpfInterpreter.run(program, octets, 0, octets.length) != 0;
  }

  private static List<String> instead(Port at, Conversation conversation) {
    List<String> there =
        conversation.packets().stream()
            .filter(packet -> packet.at().equals(at))
            .map(packet -> "    " + packet.body())
            .toList();
    if (there.isEmpty()) {
      return List.of("  none of its packets passed there");
    }
    List<String> lines = new ArrayList<>(List.of("  there were:"));
    lines.addAll(there.subList(0, Math.min(SHOWN, there.size())));
    if (there.size() > SHOWN) {
      lines.add("    and " + (there.size() - SHOWN) + " more");
    }
    return lines;
  }

  private void took(Expectation.Took bound, List<String> failures) {
    if (!bound.nanoseconds().admits(took.toNanos())) {
      failures.add(
          "expected it to take %s %d ms, but it took %.3f ms"
              .formatted(
                  bound.nanoseconds().relation().sign(),
                  bound.bound().toMillis(),
                  took.toNanos() / 1e6));
    }
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
