package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.rule;
import static dev.dejima.netstack.netfilter.Rules.snat;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NatRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which address of a pool a flow gets: as Linux 6.18 chose, flow by flow. */
class PoolTest {
  @ParameterizedTest
  @CsvSource({
    "198.51.100.0, 198.51.100.255, false, 10.0.5.66,  10.44.3.2, 198.51.100.206",
    "198.51.100.0, 198.51.100.255, false, 10.0.5.66,  10.9.9.9,  198.51.100.138",
    "198.51.100.0, 198.51.100.255, false, 10.1.2.3,   10.44.3.2, 198.51.100.86",
    "198.51.100.0, 198.51.100.255, false, 10.1.2.3,   10.9.9.9,  198.51.100.89",
    "198.51.100.0, 198.51.100.255, false, 10.200.7.9, 10.44.3.2, 198.51.100.181",
    "198.51.100.0, 198.51.100.255, false, 10.200.7.9, 10.9.9.9,  198.51.100.89",
    "198.51.100.0, 198.51.100.255, true,  10.0.5.66,  10.44.3.2, 198.51.100.207",
    "198.51.100.0, 198.51.100.255, true,  10.0.5.66,  10.9.9.9,  198.51.100.207",
    "198.51.100.0, 198.51.100.255, true,  10.1.2.3,   10.44.3.2, 198.51.100.216",
    "198.51.100.0, 198.51.100.255, true,  10.200.7.9, 10.9.9.9,  198.51.100.210",
    "198.51.100.7, 198.51.101.20,  false, 10.0.5.66,  10.44.3.2, 198.51.100.224",
    "198.51.100.7, 198.51.101.20,  false, 10.1.2.3,   10.44.3.2, 198.51.100.97",
    "198.51.100.7, 198.51.101.20,  false, 10.1.2.3,   10.9.9.9,  198.51.100.101",
    "198.51.100.7, 198.51.101.20,  false, 10.200.7.9, 10.44.3.2, 198.51.100.198",
  })
  void choosesAsLinux(
      String from, String to, boolean persistent, String source, String target, String chosen) {
    try (Router router = new Router()) {
      router.nft(
          table("t"),
          base("t", "p", "nat", HookNumber.POSTROUTING, 100),
          rule("t", "p", snat(from, to, persistent ? NatRange.PERSISTENT : 0)));
      Packet packet = router.udp(source, 5000, target, 4000);
      assertThat(router.toOutside(packet)).isTrue();
      assertThat(Router.source(packet)).isEqualTo(chosen + ":5000");
    }
  }
}
