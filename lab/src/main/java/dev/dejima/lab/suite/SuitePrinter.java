package dev.dejima.lab.suite;

import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.Coverage.RuleHits;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.util.List;
import java.util.Locale;

/** Writes what came of many labs for people: a line each, and why tests failed. */
public record SuitePrinter(Style style) {

  /** One lab. */
  public String print(Run run) {
    StringBuilder out = new StringBuilder();
    long failed = run.tests().stream().filter(test -> !test.passed()).count();
    String count =
        run.result().isEmpty()
            ? "did not start"
            : failed == 0
                ? tests(run.tests().size())
                : "%d of %s failed".formatted(failed, tests(run.tests().size()));
    out.append(
        "  %s  %s on %s: %s%n".formatted(mark(run.passed()), run.title(), run.kernel(), count));
    run.error().lines().forEach(line -> out.append("        ").append(line).append('\n'));
    for (TestResult test : run.tests()) {
      if (!test.passed()) {
        out.append("        ").append(style.bold(test.test().name())).append('\n');
        out.append("          ").append(test.summary()).append('\n');
        test.failures().forEach(line -> out.append("          ").append(line).append('\n'));
      }
    }
    return out.toString();
  }

  private String mark(boolean passed) {
    return passed ? style.good("PASS") : style.bad("FAIL");
  }

  private static String tests(int number) {
    return count(number, "test");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** All of them, behind the lines of each. */
  public String summary(SuiteResult result) {
    StringBuilder out = new StringBuilder("\n");
    List<String> differences = result.differences();
    if (!differences.isEmpty()) {
      out.append("not alike on all kernels:\n");
      differences.forEach(line -> out.append("  ").append(line).append('\n'));
      out.append('\n');
    }
    int failures = result.failures();
    out.append(
        failures == 0
            ? style.good(
                "%s in %s passed"
                    .formatted(tests(result.tests()), count(result.runs().size(), "run")))
            : style.bad("%d of %s failed".formatted(failures, tests(result.tests()))));
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
          "  %s %s  %s%n".formatted(rule.node(), rule.rule().location(), rule.rule().text()));
    }
    return out.toString();
  }
}
