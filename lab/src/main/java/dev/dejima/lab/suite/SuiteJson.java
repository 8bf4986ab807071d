package dev.dejima.lab.suite;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.report.IndentedJson;
import dev.dejima.lab.run.Coverage.RuleHits;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/**
 * Writes what came of many labs as JSON; docs/tests.md says what its keys mean. Keys are only ever
 * added. Times are of the kernel, in seconds.
 */
public final class SuiteJson {
  private final JsonGenerator out;

  private SuiteJson(JsonGenerator out) {
    this.out = out;
  }

  /** The whole document. */
  public static String write(SuiteResult result) {
    return IndentedJson.write(out -> new SuiteJson(out).document(result));
  }

  private void document(SuiteResult result) {
    out.writeStartObject();
    out.writeBooleanProperty("passed", result.passed());
    out.writeNumberProperty("tests", result.tests() + result.left());
    out.writeNumberProperty("failures", result.failures() - result.broken());
    out.writeNumberProperty("errors", result.broken());
    out.writeNumberProperty("skipped", result.left());
    out.writeNumberProperty("coverage", result.coverage().share());
    IndentedJson.texts(out, "differences", result.differences());
    out.writeArrayPropertyStart("runs");
    result.runs().forEach(this::run);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void run(Run run) {
    out.writeStartObject();
    out.writeStringProperty("lab", run.title());
    out.writeStringProperty("file", run.file().toString());
    out.writeStringProperty("kernel", run.kernel());
    out.writeStringProperty("release", run.result().release());
    out.writeBooleanProperty("passed", run.passed());
    if (!run.error().isEmpty()) {
      out.writeStringProperty("error", run.error());
    }
    out.writeArrayPropertyStart("tests");
    run.tests().forEach(this::test);
    for (LabTest test : run.left()) {
      out.writeStartObject();
      head(test, "skipped");
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("rules");
    run.result().coverage().rules().forEach(this::rule);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void head(LabTest test, String status) {
    out.writeStringProperty("name", test.name());
    out.writeStringProperty("place", test.place().toString());
    out.writeStringProperty("status", status);
  }

  private void test(TestResult result) {
    out.writeStartObject();
    head(result.test(), result.passed() ? "passed" : "failed");
    seconds(result.took());
    out.writeStringProperty("summary", result.summary());
    if (!result.passed()) {
      IndentedJson.texts(out, "explanation", result.explanation());
    }
    out.writeArrayPropertyStart("steps");
    result.steps().forEach(this::step);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void step(StepResult result) {
    out.writeStartObject();
    out.writeStringProperty("place", result.step().place().toString());
    out.writeBooleanProperty("passed", result.passed());
    seconds(result.took());
    out.writeStringProperty("summary", result.summary());
    if (!result.passed()) {
      IndentedJson.texts(out, "failures", result.failures());
    }
    out.writeEndObject();
  }

  private void rule(RuleHits hits) {
    out.writeStartObject();
    out.writeStringProperty("node", hits.node());
    out.writeStringProperty("chain", hits.rule().where());
    out.writeStringProperty("rule", hits.rule().text());
    out.writeStringProperty("place", hits.rule().location());
    out.writeNumberProperty("packets", hits.packets());
    out.writeEndObject();
  }

  private void seconds(Duration time) {
    out.writeNumberProperty("seconds", time.toNanos() / 1e9);
  }
}
