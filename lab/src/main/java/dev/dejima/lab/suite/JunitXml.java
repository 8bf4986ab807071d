package dev.dejima.lab.suite;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes what came of many labs as the XML that build servers read from JUnit. A lab on a kernel is
 * a test suite; times are of the kernel, in seconds.
 */
public final class JunitXml {
  private final XMLStreamWriter xml;

  private JunitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** The whole document. */
  public static String write(SuiteResult result) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      new JunitXml(xml).document(result);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.append('\n').toString();
  }

  private void document(SuiteResult result) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    attribute("tests", Integer.toString(result.tests() + result.left()));
    attribute("failures", Integer.toString(result.failures() - result.broken()));
    attribute("errors", Integer.toString(result.broken()));
    attribute("skipped", Integer.toString(result.left()));
    for (Run run : result.runs()) {
      suite(run);
    }
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(Run run) throws XMLStreamException {
    int errors = run.error().isEmpty() ? 0 : 1;
    line(1);
    xml.writeStartElement("testsuite");
    attribute("name", run.title() + " on " + run.kernel());
    attribute("tests", Integer.toString(run.result().lab().tests().size() + errors));
    attribute("failures", Integer.toString(run.failures()));
    attribute("errors", Integer.toString(errors));
    attribute("skipped", Integer.toString(run.left().size()));
    attribute(
        "time",
        seconds(run.tests().stream().map(TestResult::took).reduce(Duration.ZERO, Duration::plus)));
    for (TestResult test : run.tests()) {
      String why = String.join("\n", test.failures());
      testCase(run, test.test().name(), test.took(), test.passed() ? "" : "failure", why);
    }
    if (errors > 0) {
      testCase(run, "network", Duration.ZERO, "error", run.error());
    }
    for (LabTest test : run.left()) {
      testCase(run, test.name(), Duration.ZERO, "skipped", "not run");
    }
    line(1);
    xml.writeEndElement();
  }

  private void testCase(Run run, String name, Duration took, String problem, String why)
      throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    attribute("classname", run.title() + "." + run.kernel());
    attribute("name", name);
    attribute("file", run.file().toString());
    attribute("time", seconds(took));
    if (!problem.isEmpty()) {
      line(3);
      xml.writeStartElement(problem);
      attribute("message", why.lines().findFirst().orElse(""));
      xml.writeCharacters(legal(why));
      xml.writeEndElement();
      line(2);
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }

  /** What XML 1.0 has no room for is replaced. */
  private static String legal(String text) {
    return text.codePoints()
        .map(c -> isLegal(c) ? c : 0xfffd)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c < 0xd800
        || c >= 0xe000 && c < 0xfffe
        || c >= 0x10000;
  }
}
