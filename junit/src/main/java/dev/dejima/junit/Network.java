package dev.dejima.junit;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.ProbeWords;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.TestResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;

/** The network of a test, up. */
public final class Network {
  private final Session session;

  Network(Session session) {
    this.session = session;
  }

  /** The kernel that it is on. */
  public Kernel kernel() {
    return session.kernel();
  }

  /** What it was made of. */
  public dev.dejima.lab.Lab lab() {
    return session.network().lab();
  }

  /**
   * The node of a name.
   *
   * @throws IllegalArgumentException if there is none, with what was likely meant
   */
  public Node node(String name) {
    try {
      return new Node(session, ProbeWords.node(lab().topology(), name));
    } catch (LabException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Its nodes, in the order of the lab. */
  public List<Node> nodes() {
    return lab().topology().nodes().stream().map(node -> new Node(session, node)).toList();
  }

  /** Tries a probe from a node: {@link Node#probe(String)}. */
  public ProbeResult probe(String from, String probe) throws InterruptedException {
    return node(from).probe(probe);
  }

  /** Follows a probe from a node: {@link Node#trace}. */
  public TraceResult trace(String from, String probe) throws InterruptedException {
    return node(from).trace(probe);
  }

  /** Lets the kernel's time pass: at once on netstack; on linux that is to wait. */
  public void advance(Duration duration) throws InterruptedException {
    Kernel kernel = kernel();
    try {
      session.run(
          kernel.initial(),
          "advance",
          _ -> {
            kernel.clock().sleep(duration);
            return true;
          });
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lab file's own tests, for a method with {@link org.junit.jupiter.api.TestFactory}. */
  public Stream<DynamicTest> tests() {
    return lab().tests().stream()
        .map(test -> DynamicTest.dynamicTest(test.name(), () -> run(test)));
  }

  private void run(LabTest test) throws LabException, InterruptedException {
    TestResult result = LabRun.test(session.network(), test);
    if (result.passed()) {
      return;
    }
    TestResult explained = new TestResult(test, result.steps(), session.explainer().of(result));
    StringBuilder text = new StringBuilder(String.join("\n", explained.failures()));
    ReportPrinter printer = new ReportPrinter(Style.PLAIN);
    result
        .probes()
        .forEach(p -> text.append("\n\n").append(printer.ladder(test.name(), p.conversation())));
    session.capture().ifPresent(file -> text.append("\ncapture: ").append(file).append('\n'));
    throw new AssertionFailedError(text.toString());
  }
}
