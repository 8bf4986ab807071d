package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Inquest;
import dev.dejima.lab.suite.JunitXml;
import dev.dejima.lab.suite.LabFiles;
import dev.dejima.lab.suite.Suite;
import dev.dejima.lab.suite.SuitePrinter;
import dev.dejima.lab.suite.SuiteResult;
import dev.dejima.lab.suite.Tap;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<Suite.Entry> labs = new ArrayList<>();
    for (Path file : files) {
      labs.add(new Suite.Entry(file, LabFile.read(file)));
    }
    return new Suite(SuiteTest::open, _ -> Inquest.NONE, 2).run(labs, List.of(kernels), _ -> {});
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
  void labsAreFoundButThoseMeantToFail() throws Exception {
    Path one = lab("one", "timeout");
    lab("broken", "timeout");
    lab(".hidden", "timeout");
    Path alone = Files.writeString(directory.resolve("alone.yaml"), "name: alone\n");
    Files.writeString(directory.resolve("one/other.yaml"), "name: part\n");
    assertThat(LabFiles.under(directory)).containsExactly(alone, one);
    assertThat(LabFiles.under(directory.resolve("broken"))).hasSize(1);
  }

  @Test
  void whatFailsIsSaid() throws Exception {
    SuiteResult result = run(List.of(lab("good", "timeout"), lab("bad", "refused")), "netstack");
    assertThat(result.passed()).isFalse();
    assertThat(result.tests()).isEqualTo(4);
    assertThat(result.failures()).isEqualTo(1);
    SuitePrinter printer = new SuitePrinter(Style.PLAIN);
    assertThat(printer.print(result.runs().getFirst()))
        .isEqualTo("  PASS  good on netstack: 2 tests\n");
    assertThat(printer.print(result.runs().getLast()))
        .contains("FAIL  bad on netstack: 1 of 2 tests failed")
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
  @Tag("linux")
  void bothKernelsAreCompared() throws Exception {
    Optional<String> reason = provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    SuiteResult result = run(List.of(lab("good", "timeout")), "netstack", "linux");
    assertThat(result.passed()).isTrue();
    assertThat(result.runs())
        .extracting(SuiteResult.Run::kernel)
        .containsExactly("netstack", "linux");
    assertThat(result.differences()).isEmpty();
  }
}
