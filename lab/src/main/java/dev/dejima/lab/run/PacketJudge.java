package dev.dejima.lab.run;

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
import org.jspecify.annotations.Nullable;

/** Compares what a step expects of packets and of time with what there was. */
record PacketJudge(Step step, List<SeenPacket> packets, Duration took) {
  private static final int SHOWN = 4;

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
  List<String> failures(@Nullable Conversation conversation) {
    List<String> failures = new ArrayList<>();
    step.expectations(Seen.class).forEach(seen -> seen(seen, conversation, failures));
    step.expectations(Expectation.Took.class).forEach(bound -> took(bound, failures));
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
}
