package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceJson;
import dev.dejima.lab.trace.TracePrinter;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import dev.dejima.netstack.NetstackProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces through a router with a filter and translations, as people and programs read them. */
final class TraceTest {
  private static final Path LAB = Path.of("src/test/resources/trace/lab.yaml");
  private static final Path GOLDEN = Path.of("src/test/resources/golden/trace");

  private static Trace trace(Lab lab, TraceRequest request) throws Exception {
    try (Kernel kernel = new NetstackProvider().open(new KernelOptions(1, false, false));
        Network network = Network.start(lab, kernel)) {
      return request.run(new Tracer(network));
    }
  }

  private static Trace trace(String from, String probe) throws Exception {
    Lab lab = LabFile.read(LAB);
    return trace(lab, TraceRequest.probe(lab, from, probe, null, ""));
  }

  private static void compare(String name, String text) throws Exception {
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @CsvSource({
    "wan, tcp 203.0.113.254:8080, ANSWERED",
    "wan, tcp 203.0.113.254:8081, REFUSED",
    "wan, tcp 192.0.2.1:81, DROPPED",
    "wan, tcp 192.0.2.1:22, REFUSED",
    "wan, udp 192.0.2.1:54, REFUSED",
    "wan, tcp 198.51.100.1:1, DROPPED",
    "wan, ping 2001:db8:1::1, ANSWER_LOST",
    "wan, ping 203.0.113.9, UNREACHABLE",
    "lan, udp 203.0.113.1:99, ANSWERED",
    "lan, ping 2001:db8:9::1, NOT_SENT",
  })
  void shortAccounts(String from, String probe, Disposition disposition) throws Exception {
    Trace trace = trace(from, probe);
    assertThat(trace.disposition()).isEqualTo(disposition);
    String name = (from + " " + probe).replaceAll("[^a-z0-9]+", "-");
    compare(name + ".txt", new TracePrinter(new Style(90, false), false).print(trace));
  }

  @Test
  void allThatHappens() throws Exception {
    Trace trace = trace("wan", "tcp 203.0.113.254:8080");
    compare("all.txt", new TracePrinter(new Style(90, false), true).print(trace));
    compare("all.json", TraceJson.write(trace));
  }

  @Test
  void theDocumentShowsTrueOutput() throws Exception {
    String document = Files.readString(Path.of("../docs/trace.md"));
    Matcher shown =
        Pattern.compile("```\n\\$ dejima trace (\\S+) (\\S+) '([^']+)'\n(.*?)```", Pattern.DOTALL)
            .matcher(document);
    int blocks = 0;
    while (shown.find()) {
      blocks++;
      Lab lab = LabFile.read(Path.of("..").resolve(shown.group(1)));
      Trace trace = trace(lab, TraceRequest.probe(lab, shown.group(2), shown.group(3), null, ""));
      assertThat(shown.group(4)).isEqualTo(new TracePrinter(Style.PLAIN, false).print(trace));
    }
    assertThat(blocks).isEqualTo(2);
  }

  @Test
  void aFrameAtAnInterface() throws Exception {
    Lab lab = LabFile.read(LAB);
    // Says that it comes from the router itself.
    String frame =
        "ffffffffffff 020000000001 0800"
            + "4500001c 00010000 4001 7ae3 cb0071fe c00002fe"
            + "0800f7ff 00000000";
    Trace trace = trace(lab, TraceRequest.frame(lab, "router:gw0", frame, null));
    compare("frame.txt", new TracePrinter(new Style(90, false), false).print(trace));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wam    | tcp 1.2.3.4:1 | dejima trace: no node 'wam'; did you mean wan?",
        "nobody | tcp 1.2.3.4:1 | dejima trace: no node 'nobody'; there are: lan, router, wan",
        "wan    | tcp 1.2.3.4   | dejima trace: not ADDRESS:PORT: '1.2.3.4'; as in"
            + " 203.0.113.1:80 or [2001:db8::1]:80",
        "wan    | sctp 1.2.3.4:1 | dejima trace: no probe 'sctp'; tcp ADDRESS:PORT, udp"
            + " ADDRESS:PORT or ping ADDRESS, in quotes",
      })
  void mistakes(String from, String probe, String message) throws Exception {
    Lab lab = LabFile.read(LAB);
    assertThatThrownBy(() -> TraceRequest.probe(lab, from, probe, null, ""))
        .isInstanceOf(LabException.class)
        .hasMessage(message);
  }
}
