package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.kernel.Namespace;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import dev.dejima.netstack.NetstackProvider;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The account of a trace on Linux is that of a twin, which agrees with what was seen there. */
@Tag("linux")
final class TwinTest {
  private static final String AGREES =
      "computed on a twin of the real network, which agrees with what was seen there";

  private final KernelProvider linux = Scenarios.provider("linux");

  @BeforeEach
  void needsLinux() {
    Optional<String> lack = linux.unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real kernel: " + lack.get());
  }

  private interface Change {
    void make(Network real) throws Exception;
  }

  private Trace trace(String path, String from, String probe, Change change) throws Exception {
    Lab lab = LabFile.read(Path.of(path));
    try (Kernel real = linux.open(KernelOptions.DEFAULT);
        Network network = Network.start(lab, real);
        Kernel empty = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      change.make(network);
      return TraceRequest.probe(lab, from, probe, null, "").run(new Tracer(network, empty));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../examples/destination-nat, wan, tcp 203.0.113.254:54321, ANSWERED",
    "../examples/destination-nat, wan, tcp 203.0.113.254:22, REFUSED",
    "../examples/destination-nat, wan, ping 192.0.2.1, ANSWERED",
    "../examples/source-nat/masquerade.yaml, lan, tcp 203.0.113.1:80, ANSWERED",
    "src/test/resources/trace, wan, tcp 203.0.113.254:8080, ANSWERED",
    "src/test/resources/trace, wan, tcp 192.0.2.1:81, DROPPED",
    "src/test/resources/trace, wan, udp 192.0.2.1:54, REFUSED",
    "src/test/resources/trace, wan, tcp 198.51.100.1:1, DROPPED",
    "src/test/resources/trace, wan, ping 2001:db8:1::1, ANSWER_LOST",
    "src/test/resources/trace, wan, ping 203.0.113.9, UNREACHABLE",
    "src/test/resources/trace, lan, tcp 203.0.113.1:80, REFUSED",
    "src/test/resources/trace/switch.yaml, a, udp 10.1.0.1:9, ANSWERED",
    "src/test/resources/trace/switch.yaml, b, ping 10.0.0.1, ANSWERED",
    "src/test/resources/trace/switch.yaml, a, tcp 10.0.0.254:22, ANSWERED",
    "src/test/resources/trace/switch.yaml, a, tcp 10.0.0.254:23, DROPPED",
    "src/test/resources/trace/switch.yaml, b, ping 10.1.0.1, NOT_SENT",
  })
  void agrees(String lab, String from, String probe, Disposition disposition) throws Exception {
    Trace trace = trace(lab, from, probe, real -> {});
    assertThat(trace.notes()).startsWith(AGREES);
    assertThat(trace.disposition()).isEqualTo(disposition);
  }

  @Test
  void whatWasChangedByHandIsBroughtOver() throws Exception {
    Trace trace =
        trace(
            "../examples/destination-nat/lab.yaml",
            "wan",
            "tcp 203.0.113.254:54321",
            real -> {
              Namespace router = real.namespace("router");
              router.sysctl().write("net/ipv4/conf/gw-veth1/forwarding", "0");
            });
    assertThat(trace.notes()).containsExactly(AGREES);
    assertThat(trace.reason()).startsWith("router does not forward what comes in by gw-veth1");
  }

  @Test
  void soIsARulesetThatIsAnotherByNow() throws Exception {
    Trace trace =
        trace(
            "../examples/destination-nat/lab.yaml",
            "wan",
            "tcp 203.0.113.254:54321",
            real -> {
              String rules =
                  """
                  table ip late {
                    set s { type ipv4_addr; elements = { 203.0.113.1 }; }
                    chain f {
                      type filter hook forward priority 0;
                      ip saddr @s counter drop
                    }
                  }
                  """;
              real.namespace("router")
                  .nfTables()
                  .commit(
                      Compiler.compile(
                              NftParser.parse("late", rules, IncludeReader.NONE).commands(),
                              Snapshot.EMPTY,
                              Environment.PLAIN)
                          .messages());
            });
    assertThat(trace.notes()).containsExactly(AGREES);
    assertThat(trace.disposition()).isEqualTo(Disposition.DROPPED);
    assertThat(trace.reason()).contains("ip saddr @s counter", "ip late f");
  }
}
