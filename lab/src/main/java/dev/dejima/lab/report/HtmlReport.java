package dev.dejima.lab.report;

import static dev.dejima.lab.picture.Markup.escape;

import dev.dejima.lab.picture.Look;
import dev.dejima.lab.picture.NetworkSvg;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.TestResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Writes what came of labs as a page: one file, which fetches nothing. It can be searched, folded,
 * printed, and read on a telephone, by day and by night.
 */
public final class HtmlReport {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private final List<RunResult> runs;
  private final StringBuilder out = new StringBuilder();

  private HtmlReport(List<RunResult> runs) {
    this.runs = runs;
  }

  /** The page about some runs. */
  public static String write(List<RunResult> runs) {
    return new HtmlReport(runs).page();
  }

  private String page() {
    String title =
        String.join(", ", runs.stream().map(run -> run.lab().name()).distinct().toList());
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY);
    out.append("\">\n<title>").append(verdict()).append(" – ").append(escape(title));
    out.append("</title>\n<style>\n").append(resource("report.css")).append(Look.style());
    out.append("</style>\n</head>\n<body>\n");
    head(title);
    out.append("<main>\n");
    tools();
    for (int i = 0; i < runs.size(); i++) {
      run(runs.get(i), "r" + i);
    }
    out.append("</main>\n<footer class=\"dim\">Made by Dejima.</footer>\n<script>\n");
    out.append(resource("report.js")).append("</script>\n</body>\n</html>\n");
    return out.toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long failed() {
    return runs.stream().flatMap(run -> run.tests().stream()).filter(t -> !t.passed()).count();
  }

  private long passed() {
    return runs.stream().flatMap(run -> run.tests().stream()).filter(TestResult::passed).count();
  }

  private String verdict() {
    return failed() > 0 ? failed() + " failed" : passed() + " passed";
  }

  private void head(String title) {
    long rules = runs.stream().mapToLong(run -> run.coverage().rules().size()).sum();
    long untouched = runs.stream().mapToLong(run -> run.coverage().untouched().size()).sum();
    out.append("<header>\n<h1>").append(escape(title)).append("</h1>\n<div class=\"dim\">");
    out.append(
        escape(
            String.join(
                ", ",
                runs.stream()
                    .map(run -> run.kernel() + ", Linux " + run.release())
                    .distinct()
                    .toList())));
    out.append("</div>\n<ul class=\"tally\">\n");
    tally("good", Long.toString(passed()), "passed");
    tally(failed() > 0 ? "bad" : "", Long.toString(failed()), "failed");
    if (rules > 0) {
      tally("", rules - untouched + " of " + rules, "rules were met");
    }
    out.append("</ul>\n</header>\n");
  }

  private void tally(String type, String number, String of) {
    out.append("<li class=\"%s\"><b>%s</b>%s</li>\n".formatted(type, number, of));
  }

  private void tools() {
    out.append(
        """
        <div class="tools" role="search">
        <input type="search" placeholder="Search tests, packets and rules ( / )" aria-label="Search">
        <button type="button" id="failed" aria-pressed="false">Failed only</button>
        <button type="button" id="all">Open or close all</button>
        </div>
        <p id="none" class="dim" hidden>Nothing found.</p>
        """);
  }

  private void run(RunResult run, String id) {
    String of = runs.size() > 1 ? " of " + run.lab().name() + " on " + run.kernel() : "";
    out.append("<section>\n<h2>Network").append(escape(of)).append("</h2>\n");
    HtmlTest.picture(NetworkSvg.inline(run.lab(), id + "-network"), "Network", out);
    out.append("<h2>Tests").append(escape(of)).append("</h2>\n");
    for (int i = 0; i < run.tests().size(); i++) {
      new HtmlTest(run, id + "-t" + i, out).write(run.tests().get(i));
    }
    if (run.tests().isEmpty()) {
      out.append("<p class=\"dim\">There are none.</p>\n");
    }
    if (!run.coverage().rules().isEmpty()) {
      out.append("<h2>Rules").append(escape(of)).append("</h2>\n");
      new HtmlRules(run, id, out).write();
    }
    out.append("</section>\n");
  }
}
