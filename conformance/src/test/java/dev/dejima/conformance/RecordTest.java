package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.record.Recording;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.TestResult;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.ShTool;
import dev.dejima.tools.shell.Shell;
import dev.dejima.tools.shell.StandardTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was typed is a lab that passes, and says what was seen. */
class RecordTest {
  private static final Path ARTICLE = Path.of("../examples/destination-nat/commands.sh");

  /** A network with all that a lab can say, and what was tried on it while it changed. */
  private static final String CHANGING =
      """
      for n in a r b; do ip netns add $n; ip -n $n link set lo up; done
      ip link add eth0 netns a type veth peer name p0 netns r
      ip link add eth0 netns b type veth peer name p1 netns r
      ip -n r link add br0 type bridge
      ip -n r link set p0 master br0
      ip -n a link set eth0 address 02:00:00:00:00:0a
      ip -n b link set eth0 mtu 1400
      for d in p0 p1 br0; do ip -n r link set $d up; done
      for n in a b; do ip -n $n link set eth0 up; done
      ip -n a address add 10.0.0.1/24 dev eth0
      ip -n a address add 2001:db8::1/64 dev eth0 nodad
      ip -n r address add 10.0.0.254/24 dev br0
      ip -n r address add 2001:db8::fe/64 dev br0 nodad
      ip -n r address add 10.0.5.254/24 dev p1
      ip -n r address add 10.9.9.9/32 dev lo
      ip -n b address add 10.0.5.1/24 dev eth0
      ip -n a route add default via 10.0.0.254
      ip -n b route add 10.0.0.0/8 via 10.0.5.254 metric 50
      ip -n b rule add from 10.0.5.1 lookup 100
      ip -n b route add 10.0.0.0/8 via 10.0.5.254 table 100
      ip -n r neigh add 10.0.5.77 lladdr 02:00:00:00:00:77 dev p1
      ip netns exec a nc -w 1 -z 10.0.5.1 80
      ip netns exec r sysctl -q -w net.ipv4.ip_forward=1
      ip netns exec a ping -c 1 10.0.5.1
      ip netns exec b nc -lk 80 &
      ip netns exec a nc -w 1 -z 10.0.5.1 80
      ip netns exec a ping -c1 10.9.9.9
      ip netns exec a ping -c1 2001:db8::fe
      ip netns exec r nft -f - <<END
      table inet f {
        set s { type ipv4_addr; }
        chain c { type filter hook forward priority 0; policy accept;
          ip saddr @s tcp dport 80 reject with tcp reset
        }
      }
      END
      ip netns exec r nft 'add element inet f s { 10.0.0.1 }'
      ip netns exec a nc -w 1 -z 10.0.5.1 80
      ip netns exec a ping -s 1000 -c 1 10.0.5.1
      ip -n a route del default
      ip netns exec a nc -w 1 -z 10.0.5.1 80
      ip netns exec r nft flush ruleset
      """;

  @TempDir private Path directory;

  private static KernelProvider provider(String kernel) {
    KernelProvider provider = Scenarios.provider(kernel);
    Optional<String> lack = provider.unavailable();
    assumeTrue(lack.isEmpty(), () -> "SKIPPED: " + lack.orElseThrow());
    return provider;
  }

  private static Kernel open(String kernel) throws KernelException {
    return provider(kernel).open(KernelOptions.DEFAULT);
  }

  private List<String> record(String kernelName, String text, Path file) throws Exception {
    Recording recording = new Recording();
    recording.begin(file);
    Toolbox toolbox =
        new Toolbox(StandardTools.list(LineSource.STANDARD_INPUT, new ShTool()), recording);
    try (Kernel kernel = open(kernelName)) {
      Shell shell = new Shell(kernel, toolbox, StandardStreams.none(), directory);
      shell.run(Script.parse(text, 1));
      List<String> said = recording.end(kernel, () -> open(kernelName));
      shell.close();
      return said;
    }
  }

  private static void passes(Path file, String kernelName) throws Exception {
    try (Kernel kernel = open(kernelName)) {
      assertThat(LabRun.run(LabFile.read(file), kernel).tests()).allMatch(TestResult::passed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netstack", "linux"})
  void theArticle(String kernel) throws Exception {
    Path file = directory.resolve("article.yaml");
    List<String> said = record(kernel, Files.readString(ARTICLE), file);
    assertThat(said).singleElement().asString().contains("has 3 nodes and 1 test;");
    assertThat(file)
        .content()
        .contains("listen: { at: lan, tcp: 54321 }")
        .contains("send: \"hello\\n\" }")
        .contains("translated_to: \"192.0.2.1:54321\"");
    passes(file, "netstack");
    passes(file, kernel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netstack", "linux"})
  void aNetworkThatChanges(String kernel) throws Exception {
    Path file = directory.resolve("changing.yaml");
    List<String> said = record(kernel, CHANGING, file);
    assertThat(said)
        .containsExactly(
            file + " has 3 nodes and 8 tests; run it: dejima run " + file,
            "record: not in the lab: nft flush ruleset (behind the last probe)");
    Lab lab = LabFile.read(file);
    assertThat(lab.tests())
        .extracting(LabTest::name)
        .containsExactly(
            "a hears nothing from 10.0.5.1:80",
            "a reaches 10.0.5.1 by ping",
            "a reaches 10.0.5.1:80 (2)",
            "a reaches 10.9.9.9 by ping",
            "a reaches 2001:db8::fe by ping",
            "a is refused at 10.0.5.1:80 (3)",
            "a: ping -s 1000 -c 1 10.0.5.1",
            "a has no way to 10.0.5.1:80 (4)");
    assertThat(file)
        .content()
        .contains("eth0: { mac: \"02:00:00:00:00:0a\", addresses:")
        .contains("br0: { type: bridge, ports: [ p0 ], addresses: [ 10.0.0.254/24,")
        .contains("\"10.0.5.77\": lladdr 02:00:00:00:00:77 dev p1")
        .contains("priority 32765 from 10.0.5.1 lookup 100");
    passes(file, "netstack");
    passes(file, kernel);
  }

  @Test
  void withoutAProbeThereAreNoTests() throws Exception {
    Path file = directory.resolve("alone.yaml");
    List<String> said =
        record("netstack", "ip link add a type veth peer name b; ip link set a up", file);
    assertThat(said).containsExactly(file + " has 1 node and 0 tests; run it: dejima run " + file);
    assertThat(LabFile.read(file).topology().links()).hasSize(1);
  }
}
