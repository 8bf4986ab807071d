package dev.dejima.lab.record;

import static dev.dejima.lab.file.YamlText.block;
import static dev.dejima.lab.file.YamlText.literal;
import static dev.dejima.lab.file.YamlText.word;

import dev.dejima.lab.Listener;
import dev.dejima.lab.Outcome;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The text of a recorded lab. */
final class RecordedText {
  private final RecordedNetwork network;
  private final RecordedSteps steps;
  private final StringBuilder out = new StringBuilder();

  RecordedText(RecordedNetwork network, RecordedSteps steps) {
    this.network = network;
    this.steps = steps;
  }

  private void line(String line) {
    out.append(line.stripTrailing()).append('\n');
  }

  String write(String name) {
    line("name: " + word(name));
    line(network.nodes().isEmpty() ? "nodes: {}" : "nodes:");
    network.nodes().forEach(this::node);
    if (!network.links().isEmpty()) {
      line("links:");
      network
          .links()
          .forEach(
              pair -> line("  - [ %s, %s ]".formatted(literal(pair.get(0)), literal(pair.get(1)))));
    }
    if (!steps.tests().isEmpty()) {
      line("tests:");
      steps.tests().forEach(this::test);
    }
    steps.unsaid().forEach(text -> line("# not kept: " + text.replaceAll("\\s+", " ")));
    return out.toString();
  }

  private void node(RecordedNode node) {
    int before = out.length();
    line("  " + word(node.name()) + ":");
    int empty = out.length();
    mapping("interfaces", node.interfaces());
    mapping("sysctl", node.sysctl());
    mapping("neighbours", node.neighbours());
    list("routes", node.routes());
    list("rules", node.rules());
    if (!node.ruleset().isBlank()) {
      line("    nftables:" + block(node.ruleset(), 6));
    }
    if (out.length() == empty) {
      out.setLength(before);
      line("  " + word(node.name()) + ": {}");
    }
  }

  private void mapping(String key, Map<String, String> values) {
    if (!values.isEmpty()) {
      line("    " + key + ":");
      values.forEach((name, value) -> line("      %s: %s".formatted(word(name), value)));
    }
  }

  private void list(String key, List<String> lines) {
    if (!lines.isEmpty()) {
      line("    " + key + ":");
      lines.forEach(each -> line("      - " + literal(each)));
    }
  }

  private void test(RecordedTest test) {
    line("  # " + test.typed.node + "# " + test.typed.text().replaceAll("\\s+", " "));
    String contradiction = test.contradiction;
    if (contradiction != null) {
      line("  # " + contradiction);
    }
    line("  - name: " + literal(test.name()));
    if (test.before.isEmpty()) {
      lines(probe(test), "    ");
      return;
    }
    line("    steps:");
    test.before.forEach(step -> step(step.lines().toList()));
    step(probe(test));
  }

  private void step(List<String> step) {
    line("      - " + step.getFirst());
    lines(step.subList(1, step.size()), "        ");
  }

  private void lines(List<String> lines, String indent) {
    lines.forEach(each -> line(indent + each));
  }

  private static List<String> probe(RecordedTest test) {
    List<String> lines = new ArrayList<>();
    List<String> listeners =
        test.kind().equals("ping")
            ? List.of()
            : test.typed.listeners.stream().map(RecordedText::listener).toList();
    if (listeners.size() == 1) {
      lines.add("listen: " + listeners.getFirst());
    } else if (!listeners.isEmpty()) {
      lines.add("listen:");
      listeners.forEach(each -> lines.add("  - " + each));
    }
    Endpoint target = test.target;
    if (target == null || !(test.typed.meaning instanceof Meaning.Probe probe)) {
      int status = Objects.requireNonNullElse(test.typed.status(), 0);
      lines.addAll(RecordedSteps.program(test.typed, status).lines().toList());
      return lines;
    }
    lines.add(
        "%s: { from: %s, to: %s%s }"
            .formatted(
                probe.kind(),
                word(test.typed.node),
                literal(target.port() == 0 ? target.address().toString() : target.toString()),
                source(probe) + sent(test)));
    Outcome outcome = test.outcome;
    lines.add("expect: " + (outcome == null ? usual(test) : outcome).word());
    @Nullable String translated = test.translatedTo;
    if (translated != null) {
      lines.add("translated_to: " + literal(translated));
    }
    return lines;
  }

  private static Outcome usual(RecordedTest test) {
    return Objects.equals(test.answered(), false) ? Outcome.TIMEOUT : Outcome.CONNECTED;
  }

  private static String source(Meaning.Probe probe) {
    if (probe.source() == null && probe.sourcePort() == 0) {
      return "";
    }
    boolean v4 = probe.targets().getFirst().address().bits() == 32;
    String address = probe.source() == null ? v4 ? "0.0.0.0" : "::" : probe.source().toString();
    String end = v4 ? address : "[" + address + "]";
    return ", source: "
        + literal(probe.sourcePort() == 0 ? address : end + ":" + probe.sourcePort());
  }

  private static String sent(RecordedTest test) {
    String sent = test.typed.input();
    return sent.isEmpty() ? "" : ", send: " + literal(sent);
  }

  private static String listener(Listener listener) {
    String address = listener.address() == null ? "" : ", address: \"" + listener.address() + "\"";
    return "{ at: %s, %s: %d%s }"
        .formatted(word(listener.node()), listener.transport().word(), listener.port(), address);
  }
}
