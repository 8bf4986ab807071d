package dev.dejima.lab.suite;

import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.Coverage.RuleHits;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.util.List;
import java.util.Locale;

/** Writes what came of many labs for people: a line each as they end, and then why tests failed. */
public record SuitePrinter(Style style) {

  /** One lab, in a line. */
  public String line(Run run) {
    String mark = run.failed() ? style.bad("FAIL") : style.good("PASS");
    return "  %s  %s: %s%n".formatted(mark, where(run), outcome(run));
  }

  private static String where(Run run) {
    return Style.visible(run.title() + " on " + run.kernel());
  }

  private static String outcome(Run run) {
    if (!run.error().isEmpty()) {
      return run.tests().isEmpty()
          ? "did not start"
          : "broke off after " + tests(run.tests().size());
    }
    String all = tests(run.tests().size());
    String ended = run.failures() == 0 ? all : "%d of %s failed".formatted(run.failures(), all);
    return run.left().isEmpty() ? ended : ended + ", %d not run".formatted(run.left().size());
  }

  private static String tests(int number) {
    return count(number, "test");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Why labs failed, in their order. */
  public String failures(SuiteResult result) {
    StringBuilder out = new StringBuilder();
    result.runs().stream().filter(Run::failed).forEach(run -> failures(run, out));
    return out.toString();
  }

  private void failures(Run run, StringBuilder out) {
    out.append('\n').append(style.bold(run.title() + " on " + run.kernel())).append('\n');
    for (TestResult test : run.tests()) {
      if (!test.passed()) {
        new ReportPrinter(style).test(test, out);
      }
    }
    run.error().lines().forEach(l -> out.append("  ").append(Style.visible(l)).append('\n'));
  }

  /** All of them, behind the lines of each. */
  public String summary(SuiteResult result) {
    StringBuilder out = new StringBuilder("\n");
    List<String> differences = result.differences();
    if (!differences.isEmpty()) {
      out.append("not alike on all kernels:\n");
      differences.forEach(l -> out.append("  ").append(Style.visible(l)).append('\n'));
      out.append('\n');
    }
    String left = result.left() == 0 ? "" : ", %d not run".formatted(result.left());
    String all = tests(result.tests());
    out.append(
        result.failures() == 0
            ? style.good(all + " in " + count(result.runs().size(), "run") + " passed" + left)
            : style.bad("%d of %s failed%s".formatted(result.failures(), all, left)));
    return out.append('\n').toString();
  }

  /** Which rules no test touched. */
  public String coverage(Coverage coverage) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%nrules that a test touched: %d of %d, %.0f %%%n",
            coverage.rules().size() - coverage.untouched().size(),
            coverage.rules().size(),
            100 * coverage.share()));
    for (RuleHits rule : coverage.untouched()) {
      out.append(
          Style.visible(
              "  %s %s  %s%n".formatted(rule.node(), rule.rule().location(), rule.rule().text())));
    }
    return out.toString();
  }
}
