package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabBuilder;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.RunResult;
import dev.dejima.netstack.NetstackProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a lab says when it does not start, or when a test fails. */
@Timeout(30)
class LabFailuresTest {
  private static final String DNAT =
      """
      table ip nat {
        chain pre {
          type nat hook prerouting priority dstnat;
          tcp dport 80 dnat to 192.0.2.1
        }
      }
      """;

  private static LabBuilder lab(String ruleset, String forwarding) {
    return Lab.named("failing")
        .node("lan", n -> n.device("eth0", "192.0.2.1/24").route("default", "192.0.2.254"))
        .node(
            "router",
            n ->
                n.device("in", "192.0.2.254/24")
                    .device("out", "203.0.113.254/24")
                    .sysctl(forwarding, "1")
                    .nftables(ruleset))
        .node("wan", n -> n.device("eth0", "203.0.113.1/24"))
        .link("lan:eth0", "router:in")
        .link("router:out", "wan:eth0")
        .test(
            "web",
            t ->
                t.listen("lan", Transport.TCP, 80)
                    .connect("wan", "203.0.113.254:80", "hello")
                    .seen("lan:eth0", "203.0.113.1.* > 192.0.2.1.80: Flags [S]*"));
  }

  private static RunResult run(Lab lab) throws Exception {
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      return LabRun.run(lab, kernel);
    }
  }

  @Test
  void aPolicyBehindTheTranslationIsNamed() throws Exception {
    String policy =
        "table inet filter { chain forward { type filter hook forward priority 0; policy drop; };"
            + " }";
    RunResult report = run(lab(DNAT + policy, "net.ipv4.ip_forward").build());

    assertThat(report.passed()).isFalse();
    assertThat(report.tests().getFirst().failures())
        .containsExactly(
            "expected connected, but it was timeout after 3 s",
            "  router dropped it: the policy of inet filter forward",
            "not seen at lan:eth0: 203.0.113.1.* > 192.0.2.1.80: Flags [S]*",
            "  none of its packets passed there");
  }

  @Test
  void aRuleThatDropsIsNamedWithItsLine() throws Exception {
    String filter =
        """
        table inet filter {
          chain forward {
            type filter hook forward priority 0;
            ip daddr 192.0.2.1 drop
          }
        }
        """;
    RunResult report = run(lab(DNAT + filter, "net.ipv4.ip_forward").build());

    assertThat(report.tests().getFirst().failures())
        .contains(
            "  router dropped it: ip daddr 192.0.2.1 drop (router:10, in inet filter forward)");
  }

  @Test
  void whatWasMadeIsGoneWhenAStartFails() throws Exception {
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      assertThatExceptionOfType(LabException.class)
          .isThrownBy(() -> LabRun.run(lab(DNAT, "net.ipv4.ip_forwad").build(), kernel))
          .withMessageContaining("did you mean 'net.ipv4.ip_forward'?");
      assertThat(kernel.namespaces()).isEmpty();

      assertThatExceptionOfType(LabException.class)
          .isThrownBy(
              () ->
                  LabRun.run(
                      lab("add rule ip nowhere c drop", "net.ipv4.ip_forward").build(), kernel))
          .withMessageContaining("Could not process rule: No such file or directory");
      assertThat(kernel.namespaces()).isEmpty();
    }
  }

  @Test
  void aNameThatIsTakenIsLeftAlone() throws Exception {
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      kernel.createNamespace("wan");
      assertThatExceptionOfType(LabException.class)
          .isThrownBy(() -> LabRun.run(lab(DNAT, "net.ipv4.ip_forward").build(), kernel))
          .withMessageContaining("node 'wan'");
      assertThat(kernel.namespaces()).hasSize(1);
      assertThat(kernel.namespace("wan")).isPresent();
    }
  }
}
