package dev.dejima.lab.record;

import static dev.dejima.lab.file.YamlText.block;
import static dev.dejima.lab.file.YamlText.literal;
import static dev.dejima.lab.file.YamlText.word;

import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes tests of what was typed: what stands between two probes is steps of the second's test. */
final class RecordedSteps {
  /** More ports than that of one command are no tests any more. */
  private static final int MOST_PORTS = 32;

  private final List<RecordedTest> tests = new ArrayList<>();
  private final List<String> unsaid = new ArrayList<>();
  private final List<String> pending = new ArrayList<>();
  private final List<String> pendingTexts = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  private RecordedSteps() {}

  static RecordedSteps of(RecordedNetwork network, List<Typed> typed) {
    RecordedSteps steps = new RecordedSteps();
    for (RecordedNode node : network.nodes()) {
      node.late().forEach(line -> steps.pend(ip(node.name(), line), "ip " + line));
      node.missing().forEach(line -> steps.unsaid.add(node.name() + ": " + line));
    }
    typed.forEach(steps::add);
    steps.pendingTexts.forEach(text -> steps.unsaid.add(text + " (behind the last probe)"));
    return steps;
  }

  List<RecordedTest> tests() {
    return tests;
  }

  /** What no test says. */
  List<String> unsaid() {
    return unsaid;
  }

  private void pend(String step, String text) {
    pending.add(step);
    pendingTexts.add(text);
  }

  private void add(Typed typed) {
    switch (typed.meaning) {
      case Meaning.Nothing _ -> {}
      case Meaning.Unsayable unsayable -> unsaid.add(typed.text() + ": " + unsayable.why());
      case Meaning.Pause pause -> {
        if (typed.afterwards) {
          pend("wait: " + seconds(pause), typed.text());
        }
      }
      case Meaning.Change change -> {
        if (typed.afterwards && Objects.equals(typed.status(), 0)) {
          change(typed, change);
        }
      }
      case Meaning.Program program -> {
        if (program.tries()) {
          test(typed, null);
        } else if (Objects.equals(typed.status(), 0)) {
          pend(program(typed, 0), typed.text());
        }
      }
      case Meaning.Probe probe -> probe(typed, probe);
    }
  }

  private static String seconds(Meaning.Pause pause) {
    return pause.seconds().matches("[\\d.]+") ? pause.seconds() + "s" : pause.seconds();
  }

  private void probe(Typed typed, Meaning.Probe probe) {
    if (probe.targets().size() > MOST_PORTS) {
      unsaid.add(typed.text() + ": so many ports are a matrix");
      return;
    }
    probe.targets().forEach(target -> test(typed, target));
  }

  private void test(Typed typed, @Nullable Endpoint target) {
    int number = names.merge(typed.node + typed.text() + target, 1, Integer::sum);
    tests.add(new RecordedTest(typed, target, pending, number));
    pending.clear();
    pendingTexts.clear();
  }

  private void change(Typed typed, Meaning.Change change) {
    String node = change.node().isEmpty() ? typed.node : change.node();
    switch (change.key()) {
      case "ip" -> {
        if ("netns".startsWith(change.words().getFirst())) {
          unsaid.add(typed.text() + ": behind the first probe no node comes or goes");
        } else {
          pend(ip(node, quoted(change.words())), typed.text());
        }
      }
      case "nft" -> pend(nft(typed, node, change), typed.text());
      default ->
          pend(
              "sysctl: { at: %s, set: { %s } }"
                  .formatted(
                      word(node),
                      change.words().stream()
                          .map(each -> each.split("\\s*=\\s*", 2))
                          .map(pair -> pair[0] + ": " + literal(pair[1]))
                          .collect(Collectors.joining(", "))),
              typed.text());
    }
  }

  private static String ip(String node, String line) {
    return "ip: { at: %s, command: %s }".formatted(word(node), literal(line));
  }

  private static String nft(Typed typed, String node, Meaning.Change change) {
    boolean isFile = change.words().getFirst().matches("--?f(ile)?");
    String text =
        !isFile
            ? String.join(" ", change.words())
            : typed.file == null ? typed.input() : typed.file;
    return "nft:\n  at: %s\n  ruleset:%s".formatted(word(node), block(text, 4));
  }

  /** A program that is run as it is. */
  static String program(Typed typed, int status) {
    String input = typed.input().isEmpty() ? "" : ", input: " + literal(typed.input());
    return "run: { at: %s, command: %s%s }%s"
        .formatted(
            word(typed.node),
            literal(quoted(typed.words)),
            input,
            status == 0 ? "" : "\nstatus: " + status);
  }

  /** Words as a lab's command line has them. */
  private static String quoted(List<String> words) {
    return words.stream()
        .map(
            each ->
                each.matches("[A-Za-z0-9_@%+=:,./-]+")
                    ? each
                    : '"' + each.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(" "));
  }
}
