package dev.dejima.lab.suite;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;

/** Writes what came of many labs in the Test Anything Protocol, version 14. */
public final class Tap {
  private final StringBuilder out = new StringBuilder();
  private int number;

  private Tap() {}

  /** The whole text. */
  public static String write(SuiteResult result) {
    Tap tap = new Tap();
    tap.out.append("TAP version 14\n1..").append(result.tests() + result.left()).append('\n');
    result.runs().forEach(tap::run);
    return tap.out.toString();
  }

  private void run(Run run) {
    String where = run.title() + " on " + run.kernel();
    for (TestResult test : run.tests()) {
      point(test.passed(), where + ": " + test.test().name(), "");
      if (!test.passed()) {
        details(String.join("\n", test.failures()));
      }
    }
    if (!run.error().isEmpty()) {
      point(false, where, "");
      details(run.error());
    }
    for (LabTest test : run.left()) {
      point(true, where + ": " + test.name(), " # SKIP not run");
    }
  }

  private void point(boolean passed, String description, String directive) {
    String safe = visible(description).replaceAll("[\\\\#]", "\\\\$0");
    out.append(passed ? "ok " : "not ok ").append(++number).append(" - ").append(safe);
    out.append(directive).append('\n');
  }

  private static String visible(String line) {
    return Style.visible(line.replaceAll("[\t\n]", " "));
  }

  /** A block of YAML, with the text as a literal. */
  private void details(String text) {
    out.append("  ---\n  message: |2\n");
    text.lines().map(Tap::visible).forEach(line -> out.append("    ").append(line).append('\n'));
    out.append("  ...\n");
  }
}
