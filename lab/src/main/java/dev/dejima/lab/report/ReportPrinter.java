package dev.dejima.lab.report;

import dev.dejima.lab.Lab;
import dev.dejima.lab.Topology;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.run.Translation;
import dev.dejima.tools.conntrack.ConntrackPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a report: the network, every test with what came of it, and for the first test and those
 * that failed the captures of both ends, with what was translated between them.
 */
public final class ReportPrinter {
  private final Style style;

  public ReportPrinter(Style style) {
    this.style = style;
  }

  /** The network alone, with a heading. */
  public String network(Lab lab, String kernel, String release) {
    StringBuilder out = new StringBuilder();
    out.append(style.bold(lab.name()));
    out.append(style.dim(" on %s, Linux %s".formatted(kernel, release))).append("\n\n");
    new NetworkPrinter(style, lab.topology()).print(out);
    return out.toString();
  }

  /** A network as a table. */
  public static String network(Style style, Topology topology) {
    StringBuilder out = new StringBuilder();
    new NetworkPrinter(style, topology).print(out);
    return out.toString();
  }

  /** All of it; every line has its newline. */
  public String print(RunResult report) {
    StringBuilder out = new StringBuilder();
    out.append(network(report.lab(), report.kernel(), report.release())).append('\n');
    report.tests().forEach(result -> test(result, out));
    for (TestResult result : pictured(report)) {
      for (StepResult.Tried probe : result.probes()) {
        ladder(result.test().name(), probe.conversation(), out);
      }
    }
    return out.append('\n').append(total(report)).append('\n').toString();
  }

  /** The packets of a conversation, seen from both ends. */
  public String ladder(String name, Conversation conversation) {
    StringBuilder out = new StringBuilder();
    ladder(name, conversation, out);
    return out.isEmpty() ? "no packet was seen\n" : out.substring(1);
  }

  private void ladder(String name, Conversation conversation, StringBuilder out) {
    Optional<Ladder> ladder = Ladder.of(conversation);
    if (ladder.isPresent()) {
      out.append('\n').append(style.bold(name)).append("\n\n");
      new LadderPrinter(style, out).print(ladder.get(), conversation);
      tracked(conversation, out);
    }
  }

  /** A test: its name, what happened, and why it failed. */
  public void test(TestResult result, StringBuilder out) {
    String mark = result.passed() ? style.good("PASS") : style.bad("FAIL");
    out.append("  ").append(mark).append("  ");
    out.append(Style.visible(result.test().name())).append('\n');
    out.append("        ").append(style.dim(result.summary())).append('\n');
    for (String failure : result.failures()) {
      out.append("        ");
      out.append(failure.startsWith(" ") ? Style.visible(failure) : style.bad(failure))
          .append('\n');
    }
  }

  /** The first test that had packets, which is what a lab is about, and those that failed. */
  private static List<TestResult> pictured(RunResult report) {
    List<TestResult> pictured = new ArrayList<>();
    for (TestResult result : report.tests()) {
      boolean first =
          pictured.isEmpty()
              && result.probes().stream().anyMatch(p -> !p.conversation().packets().isEmpty());
      if (first || !result.passed()) {
        pictured.add(result);
      }
    }
    return pictured;
  }

  private void tracked(Conversation conversation, StringBuilder out) {
    for (Translation translation : conversation.tracked()) {
      out.append('\n').append(style.bold("tracked at " + translation.node())).append('\n');
      out.append("  ").append(ConntrackPrinter.print(translation.entry(), false)).append('\n');
    }
  }

  private String total(RunResult report) {
    long failed = report.tests().stream().filter(result -> !result.passed()).count();
    int all = report.tests().size();
    String tests = all == 1 ? "1 test" : all + " tests";
    if (all == 0) {
      return "no tests";
    }
    return failed == 0
        ? style.good(tests + " passed")
        : style.bad("%d of %s failed".formatted(failed, tests));
  }
}
