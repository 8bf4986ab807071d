package dev.dejima.lab.report;

import static dev.dejima.lab.picture.Markup.escape;

import dev.dejima.lab.picture.LadderSvg;
import dev.dejima.lab.picture.NetworkSvg;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.run.Translation;
import dev.dejima.tools.conntrack.ConntrackPrinter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A test of a report's page: what failed, and for each probe its way, its packets, the rules. */
final class HtmlTest {
  private final RunResult run;
  private final String id;
  private final StringBuilder out;

  /**
   * @param id what ids in it begin with
   */
  HtmlTest(RunResult run, String id, StringBuilder out) {
    this.run = run;
    this.id = id;
    this.out = out;
  }

  /** A picture that can be moved to the side where it is wider than the page. */
  static void picture(String svg, String label, StringBuilder out) {
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    out.append(escape(label)).append("\">\n").append(svg).append("</div>\n");
  }

  void write(TestResult result) {
    boolean passed = result.passed();
    out.append(
        "<details class=\"test\" data-find=\"%s\"%s>\n"
            .formatted(passed ? "pass" : "fail", passed ? "" : " open"));
    out.append(
        "<summary><span class=\"mark %s\">%s</span><span><span class=\"name\">%s</span>"
            .formatted(passed ? "pass" : "fail", passed ? "PASS" : "FAIL", name(result)));
    out.append("<br><span class=\"dim\">").append(escape(result.summary()));
    out.append("</span></span></summary>\n<div>\n");
    if (!passed) {
      out.append("<div class=\"failures\">");
      out.append(escape(String.join("\n", result.failures()))).append("</div>\n");
    }
    steps(result);
    List<Tried> probes = result.probes();
    for (int i = 0; i < probes.size(); i++) {
      probe(result, probes.get(i), id + "-" + i, probes.size() > 1);
    }
    out.append("</div>\n</details>\n");
  }

  /** What was done, step by step, where that is more than one probe. */
  private void steps(TestResult result) {
    List<StepResult> told =
        result.steps().stream()
            .flatMap(StepResult::withParts)
            .filter(step -> !(step instanceof StepResult.Group) && !step.summary().isEmpty())
            .toList();
    if (told.size() < 2) {
      return;
    }
    out.append("<h3>The steps</h3>\n<ol class=\"rules\">\n");
    for (StepResult step : told) {
      out.append(step.passed() ? "<li>" : "<li class=\"drop\">");
      out.append(escape(step.summary())).append("</li>\n");
    }
    out.append("</ol>\n");
  }

  private static String name(TestResult result) {
    return escape(result.test().name());
  }

  private void probe(TestResult result, Tried tried, String probe, boolean many) {
    Conversation conversation = tried.conversation();
    if (many) {
      out.append("<h3>").append(escape(tried.summary())).append("</h3>\n");
    }
    out.append("<h3>The way</h3>\n");
    picture(NetworkSvg.inline(run.lab(), tried, probe + "-way"), "The way", out);
    if (!conversation.packets().isEmpty()) {
      out.append("<h3>The packets</h3>\n");
      String title = result.test().name();
      picture(
          LadderSvg.inline(title, run.lab().topology(), conversation, probe + "-ladder"),
          "The packets",
          out);
      captures(conversation);
    }
    decisions(conversation);
    tracked(conversation);
  }

  private void captures(Conversation conversation) {
    out.append("<details class=\"more\"><summary>").append(conversation.packets().size());
    out.append(" lines of the captures</summary>\n<pre tabindex=\"0\">");
    SeenPacket first = conversation.packets().getFirst();
    for (SeenPacket packet : conversation.packets()) {
      long nanos = java.time.Duration.between(first.time(), packet.time()).toNanos();
      out.append(
          escape(
              String.format(
                  Locale.ROOT,
                  "%9.3f ms  %s %s  %s\n",
                  nanos / 1e6,
                  packet.at(),
                  packet.outgoing() ? "out" : "in ",
                  packet.line())));
    }
    out.append("</pre></details>\n");
  }

  private void decisions(Conversation conversation) {
    if (conversation.decisions().isEmpty()) {
      return;
    }
    out.append("<h3>The rules that decided</h3>\n<ol class=\"rules\">\n");
    List<String> lines = conversation.decisions().stream().map(this::decision).distinct().toList();
    lines.forEach(out::append);
    out.append("</ol>\n");
  }

  private String decision(Decision decision) {
    String rule = decision.rule().text().isEmpty() ? "policy" : decision.rule().text().strip();
    String verdict =
        decision.verdict() == null
            ? ""
            : " → " + decision.verdict().code().name().toLowerCase(Locale.ROOT);
    String where = decision.node() + ", " + decision.rule().where();
    String place = decision.rule().location();
    String link =
        place.isEmpty()
            ? ""
            : ", <a href=\"#%s\">%s</a>"
                .formatted(escape(HtmlRules.anchor(run(), decision.node(), place)), escape(place));
    return "<li%s>%s%s <span class=\"dim\">%s%s</span></li>\n"
        .formatted(
            decision.drops() ? " class=\"drop\"" : "",
            escape(rule),
            decision.rule().text().isEmpty() ? escape(verdict) : "",
            escape(where),
            link);
  }

  private String run() {
    return id.substring(0, id.indexOf('-'));
  }

  private void tracked(Conversation conversation) {
    if (conversation.tracked().isEmpty()) {
      return;
    }
    out.append("<h3>Tracked connections</h3>\n<pre tabindex=\"0\">");
    out.append(
        escape(
            conversation.tracked().stream().map(HtmlTest::line).collect(Collectors.joining("\n"))));
    out.append("</pre>\n");
  }

  private static String line(Translation translation) {
    return translation.node() + "  " + ConntrackPrinter.print(translation.entry(), false);
  }
}
