package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Inquest;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.suite.JunitXml;
import dev.dejima.lab.suite.Suite;
import dev.dejima.lab.suite.SuiteJson;
import dev.dejima.lab.suite.SuitePrinter;
import dev.dejima.lab.suite.SuiteResult;
import dev.dejima.lab.suite.SuiteResult.Run;
import dev.dejima.lab.suite.Tap;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Many labs run side by side, and what came of them is written for people and machines. */
@Timeout(60)
class SuiteTest {
  private static final String LAB =
      """
      name: %s
      nodes:
        a: { interfaces: { eth0: 192.0.2.1/24 } }
        b:
          interfaces: { eth0: 192.0.2.2/24 }
          nftables: |
            table ip t {
              chain input {
                type filter hook input priority 0; policy accept;
                tcp dport 23 drop
                tcp dport 24 drop
              }
            }
      links:
        - [ "a:eth0", "b:eth0" ]
      tests:
        - name: open
          listen:  { at: b, tcp: 80 }
          connect: { from: a, to: "192.0.2.2:80" }
          expect:  connected
        - name: "<closed> & ]]> # \\\\"
          connect: { from: a, to: "192.0.2.2:23" }
          within:  500ms
          expect:  %s
      """;

  @TempDir Path directory;

  private Path lab(String name, String outcome) throws Exception {
    Path file = directory.resolve(name).resolve("lab.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, LAB.formatted(name, outcome));
  }

  private static SuiteResult run(List<Path> files, String... kernels) throws Exception {
    return suite(SuiteTest::open, false).run(entries(files), List.of(kernels), _ -> {});
  }

  private static Suite suite(Suite.KernelSource kernels, boolean failFast) {
    return new Suite(kernels, _ -> Inquest.NONE, 2, failFast);
  }

  private static List<Suite.Entry> entries(List<Path> files) throws Exception {
    List<Suite.Entry> labs = new ArrayList<>();
    for (Path file : files) {
      labs.add(new Suite.Entry(file, LabFile.read(file)));
    }
    return labs;
  }

  private static Kernel open(String name) {
    try {
      return provider(name).open(KernelOptions.DEFAULT);
    } catch (KernelException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KernelProvider provider(String name) {
    return Scenarios.provider(name);
  }

  @Test
  void whatFailsIsSaid() throws Exception {
    SuiteResult result = run(List.of(lab("good", "timeout"), lab("bad", "refused")), "netstack");
    assertThat(result.passed()).isFalse();
    assertThat(result.tests()).isEqualTo(4);
    assertThat(result.failures()).isEqualTo(1);
    SuitePrinter printer = new SuitePrinter(Style.PLAIN);
    assertThat(result.runs().stream().map(printer::line))
        .containsExactly(
            "  PASS  good on netstack: 2 tests\n",
            "  FAIL  bad on netstack: 1 of 2 tests failed\n");
    assertThat(printer.failures(result))
        .startsWith("\nbad on netstack\n  FAIL  <closed>")
        .contains("expected refused, but it was timeout")
        .contains("tcp dport 23 drop");
    assertThat(printer.summary(result)).isEqualTo("\n1 of 4 tests failed\n");
    assertThat(printer.coverage(result.coverage()))
        .contains("2 of 4, 50 %")
        .contains("tcp dport 24 drop");
  }

  @Test
  void machinesReadIt() throws Exception {
    SuiteResult result = run(List.of(lab("bad", "refused")), "netstack");
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(JunitXml.write(result))));
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    Element failure = (Element) document.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).startsWith("expected refused, but it was timeout");
    assertThat(((Element) failure.getParentNode()).getAttribute("name"))
        .isEqualTo("<closed> & ]]> # \\");
    assertThat(Tap.write(result).lines().toList())
        .startsWith(
            "TAP version 14",
            "1..2",
            "ok 1 - bad on netstack: open",
            "not ok 2 - bad on netstack: <closed> & ]]> \\# \\\\",
            "  ---",
            "  message: |2",
            "    expected refused, but it was timeout after 500 ms")
        .endsWith("  ...");
  }

  @Test
  void programsReadIt() throws Exception {
    SuiteResult result = run(List.of(lab("bad", "refused")), "netstack");
    assertThat(JsonTree.read(SuiteJson.write(result)))
        .asInstanceOf(MAP)
        .containsEntry("passed", false)
        .containsEntry("tests", 2L)
        .containsEntry("failures", 1L)
        .containsEntry("coverage", "0.5")
        .extractingByKey("runs", LIST)
        .singleElement(MAP)
        .containsEntry("lab", "bad")
        .containsEntry("kernel", "netstack")
        .doesNotContainKey("error")
        .satisfies(run -> assertThat(run).extractingByKey("rules", LIST).hasSize(2))
        .extractingByKey("tests", LIST)
        .last(MAP)
        .containsEntry("name", "<closed> & ]]> # \\")
        .containsEntry("status", "failed")
        .extractingByKey("steps", LIST)
        .last(MAP)
        .extractingByKey("failures", LIST)
        .first(STRING)
        .startsWith("expected refused, but it was timeout");
  }

  @Test
  void whatBreaksOneLabBreaksNoOther() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    List<Path> files =
        List.of(lab("one", "timeout"), lab("two", "timeout"), lab("three", "timeout"));
    SuiteResult result =
        new Suite(
                name ->
                    switch (opened.getAndIncrement()) {
                      case 0 -> throw new IllegalArgumentException("no kernel");
                      case 1 -> throw new LabException("error: no room");
                      default -> open(name);
                    },
                _ -> Inquest.NONE,
                1,
                false)
            .run(entries(files), List.of("netstack"), _ -> {});
    assertThat(result.passed()).isFalse();
    assertThat(result.runs().getFirst().error())
        .contains("a mistake in Dejima itself", "no kernel", "SuiteTest");
    assertThat(result.runs().get(1).error()).isEqualTo("error: no room");
    assertThat(result.runs().getLast().passed()).isTrue();
    SuitePrinter printer = new SuitePrinter(Style.PLAIN);
    assertThat(printer.line(result.runs().getFirst()))
        .isEqualTo("  FAIL  one on netstack: did not start\n");
    assertThat(printer.failures(result)).contains("\ntwo on netstack\n  error: no room\n");
    assertThat(printer.summary(result)).isEqualTo("\n2 of 4 tests failed, 4 not run\n");
    assertThat(Tap.write(result))
        .contains("1..8", "not ok 1 - one on netstack\n", "ok 2 - one on netstack: open # SKIP");
  }

  @Test
  void oneFailureIsEnoughWhereThatIsAskedFor() throws Exception {
    Path bad = lab("bad", "refused");
    Files.writeString(
        bad,
        Files.readString(bad)
            + """
              - name: later
                connect: { from: a, to: "192.0.2.2:80" }
                expect:  refused
            """);
    List<Run> told = new ArrayList<>();
    SuiteResult result =
        new Suite(SuiteTest::open, _ -> Inquest.NONE, 1, true)
            .run(entries(List.of(bad, lab("good", "timeout"))), List.of("netstack"), told::add);
    assertThat(told).containsExactly(result.runs().getFirst());
    assertThat(result.left()).isEqualTo(3);
    assertThat(new SuitePrinter(Style.PLAIN).line(told.getFirst()))
        .isEqualTo("  FAIL  bad on netstack: 1 of 2 tests failed, 1 not run\n");
    assertThat(JunitXml.write(result)).contains("skipped=\"3\"", "<skipped message=\"not run\">");
  }

  @Test
  void whatEndsFirstIsToldFirstAndReportedInTheOrderAskedFor() throws Exception {
    List<Path> files = List.of(lab("slow", "timeout"), lab("quick", "timeout"));
    CountDownLatch quickEnded = new CountDownLatch(1);
    List<String> told = new ArrayList<>();
    SuiteResult result =
        new Suite(SuiteTest::open, network -> waiting(network, quickEnded), 2, false)
            .run(
                entries(files),
                List.of("netstack"),
                run -> {
                  told.add(run.title());
                  quickEnded.countDown();
                });
    assertThat(told).containsExactly("quick", "slow");
    assertThat(result.runs()).extracting(Run::title).containsExactly("slow", "quick");
  }

  private static Inquest waiting(Network network, CountDownLatch quickEnded) {
    try {
      if (network.lab().name().equals("slow")) {
        quickEnded.await();
      }
      return Inquest.NONE;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void labsOfOneNameAreToldApart() throws Exception {
    Path one = lab("same", "timeout");
    Path two = Files.copy(one, directory.resolve("copy.yaml"));
    SuiteResult result = run(List.of(one, two), "netstack");
    assertThat(result.runs())
        .extracting(Run::title)
        .containsExactly("same (" + one + ")", "same (" + two + ")");
  }

  @Test
  @Tag("linux")
  void bothKernelsAreCompared() throws Exception {
    Optional<String> reason = provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    SuiteResult result = run(List.of(lab("good", "timeout")), "netstack", "linux");
    assertThat(result.passed()).isTrue();
    assertThat(result.runs()).extracting(Run::kernel).containsExactly("netstack", "linux");
    assertThat(result.differences()).isEmpty();
  }
}
