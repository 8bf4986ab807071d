package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.Lab;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that a lab file can say of nodes, on both kernels. */
@Timeout(60)
class TopologyTest {
  private static final String LAB =
      """
      name: everything
      define: { n: 3, lan: 10.0.0.0/16 }
      groups:
        routers:
          sysctl: { net.ipv4.ip_forward: 1 }
      defaults:
        node: { sysctl: { net.ipv4.icmp_echo_ignore_broadcasts: 1 } }
      nodes:
        host${i}:
          count: ${n}
          interfaces: { eth0: "${lan + i}" }
          routes: { default: "10.0.255.254" }
        sw:
          interfaces:
            p${i}: { count: 3 }
            up:
            br0: { type: bridge, ports: [p1, p2, p3, up], options: { stp_state: 0 } }
        router:
          group: routers
          interfaces:
            lan:
              addresses: [ 10.0.255.254/16, "192.0.2.77/32 scope link" ]
              mtu: 1400
              mac: "02:00:00:00:00:01"
              promisc: on
            wan: 203.0.113.254/24
            spare: { state: down, addresses: 192.0.2.1 peer 192.0.2.2 }
          rules: [ "from 10.0.0.0/16 to 198.51.100.0/24 table 100 priority 10" ]
          routes:
            - blackhole 192.168.0.0/16
            - 198.51.100.0/24 via 203.0.113.2 table 100
          neighbours: { 203.0.113.77: "lladdr 02:00:00:00:00:77 dev wan" }
          run: nc -lk 80
          nftables: |
            table ip n { chain p { type nat hook postrouting priority srcnat; oifname "wan" masquerade; }; }
        wan: { interfaces: { eth0: 203.0.113.1/24 } }
        other:
          interfaces: { eth0: 203.0.113.2/24, spare: }
          run: [ "ip address add 198.51.100.1/32 dev eth0" ]
      links:
        - { count: 3, between: [ "host${i}:eth0", "sw:p${i}" ] }
        - [ "sw:up", "router:lan" ]
        - [ "router:wan", "wan:eth0", "other:eth0" ]
        - [ "router:spare", "other:spare" ]
      tests:
        - name: "host${i} to the outside"
          for: { i: 1-3 }
          listen: { at: wan, tcp: 8080 }
          connect: { from: "host${i}", to: "203.0.113.1:8080", send: hi }
          expect: connected
        - name: by the table of a rule
          ping: { from: host1, to: 198.51.100.1 }
          expect: connected
        - name: not by the main table
          ping: { from: router, to: 198.51.100.1 }
          expect: unreachable
        - name: a program
          connect: { from: host2, to: "10.0.255.254:80" }
          expect: connected
        - name: nowhere
          ping: { from: host2, to: 192.168.1.1 }
          expect: timeout
      """;

  @Test
  void onTheJavaKernel(@TempDir Path directory) throws Exception {
    check("netstack", directory);
  }

  @Test
  @Tag("linux")
  void onTheRealKernel(@TempDir Path directory) throws Exception {
    Optional<String> reason = provider("linux").unavailable();
    assumeTrue(reason.isEmpty(), () -> "SKIPPED: " + reason.orElseThrow());
    check("linux", directory);
  }

  private static void check(String kernel, Path directory) throws Exception {
    Files.writeString(directory.resolve("lab.yaml"), LAB);
    Lab lab = LabFile.read(directory);
    try (Kernel opened = provider(kernel).open(KernelOptions.DEFAULT)) {
      RunResult result = LabRun.run(lab, opened);
      assertThat(result.passed()).as(() -> new ReportPrinter(Style.PLAIN).print(result)).isTrue();
      assertThat(result.coverage().share()).isEqualTo(1);
    }
  }

  private static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
