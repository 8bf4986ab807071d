package dev.dejima.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysctlTest {
  @ParameterizedTest
  @CsvSource({
    "net.ipv4.ip_forward, net/ipv4/ip_forward",
    "net/ipv4/ip_forward, net/ipv4/ip_forward",
    "net.ipv4.conf.eth0/1.forwarding, net/ipv4/conf/eth0.1/forwarding",
    "net/ipv4/conf/eth0.1/forwarding, net/ipv4/conf/eth0.1/forwarding",
    "net, net",
  })
  void theFirstSeparatorDivides(String name, String path) {
    assertThat(Sysctl.path(name)).isEqualTo(path);
    assertThat(Sysctl.path(Sysctl.name(path))).isEqualTo(path);
  }
}
